"""Two people of FMS at the same moment: one workbench, and no change lost silently."""

import pytest

from consultation.models import Workbench, WorkbenchCell
from consultation.services.workbench import (
    begin_workbench,
    change_workbench,
    fill_workbench,
)
from consultation.services.workbench_changes import CellChange, Outcome
from tests.at_once import outcomes
from tests.consultation.bench_world import BenchWorld
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_begin_at_the_same_moment() -> None:
    world = BenchWorld()

    def begin() -> None:
        begin_workbench(cycle=world.cycle, start="base", by=world.fms, now=NOW)

    assert outcomes(*[begin] * 4) == ["Refused"] * 3 + ["done"]
    assert Workbench.objects.count() == 1
    assert WorkbenchCell.objects.count() == 210


def test_the_same_cell_at_the_same_moment_gives_one_number_and_one_conflict() -> None:
    world = BenchWorld()
    world.begin()
    came: list[Outcome] = []

    def change(number: int) -> None:
        changes = [CellChange("02", "NO", 1, places=number), CellChange("02", "ON", 1, places=5)]
        came.append(change_workbench(cycle=world.cycle, changes=changes, by=world.fms, now=NOW))

    assert outcomes(*[lambda n=n: change(n) for n in (6, 7, 8, 9)]) == ["done"] * 4
    assert sorted(one.stored for one in came) == [0, 0, 0, 1]
    kept = world.bench().cells["02", "NO"]
    assert kept.version == 2
    theirs = [conflict.places for one in came for conflict in one.conflicts]
    assert theirs == [kept.places] * 3


def test_different_cells_at_the_same_moment_are_all_kept() -> None:
    world = BenchWorld()
    world.begin()

    def change(region: str) -> None:
        changes = [CellChange("02", region, 1, places=6)]
        change_workbench(cycle=world.cycle, changes=changes, by=world.fms, now=NOW)

    regions = ("NO", "ON", "Utrecht", "NWN")
    assert outcomes(*[lambda r=r: change(r) for r in regions]) == ["done"] * 4
    bench = world.bench()
    assert bench.workbench.version == 5
    assert [bench.places["02", region] for region in regions] == [6] * 4


def test_numbers_taken_over_do_not_wipe_out_a_change_of_that_moment() -> None:
    world = BenchWorld()
    world.begin()

    def change() -> None:
        changes = [CellChange("10", "NO", 1, places=6)]
        change_workbench(cycle=world.cycle, changes=changes, by=world.fms, now=NOW)

    def fill() -> None:
        places = dict.fromkeys(world.bench().places, 4)
        fill_workbench(cycle=world.cycle, places=places, seen=1, by=world.colleague, now=NOW)

    came = outcomes(change, fill)
    number = world.bench().places["10", "NO"]
    assert (came, number) in [(["Stale", "done"], 6), (["done", "done"], 4)]
