"""The nearest fitting proposal: what it rests on, what is refused, and taking it over."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404

from allocation.engine import ENGINE_VERSION, cli
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import BoardDecision, Phase
from bols_portal.audit.models import Event
from consultation.enums import RoundStatus
from consultation.models import Round, Suggestion, Workbench
from consultation.selectors.suggestion_texts import account_steps, figures_of
from consultation.selectors.suggestions import Suggested, get_suggested, latest_weights
from consultation.services.suggestions import compute_suggestion, take_suggestion_over
from consultation.services.workbench import fill_workbench
from tests.consultation.bench_world import BenchWorld, set_whole_intake
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> BenchWorld:
    return BenchWorld()


def compute(world: BenchWorld, **changed: Any) -> Suggested:
    facts: dict[str, Any] = {"weights": {}, "by": world.fms, "now": NOW} | changed
    return get_suggested(world.cycle, compute_suggestion(cycle=world.cycle, **facts).number)


def test_an_advice_that_fits_is_followed(world: BenchWorld) -> None:
    world.advise(NO=7, ON=3)
    found = compute(world)
    assert (found.places["02", "NO"], found.places["02", "ON"]) == (7, 3)
    assert found.places["05", "NO"] == 5
    assert found.proposal.moved == 2
    assert found.proposal.unique
    assert "02" not in found.without_advice
    assert len(found.without_advice) == 29
    assert found.suggestion.engine_version == ENGINE_VERSION
    event = Event.objects.filter(action="suggestion.computed").first()
    assert event is not None
    assert event.data == {"number": 1, "round": 1, "digest": found.suggestion.digest}


def test_an_advice_beyond_the_leeway_gives_way_and_says_why(world: BenchWorld) -> None:
    world.advise(NO=17, ON=0, Utrecht=0, NWN=3)
    found = compute(world)
    assert found.proposal.region_deviation[0] == 10
    assert found.places["02", "NO"] == 15
    assert ("02", "NO") in found.proposal.yielded
    texts = [str(step.text) for step in account_steps(found, "02", "NO")]
    assert any("17" in text and "16" in text and "18" in text for text in texts)
    assert any("10" in text and "OOR NO" in text for text in texts)
    assert len(texts) == 4
    assert len(figures_of(found)) == 4
    unasked = account_steps(found, "05", "NO")
    assert len(unasked) == 3


def test_a_structural_zero_stays_empty(world: BenchWorld) -> None:
    found = compute(world)
    assert found.places["23", "Leiden"] == 0
    with pytest.raises(Http404):
        found.account("23", "Elders")


def test_the_case_and_result_are_those_of_the_command_line(
    world: BenchWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.advise(NO=17, ON=0, Utrecht=0, NWN=3)
    kept = compute(world, weights={"02": 3}).suggestion
    case, result = tmp_path / "case.json", tmp_path / "result.json"
    case.write_text(json.dumps(kept.case, indent=1))
    result.write_text(json.dumps(kept.result, indent=1))
    assert cli.main(["propose", str(case)]) == 0
    assert json.loads(capsys.readouterr().out) == kept.result
    assert cli.main(["check", str(case), str(result)]) == 0
    assert json.loads(capsys.readouterr().out) == {"valid": True, "failures": []}


def test_weights_are_whole_and_from_one_and_are_remembered(world: BenchWorld) -> None:
    for wrong in (0, -1, 1001, 1.5, True):
        with pytest.raises(FaultyInput) as refused:
            compute(world, weights={"02": wrong, "99": 2})
        assert [fault.cell for fault in refused.value.faults] == ["02", "99"]
    assert not Suggestion.objects.exists()
    assert latest_weights(world.cycle) == {}
    compute(world, weights={"02": 3})
    assert latest_weights(world.cycle) == {"02": 3}


def test_what_can_not_be_computed_says_why(world: BenchWorld) -> None:
    with pytest.raises(NotPermitted):
        compute(world, by=world.bureau)
    set_whole_intake(world.ready, {"02": 100})
    with pytest.raises(Refused):
        compute(world)
    set_whole_intake(world.ready)
    world.rectify()
    with pytest.raises(NotNow):
        compute(world)
    Round.objects.update(status=RoundStatus.REPLACED)
    with pytest.raises(NotNow):
        compute(world)
    BoardDecision.objects.update(status="replaced")
    Round.objects.update(status=RoundStatus.OPEN)
    with pytest.raises(NotNow):
        compute(world)
    Phase.objects.filter(cycle=world.cycle, number=2).update(status="closed")
    with pytest.raises(NotNow):
        compute(world)
    assert not Suggestion.objects.exists()


def test_it_is_never_changed(world: BenchWorld) -> None:
    kept = compute(world).suggestion
    with pytest.raises(TypeError):
        kept.save()


def take(world: BenchWorld, seen: int, **changed: Any) -> Workbench:
    facts: dict[str, Any] = {"number": 1, "by": world.fms, "now": NOW} | changed
    return take_suggestion_over(cycle=world.cycle, seen=seen, **facts)


def test_it_begins_the_workbench_or_fills_it(world: BenchWorld) -> None:
    world.advise(NO=7, ON=3)
    compute(world)
    take(world, 0)
    bench = world.bench()
    assert (bench.places["02", "NO"], bench.places["02", "ON"]) == (7, 3)
    found = get_suggested(world.cycle, 1)
    assert found.replaced_on(bench) == []
    fill_workbench(
        cycle=world.cycle,
        places={("05", "NO"): 6, ("05", "ON"): 4},
        seen=bench.workbench.version,
        by=world.colleague,
        now=NOW,
    )
    with pytest.raises(Stale):
        take(world, bench.workbench.version)
    bench = world.bench()
    assert found.replaced_on(bench) == [("05", "NO"), ("05", "ON")]
    take(world, bench.workbench.version)
    assert world.bench().places["05", "NO"] == 5


def test_taking_over_is_for_fms_on_the_same_table(world: BenchWorld) -> None:
    compute(world)
    with pytest.raises(NotPermitted):
        take(world, 0, by=world.bureau)
    world.rectify()
    world.begin()
    with pytest.raises(Refused):
        take(world, world.bench().workbench.version)
    assert world.bench().deviating == []
