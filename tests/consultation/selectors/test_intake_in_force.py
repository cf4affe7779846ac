"""Phase II rests on the intake of the framework in force, whatever the ministry sends since."""

import pytest

from allocation.enums import DecisionKind
from allocation.models import BoardDecision
from allocation.selectors.framework import intake_in_force, intake_under
from allocation.selectors.intake import current_intake
from allocation.selectors.tables import places_of
from consultation.selectors.advices import places_to_divide
from consultation.selectors.distribution_ground import ground_of
from consultation.selectors.framework import framework_on
from consultation.services.distribution_items import items
from tests.consultation.advice_world import set_intake
from tests.consultation.distribution_world import DistributionWorld
from tests.factories import specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> DistributionWorld:
    """The board established the framework on the intake that there is; then a letter comes in."""
    made = DistributionWorld()
    decision = BoardDecision.objects.get(cycle=made.cycle, kind=DecisionKind.FRAMEWORK)
    decision.intake = current_intake(made.cycle)
    decision.save()
    set_intake(made.ready, 99, code="02")
    return made


def test_a_later_version_waits_for_a_rectification(world: DistributionWorld) -> None:
    table = world.ready.table
    before, latest = intake_in_force(world.cycle), current_intake(world.cycle)
    assert before is not None
    assert latest is not None
    assert before.number < latest.number
    assert intake_under(table) == before
    rows = [row.total for row in places_of(table).rows]
    assert list(framework_on(table.cycle, places_of(table)).row_totals) == rows
    assert places_to_divide(world.cycle, specialism("02")) == 35
    ground = ground_of(world.cycle)
    assert ground is not None
    assert [ground.intake[code] for code in ("02", "31")] == [35, 14]


def test_the_decision_freezes_the_intake_it_adds_up_to(world: DistributionWorld) -> None:
    decision = world.put("adopt")
    assert {one.intake for one in items(decision) if one.intake} == {intake_in_force(world.cycle)}
    assert decision.table is not None
    decided = {row.code: row.total for row in places_of(decision.table).rows}
    assert decided["02"] == 35


def test_the_numbers_of_a_rectification_count(world: DistributionWorld) -> None:
    decision = BoardDecision.objects.get(cycle=world.cycle, kind=DecisionKind.FRAMEWORK)
    decision.kind, decision.intake = DecisionKind.RECTIFICATION, current_intake(world.cycle)
    decision.save()
    assert places_to_divide(world.cycle, specialism("02")) == 99
    assert intake_under(world.ready.table) == current_intake(world.cycle)
