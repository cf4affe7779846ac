"""The national intake: versions with their reasons, and never two at once."""

import pytest

from allocation.enums import VersionStatus
from allocation.errors import NotPermitted, Refused, Stale
from allocation.models import Cycle, IntakeRow, IntakeVersion
from allocation.roles import Role
from allocation.selectors.cycles import protocol_of
from allocation.selectors.intake import (
    current_intake,
    differences_of,
    intake_for_engine,
    numbers_of,
    sheet_of,
    totals_off,
)
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.allocation.assignments import add_intake, intake_numbers
from tests.factories import appoint, make_bureau, make_cycle, make_reference_data, make_user, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


@pytest.fixture
def bureau() -> User:
    return make_bureau()


def test_the_published_numbers_give_the_published_totals(cycle: Cycle, bureau: User) -> None:
    version = add_intake(cycle, bureau)
    protocol = protocol_of(cycle)
    sheet = sheet_of(numbers_of(version), protocol)
    assert (sheet.framework_total.previous, sheet.framework_total.places) == (1050, 1053)
    assert [(line.code, line.previous, line.places) for line in sheet.outside] == [
        ("31", 15, 12),
        ("46", 7, 7),
    ]
    assert (sheet.total.previous, sheet.total.places, sheet.total.change) == (1072, 1072, 0)
    assert totals_off(sheet, protocol) == []
    neurology = next(line for line in sheet.framework if line.code == "28")
    assert (neurology.change, round((neurology.change_share or 0) * 100, 1)) == (5, 10.2)


def test_the_engine_gets_the_framework_in_protocol_order(cycle: Cycle, bureau: User) -> None:
    given = intake_for_engine(add_intake(cycle, bureau))
    assert len(given) == 30
    assert sum(given.values()) == 1053
    assert list(given)[:3] == ["01", "02", "03"]
    assert not {"31", "46"} & set(given)


def test_other_totals_need_a_reason_of_their_own(cycle: Cycle, bureau: User) -> None:
    numbers = intake_numbers(cycle, s28=55)
    protocol = protocol_of(cycle)
    assert [
        (one.code, one.found, one.expected)
        for one in totals_off(sheet_of(numbers, protocol), protocol)
    ] == [("", 1054, 1053), ("*", 1073, 1072)]
    with pytest.raises(Refused):
        add_intake(cycle, bureau, numbers=numbers)
    version = add_intake(cycle, bureau, numbers=numbers, totals_reason="VWS kent er 1 toe")
    assert version.totals_reason == "VWS kent er 1 toe"


def test_a_second_version_needs_a_reason_and_a_difference(cycle: Cycle, bureau: User) -> None:
    first = add_intake(cycle, bureau)
    with pytest.raises(Refused):
        add_intake(cycle, bureau, reason=" ", status=VersionStatus.DEFINITIVE)
    with pytest.raises(Refused):
        add_intake(cycle, bureau)
    second = add_intake(cycle, bureau, status=VersionStatus.DEFINITIVE)
    assert (second.number, second.predecessor, second.digest != first.digest) == (2, first, True)
    assert current_intake(cycle) == second
    with pytest.raises(Refused):
        add_intake(cycle, bureau, numbers=intake_numbers(cycle, s28=53, s41=51))


def test_the_later_of_two_employees_is_told(cycle: Cycle, bureau: User) -> None:
    add_intake(cycle, bureau, expected_version=0)
    changed = intake_numbers(cycle, s28=53, s41=51)
    with pytest.raises(Stale):
        add_intake(cycle, bureau, numbers=changed, expected_version=0)
    assert IntakeVersion.objects.count() == 1
    version = add_intake(cycle, bureau, numbers=changed, expected_version=1)
    found = differences_of(intake_numbers(cycle), numbers_of(version), protocol_of(cycle))
    assert [(one.code, one.change) for one in found] == [("28", -1), ("41", 1)]


@pytest.mark.parametrize("change", [{"28": (49, -1)}, {"28": (49, 10_001)}, {"99": (1, 1)}])
def test_impossible_numbers_are_refused(
    cycle: Cycle, bureau: User, change: dict[str, tuple[int, int]]
) -> None:
    with pytest.raises(Refused):
        add_intake(cycle, bureau, numbers=intake_numbers(cycle) | change, totals_reason="x")
    assert not IntakeRow.objects.exists()


def test_only_the_bureau(cycle: Cycle) -> None:
    coordinator = make_user()
    appoint(coordinator, Role.COORDINATOR, region("NO"))
    with pytest.raises(NotPermitted):
        add_intake(cycle, coordinator)


def test_every_version_is_in_the_audit_trail(cycle: Cycle, bureau: User) -> None:
    version = add_intake(cycle, bureau)
    event = Event.objects.get(action="intake.version_added")
    assert (event.data["digest"], event.actor, event.cycle_id) == (version.digest, bureau, cycle.pk)
