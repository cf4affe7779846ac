"""Beginning, changing, filling and taking over the workbench of FMS."""

from datetime import timedelta

import pytest

from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.selectors.log_texts import action_text
from bols_portal.audit.models import Event
from consultation.models import Round, Workbench
from consultation.selectors.workbench_state import text_mark
from consultation.services.workbench import (
    begin_workbench,
    change_workbench,
    fill_workbench,
    rebase_workbench,
)
from consultation.services.workbench_changes import (
    CellChange,
    Change,
    MotivationChange,
    RegionChange,
)
from tests.consultation.bench_world import BenchWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def world() -> BenchWorld:
    return BenchWorld()


def test_begins_with_the_base_distribution(world: BenchWorld) -> None:
    world.begin()
    bench = world.bench()
    assert len(bench.places) == 210
    assert bench.places == bench.base_places
    assert bench.is_current
    assert not bench.reasons
    assert not bench.deviating


def test_begins_with_advices_and_their_reasons(world: BenchWorld) -> None:
    world.advise(NO=7, Leiden=3)
    world.begin("advices")
    bench = world.bench()
    assert bench.deviating == [("02", "NO"), ("02", "Leiden")]
    assert bench.places["02", "NO"] == 7
    assert bench.reasons["02", "NO"] == "De opleiding in deze regio verandert."
    assert bench.places["10", "NO"] == 5
    assert ("02", "ON") not in bench.reasons


def test_is_begun_once(world: BenchWorld) -> None:
    world.begin()
    with pytest.raises(Refused, match="al begonnen"):
        world.begin("advices")


@pytest.mark.parametrize("who", ["bureau", "adviser", "coordinator"])
def test_others_than_fms_are_refused(world: BenchWorld, who: str) -> None:
    by = getattr(world, who)
    with pytest.raises(NotPermitted):
        begin_workbench(cycle=world.cycle, start="base", by=by, now=NOW)
    world.begin()
    with pytest.raises(NotPermitted):
        change_workbench(cycle=world.cycle, changes=[], by=by, now=NOW)
    with pytest.raises(NotPermitted):
        fill_workbench(cycle=world.cycle, places={}, seen=1, by=by, now=NOW)
    with pytest.raises(NotPermitted):
        rebase_workbench(cycle=world.cycle, by=by, now=NOW)


def test_waits_for_a_round(world: BenchWorld) -> None:
    Round.objects.all().delete()
    with pytest.raises(NotNow, match="nog geen consultatieronde"):
        world.begin()


def test_stops_with_phase_2(world: BenchWorld) -> None:
    world.begin()
    world.cycle.phases.filter(number=2).update(status="at_board")
    for write in (
        lambda: change_workbench(cycle=world.cycle, changes=[], by=world.fms, now=NOW),
        lambda: fill_workbench(cycle=world.cycle, places={}, seen=1, by=world.fms, now=NOW),
        lambda: rebase_workbench(cycle=world.cycle, by=world.fms, now=NOW),
    ):
        with pytest.raises(NotNow):
            write()


def test_nothing_to_change_before_it_is_begun(world: BenchWorld) -> None:
    with pytest.raises(Refused, match="nog niet begonnen"):
        change_workbench(cycle=world.cycle, changes=[], by=world.fms, now=NOW)


def test_stores_numbers_reasons_and_the_motivation(world: BenchWorld) -> None:
    world.begin()
    outcome = change_workbench(
        cycle=world.cycle,
        changes=[
            CellChange("02", "NO", 1, places=6, reason=" Groei "),
            CellChange("02", "ON", 1, places=4),
            CellChange("10", "ON", 1, places=5),
            RegionChange("NO", 1, "Een plaats meer"),
            MotivationChange("Samen", text_mark("")),
        ],
        by=world.fms,
        now=LATER,
    )
    assert (outcome.stored, outcome.conflicts) == (4, ())
    bench = world.bench()
    assert (bench.places["02", "NO"], bench.places["02", "ON"]) == (6, 4)
    assert bench.reasons == {("02", "NO"): "Groei"}
    assert bench.region_reasons == {"NO": "Een plaats meer"}
    assert bench.motivation == "Samen"
    assert (bench.workbench.version, bench.workbench.changed_at) == (2, LATER)
    assert (bench.cells["02", "NO"].version, bench.cells["10", "ON"].version) == (2, 1)


def test_a_change_of_a_colleague_comes_back_and_the_rest_is_stored(world: BenchWorld) -> None:
    world.begin()
    first: list[Change] = [
        CellChange("02", "NO", 1, places=6),
        RegionChange("NO", 1, "Van de collega"),
        MotivationChange("Collega", text_mark("")),
    ]
    change_workbench(cycle=world.cycle, changes=first, by=world.colleague, now=NOW)
    mine: list[Change] = [
        CellChange("02", "NO", 1, places=8),
        CellChange("02", "ON", 1, places=4),
        RegionChange("NO", 1, "Van mij"),
        MotivationChange("Ik", text_mark("")),
    ]
    outcome = change_workbench(cycle=world.cycle, changes=mine, by=world.fms, now=LATER)
    assert outcome.stored == 1
    cell, region, motivation = outcome.conflicts
    assert (cell.change, cell.places, cell.by, cell.at) == (mine[0], 6, "Cor Collega", NOW)
    assert (region.change, region.reason) == (mine[2], "Van de collega")
    assert (motivation.change, motivation.reason) == (mine[3], "Collega")
    bench = world.bench()
    assert (bench.places["02", "NO"], bench.places["02", "ON"]) == (6, 4)
    # With the colleague's version in view one's own number may stand.
    again = [CellChange("02", "NO", 2, places=8)]
    assert not change_workbench(cycle=world.cycle, changes=again, by=world.fms, now=LATER).conflicts
    assert world.bench().places["02", "NO"] == 8


