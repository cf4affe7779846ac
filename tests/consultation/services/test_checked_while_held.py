"""What may be done is asked once more while the rows are held: nothing slips in between."""

from collections.abc import Callable
from typing import Any

import pytest

from allocation.enums import ErrorSource
from allocation.errors import NotNow
from allocation.models import BoardDecision, Cycle, Phase
from allocation.services import decisions, phases
from consultation.enums import Course
from consultation.models import Workbench
from consultation.services import proposals
from tests.consultation.compose_world import ComposeWorld
from tests.consultation.distribution_world import DistributionWorld, make_test
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Steps = list[str]


def noted(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, steps: Steps) -> None:
    """Notes when a function is called."""
    original: Callable[..., Any] = getattr(where, name)

    def step(*args: Any, **named: Any) -> Any:
        steps.append(name)
        return original(*args, **named)

    monkeypatch.setattr(where, name, step)


def test_a_test_recorded_while_a_decision_is_put_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    world = DistributionWorld()
    assert world.proposal is not None
    decision, original = world.propose(Course.ADOPT), decisions.enforce_ready

    def between(asked: BoardDecision) -> None:
        original(asked)
        assert world.proposal is not None
        make_test(world, world.proposal)

    monkeypatch.setattr(decisions, "enforce_ready", between)
    with pytest.raises(NotNow, match="Toets"):
        decisions.put_to_board(decision=decision, by=world.bureau, now=NOW)
    decision.refresh_from_db()
    assert decision.put_at is None


def test_an_error_is_reported_on_what_holds_while_the_cycle_is_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = DistributionWorld()
    steps: Steps = []
    Phase.objects.filter(cycle=world.cycle, number=1).update(status="closed")
    noted(monkeypatch, Cycle.objects, "select_for_update", steps)
    noted(monkeypatch, phases, "may_report_error", steps)
    phases.report_error(
        cycle=world.cycle, error_in=ErrorSource.values[0], reason="Fout", by=world.bureau, now=NOW
    )
    assert steps == ["select_for_update", "may_report_error"]


def test_a_version_is_one_state_of_the_workbench(monkeypatch: pytest.MonkeyPatch) -> None:
    world = ComposeWorld()
    steps: Steps = []
    noted(monkeypatch, Workbench.objects, "select_for_update", steps)
    noted(monkeypatch, proposals, "bench_of", steps)
    world.save()
    assert steps == ["select_for_update", "bench_of"]
