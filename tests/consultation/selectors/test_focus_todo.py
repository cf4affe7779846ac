"""What coordinators are asked on their own page: once a region, until filed; late says so."""

from datetime import date
from typing import Any

import pytest

from allocation.enums import PhaseNumber, PhaseStatus
from allocation.models import Region
from allocation.roles import Role
from consultation.models import LateLeave
from consultation.selectors.focus_todo import todo
from tests.consultation.focus_world import LATER, FocusWorld, set_day
from tests.factories import NOW, appoint, make_user, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FocusWorld:
    return FocusWorld()


def asked(world: FocusWorld) -> list[str]:
    return [str(item.detail) for item in todo(world.coordinator, world.cycle, LATER)]


def test_the_coordinator_is_asked_until_it_is_filed(world: FocusWorld) -> None:
    appoint(world.coordinator, Role.COORDINATOR, region("ON"))
    items = list(todo(world.coordinator, world.cycle, LATER))
    assert [str(one.url).rsplit("/", 2)[1] for one in items] == ["NO", "ON"]
    world.file()
    assert len(asked(world)) == 1
    assert not list(todo(make_user("Niemand"), world.cycle, LATER))


def test_what_is_overdue_stays_and_says_so(world: FocusWorld) -> None:
    assert not asked(world)[0].startswith("Te laat")
    set_day(world, date(2026, 2, 1))
    assert asked(world)[0].startswith("Te laat: ")
    LateLeave.objects.create(
        round=world.round,
        region=world.region,
        until=date(2026, 2, 3),
        reason="Ziekte",
        granted_at=NOW,
        granted_by=world.bureau,
    )
    assert "tot en met 3 februari 2026" in asked(world)[0]


def test_nothing_is_asked_while_the_phase_does_not_run(world: FocusWorld) -> None:
    world.cycle.phases.filter(number=PhaseNumber.REGIONS).update(status=PhaseStatus.AT_BOARD)
    assert asked(world) == []


def test_more_regions_cost_no_more_queries(
    world: FocusWorld, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(8):
        assert len(asked(world)) == 1
    for one in Region.objects.exclude(pk=world.region.pk):
        appoint(world.coordinator, Role.COORDINATOR, one)
    with django_assert_num_queries(8):
        assert len(asked(world)) == 7