def test_the_same_number_twice_is_no_conflict(world: BenchWorld) -> None:
    world.begin()
    same = [CellChange("02", "NO", 1, places=6)]
    change_workbench(cycle=world.cycle, changes=same, by=world.colleague, now=NOW)
    outcome = change_workbench(cycle=world.cycle, changes=same, by=world.fms, now=NOW)
    assert (outcome.stored, outcome.conflicts) == (0, ())


@pytest.mark.parametrize("places", [-1, 10_000])
def test_a_number_keeps_within_reason(world: BenchWorld, places: int) -> None:
    world.begin()
    changes = [CellChange("10", "NO", 1, places=4), CellChange("02", "NO", 1, places=places)]
    with pytest.raises(Refused, match="tussen 0"):
        change_workbench(cycle=world.cycle, changes=changes, by=world.fms, now=NOW)
    assert world.bench().places["10", "NO"] == 5


def test_takes_numbers_over_and_keeps_reasons(world: BenchWorld) -> None:
    world.begin()
    change = CellChange("02", "NO", 1, reason="Groei")
    change_workbench(cycle=world.cycle, changes=[change], by=world.fms, now=NOW)
    numbers = {("02", "NO"): 7, ("02", "ON"): 3}
    filled = fill_workbench(cycle=world.cycle, places=numbers, seen=2, by=world.fms, now=LATER)
    assert filled.version == 3
    bench = world.bench()
    assert bench.deviating == [("02", "NO"), ("02", "ON")]
    assert bench.reasons == {("02", "NO"): "Groei"}
    with pytest.raises(Stale):
        fill_workbench(cycle=world.cycle, places=numbers, seen=2, by=world.fms, now=LATER)


def test_a_rectified_base_distribution_stops_changes_until_it_is_taken_over(
    world: BenchWorld,
) -> None:
    world.begin()
    typed = [CellChange("10", "NO", 1, places=6, reason="Groei")]
    change_workbench(cycle=world.cycle, changes=typed, by=world.fms, now=NOW)
    with pytest.raises(Refused, match="al op de"):
        rebase_workbench(cycle=world.cycle, by=world.fms, now=NOW)
    world.rectify()
    assert not world.bench().is_current
    with pytest.raises(NotNow, match="gerectificeerd"):
        change_workbench(cycle=world.cycle, changes=typed, by=world.fms, now=NOW)
    with pytest.raises(NotNow, match="gerectificeerd"):
        fill_workbench(cycle=world.cycle, places={}, seen=2, by=world.fms, now=NOW)
    assert rebase_workbench(cycle=world.cycle, by=world.fms, now=LATER).version == 3
    bench = world.bench()
    assert bench.is_current
    assert bench.places["02", "NO"] == 6  # untouched: follows
    assert bench.places["02", "Leiden"] == 4
    assert bench.deviating == [("10", "NO")]
    assert bench.reasons == {("10", "NO"): "Groei"}


def test_a_specialism_that_was_composed_keeps_all_its_numbers(world: BenchWorld) -> None:
    world.begin()
    typed = [CellChange("02", "ON", 1, places=6), CellChange("02", "ZON", 1, places=4)]
    change_workbench(cycle=world.cycle, changes=typed, by=world.fms, now=NOW)
    world.rectify()
    rebase_workbench(cycle=world.cycle, by=world.fms, now=LATER)
    row = [number for (code, _region), number in world.bench().places.items() if code == "02"]
    assert row == [5, 6, 5, 5, 5, 5, 4]


def test_the_log_says_that_but_not_what(world: BenchWorld) -> None:
    world.begin()
    typed = [CellChange("02", "ON", 1, places=6, reason="Geheim")]
    change_workbench(cycle=world.cycle, changes=typed, by=world.fms, now=NOW)
    change_workbench(cycle=world.cycle, changes=[], by=world.fms, now=NOW)
    fill_workbench(cycle=world.cycle, places={("02", "ON"): 5}, seen=2, by=world.fms, now=NOW)
    world.rectify()
    rebase_workbench(cycle=world.cycle, by=world.fms, now=NOW)
    events = list(Event.objects.filter(action__startswith="workbench.").order_by("pk"))
    assert [(one.action, one.data) for one in events] == [
        ("workbench.begun", {}),
        ("workbench.changed", {"version": 2}),
        ("workbench.filled", {"version": 3}),
        ("workbench.rebased", {"version": 4}),
    ]
    assert all(action_text(one.action) != one.action for one in events)
    assert Workbench.objects.count() == 1
