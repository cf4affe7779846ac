"""Versions of the region assignment: what they keep, how they reach the board, who may."""

from datetime import date
from fractions import Fraction

import pytest

from allocation.enums import AssignmentStatus, DecisionKind, InstitutionKind
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import (
    AssignmentLine,
    AssignmentVersion,
    BoardDecision,
    Cycle,
    Institution,
    Mailing,
)
from allocation.protocols import Protocol
from allocation.roles import Role
from allocation.selectors.assignment import (
    assignment_for_engine,
    current_assignment,
    established_assignment,
    lines_of_version,
    zeros_of,
)
from allocation.selectors.assignment_changes import line_changes
from allocation.selectors.assignment_data import InstitutionData, ShareData, line_of
from allocation.selectors.cycles import protocol_of
from allocation.services.assignment import (
    discard_correction,
    establish_assignment,
    put_assignment_to_board,
    send_to_check,
    take_assignment_back,
)
from allocation.services.assignment_checks import confirm_lines
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.allocation.assignments import (
    add_version,
    line,
    moved,
    small_lines,
    version_in_check,
    whole,
)
from tests.factories import (
    NOW,
    appoint,
    association,
    make_bureau,
    make_cycle,
    make_reference_data,
    make_user,
    region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


@pytest.fixture
def bureau() -> User:
    return make_bureau()


@pytest.fixture
def coordinator() -> User:
    person = make_user("Coordinator NO")
    appoint(person, Role.COORDINATOR, region("NO"))
    return person


@pytest.fixture
def decision(cycle: Cycle, bureau: User) -> BoardDecision:
    return BoardDecision.objects.create(
        cycle=cycle,
        number=1,
        phase=1,
        kind=DecisionKind.ASSIGNMENT,
        title="OOR-indeling",
        text="Vastgesteld.",
        prepared_at=NOW,
        prepared_by=bureau,
    )


def established(cycle: Cycle, bureau: User, decision: BoardDecision) -> AssignmentVersion:
    version = put_assignment_to_board(version=version_in_check(cycle, bureau), by=bureau, now=NOW)
    return establish_assignment(version=version, decision=decision, by=bureau, now=NOW)


def test_what_was_stored_is_what_was_given(cycle: Cycle, bureau: User) -> None:
    version = add_version(cycle, bureau)
    assert sorted(lines_of_version(version), key=lambda one: one.key) == small_lines()
    assert (version.number, version.status) == (1, AssignmentStatus.DRAFT)
    event = Event.objects.get(action="assignment.version_added")
    assert event.data["digest"] == version.digest
    assert "share" not in str(event.data)


def test_the_engine_gets_exact_shares_and_the_zeros(cycle: Cycle, bureau: User) -> None:
    version = add_version(cycle, bureau, [*small_lines(), whole("I001", "46", "NO")])
    given = assignment_for_engine(version)
    assert ("I001", "05", "NO", Fraction(2, 5)) in given
    assert ("I001", "05", "Leiden", Fraction(3, 5)) in given
    assert all(code != "46" for _institution, code, _region, _share in given)
    protocol: Protocol = protocol_of(cycle)
    zeros = zeros_of(version, protocol)
    assert ("02", "Leiden") not in zeros
    assert ("01", "Leiden") in zeros
    # Trained: 01 NO, 02 NO, 02 Leiden, 05 NO, 05 Leiden.
    assert len(zeros) == 30 * 7 - 5


def test_shares_that_do_not_make_one_are_refused(cycle: Cycle, bureau: User) -> None:
    one = small_lines()[0]
    wrong = line_of(
        institution="I001",
        specialism="10",
        recognised=True,
        source="RGS",
        basis=one.basis,
        shares=[ShareData("NO", Fraction(3, 10)), ShareData("ON", Fraction(6, 10))],
    )
    with pytest.raises(Refused):
        add_version(cycle, bureau, [*small_lines(), wrong])
    with pytest.raises(Refused):
        add_version(cycle, bureau, [*small_lines(), one])
    with pytest.raises(Refused):
        add_version(cycle, bureau, [whole("I999", "01", "NO")])
    assert not AssignmentVersion.objects.exists()


def test_institutions_are_added_and_changed_but_no_zbc(cycle: Cycle, bureau: User) -> None:
    new = InstitutionData("I090", "Nieuw Ziekenhuis", "Assen", InstitutionKind.GENERAL, "NO")
    changed = InstitutionData("I002", "Vaartziekenhuis", "Zwolle", InstitutionKind.GENERAL, "NO")
    lines = [*small_lines(), whole("I090", "01", "NO")]
    add_version(cycle, bureau, lines, institutions=[new, changed])
    assert Institution.objects.get(code="I090").home_region == region("NO")
    assert Institution.objects.get(code="I002").name == "Vaartziekenhuis"
    assert list(
        Event.objects.filter(action__startswith="institution.").values_list("action", flat=True)
    ) == ["institution.added", "institution.changed"]
    zbc = InstitutionData("Z009", "Kliniek Vlug", "", InstitutionKind.ZBC)
    with pytest.raises(Refused, match="Kliniek Vlug"):
        add_version(cycle, bureau, small_lines(), institutions=[zbc])


def test_a_correction_keeps_the_checks_of_all_other_lines(
    cycle: Cycle, bureau: User, coordinator: User
) -> None:
    version = version_in_check(cycle, bureau)
    assert confirm_lines(version=version, by=coordinator, now=NOW).lines == 5
    lines = [
        whole("I002", "01", "ON") if one.key == ("I002", "01") else one for one in small_lines()
    ]
    corrected = add_version(cycle, bureau, lines)
    version.refresh_from_db()
    assert (version.status, corrected.status) == ("replaced", "in_check")
    assert corrected.check_until == date(2026, 3, 1)
    assert line(corrected, "I001", "01").root == line(version, "I001", "01")
    assert line(corrected, "I002", "01").root is None
    third = add_version(cycle, bureau, [*lines, whole("I004", "01", "Leiden")])
    assert line(third, "I001", "01").root == line(version, "I001", "01")


def test_a_version_needs_a_reason_and_a_difference(cycle: Cycle, bureau: User) -> None:
    add_version(cycle, bureau)
    with pytest.raises(Refused):
        add_version(cycle, bureau, small_lines()[:-1], reason="")
    with pytest.raises(Refused):
        add_version(cycle, bureau)


def test_the_later_of_two_employees_is_told(cycle: Cycle, bureau: User) -> None:
    add_version(cycle, bureau, expected_version=0)
    with pytest.raises(Stale):
        add_version(cycle, bureau, small_lines()[:-1], expected_version=0)
    add_version(cycle, bureau, small_lines()[:-1], expected_version=1)


def test_only_the_bureau(cycle: Cycle, bureau: User, coordinator: User) -> None:
    with pytest.raises(NotPermitted):
        add_version(cycle, coordinator)
    version = add_version(cycle, bureau)
    for step in (put_assignment_to_board, send_to_check):
        more = {"until": date(2026, 3, 1)} if step is send_to_check else {}
        with pytest.raises(NotPermitted):
            step(version=version, by=coordinator, now=NOW, **more)  # type: ignore[operator]


def test_the_check_is_mailed_to_those_who_check(
    cycle: Cycle, bureau: User, coordinator: User
) -> None:
    manager = make_user("Leerhuis")
    appoint(manager, Role.LEARNING_HOUSE, Institution.objects.get(code="I001"))
    version_in_check(cycle, bureau)
    mailing = Mailing.objects.get(key="assignment_check")
    assert set(mailing.messages.values_list("address", flat=True)) == {
        coordinator.email,
        manager.email,
    }
    assert "uiterlijk zondag 1 maart 2026" in mailing.body
    assert mailing.released_at is None
    assert "Sunday 1 March 2026" in mailing.body_en


def test_the_board_establishes_and_all_regions_and_associations_are_told(
    cycle: Cycle, bureau: User, coordinator: User, decision: BoardDecision
) -> None:
    adviser = make_user("Adviseur")
    appoint(adviser, Role.ADVISER, association("NVVC"))
    version = established(cycle, bureau, decision)
    assert established_assignment(cycle) == version
    assert version.established_at == NOW
    mailing = Mailing.objects.get(key="assignment_established")
    assert set(mailing.messages.values_list("address", flat=True)) == {
        coordinator.email,
        adviser.email,
    }


def test_a_draft_goes_to_the_board_only_after_the_check(cycle: Cycle, bureau: User) -> None:
    with pytest.raises(NotNow):
        put_assignment_to_board(version=add_version(cycle, bureau), by=bureau, now=NOW)


def test_nothing_is_added_while_the_board_decides(cycle: Cycle, bureau: User) -> None:
    version = put_assignment_to_board(version=version_in_check(cycle, bureau), by=bureau, now=NOW)
    with pytest.raises(NotNow):
        add_version(cycle, bureau, small_lines()[:-1])
    take_assignment_back(version=version, by=bureau, now=NOW)
    assert add_version(cycle, bureau, small_lines()[:-1]).status == AssignmentStatus.IN_CHECK


def test_a_rectification_keeps_both_readable(
    cycle: Cycle, bureau: User, decision: BoardDecision
) -> None:
    first = established(cycle, bureau, decision)
    lines = [
        whole("I004", "02", "NO") if one.key == ("I004", "02") else one for one in small_lines()
    ]
    correction = add_version(cycle, bureau, lines, reason="Leiden en NO verwisseld")
    assert correction.status == AssignmentStatus.DRAFT
    assert established_assignment(cycle) == first
    assert current_assignment(cycle) == correction
    put_assignment_to_board(version=correction, by=bureau, now=NOW)
    establish_assignment(version=correction, decision=decision, by=bureau, now=NOW)
    first.refresh_from_db()
    assert (first.status, established_assignment(cycle)) == ("replaced", correction)
    assert Mailing.objects.filter(key="assignment_corrected").count() == 1
    changes = line_changes(lines_of_version(first), lines_of_version(correction))
    assert [(one.key, one.regions_differ) for one in changes] == [(("I004", "02"), True)]


def test_a_correction_can_be_dropped_and_stays_readable(
    cycle: Cycle, bureau: User, decision: BoardDecision
) -> None:
    first = established(cycle, bureau, decision)
    drop = {"by": bureau, "now": NOW, "reason": "Toch geen fout"}
    with pytest.raises(NotNow):
        discard_correction(version=first, **drop)  # type: ignore[arg-type]
    correction = add_version(cycle, bureau, moved("I004", "02", "NO"))
    with pytest.raises(Refused):
        discard_correction(version=correction, **drop | {"reason": " "})  # type: ignore[arg-type]
    discard_correction(version=correction, **drop)  # type: ignore[arg-type]
    assert current_assignment(cycle) == established_assignment(cycle) == first
    assert len(lines_of_version(correction)) == 6
    assert add_version(cycle, bureau, moved("I004", "02", "ON")).number == 3


def test_lines_never_change(cycle: Cycle, bureau: User) -> None:
    version = add_version(cycle, bureau)
    found = line(version, "I001", "01")
    found.recognised = False
    with pytest.raises(TypeError):
        found.save()
    with pytest.raises(TypeError):
        AssignmentLine.objects.filter(version=version).update(recognised=False)
