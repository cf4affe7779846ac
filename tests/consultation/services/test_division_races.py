"""Two coordinators at the same moment: one grid, and no change lost silently."""

import pytest

from consultation.models import RegionGrid
from consultation.selectors.divisions import grid_of
from consultation.services.divisions import GridChange, GridConflict, change_grid, fill_grid
from tests.at_once import outcomes
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_first_cell_at_the_same_moment_gives_one_number_and_conflicts() -> None:
    world = RegionWorld()
    came: list[list[GridConflict]] = []

    def change(number: int) -> None:
        changes = [GridChange("02", "I001", number, 0), GridChange("05", "I001", 2, 0)]
        came.append(
            change_grid(
                cycle=world.cycle,
                region=region("NO"),
                changes=changes,
                by=world.coordinator,
                now=NOW,
            )
        )

    assert outcomes(*[lambda n=n: change(n) for n in (1, 2, 3, 4)]) == ["done"] * 4
    kept = grid_of(world.cycle, region("NO")).by_code["02"].places["I001"]
    theirs = [one.places for conflicts in came for one in conflicts]
    assert theirs == [kept] * 3
    assert RegionGrid.objects.count() == 1


def test_different_cells_at_the_same_moment_are_all_kept() -> None:
    world = RegionWorld()

    def change(at: str) -> None:
        change_grid(
            cycle=world.cycle,
            region=region("NO"),
            changes=[GridChange("02", at, 1, 0)],
            by=world.coordinator,
            now=NOW,
        )

    assert outcomes(*[lambda a=a: change(a) for a in ("I001", "I002", "N003")]) == ["done"] * 3
    found = grid_of(world.cycle, region("NO"))
    assert dict(found.by_code["02"].places) == {"I001": 1, "I002": 1, "N003": 1}
    assert found.version == 3


def test_two_take_over_the_same_row_and_one_has_to_look_again() -> None:
    world = RegionWorld()

    def fill(number: int) -> None:
        fill_grid(
            cycle=world.cycle,
            region=region("NO"),
            places={("02", "I001"): number, ("02", "I002"): 5 - number},
            seen=0,
            by=world.coordinator,
            now=NOW,
        )

    assert outcomes(*[lambda n=n: fill(n) for n in (1, 2, 3)]) == ["Stale", "Stale", "done"]
