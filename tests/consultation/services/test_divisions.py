"""Changing a region's grid: who, when, what is refused, and what a colleague did first."""

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.enums import RegionStatus
from consultation.models import GridCell, RegionGrid, RegionProposal, SigningSheet
from consultation.selectors.divisions import Grid, grid_of
from consultation.services.divisions import GridChange, GridConflict, change_grid, fill_grid
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region

pytestmark = pytest.mark.django_db


def grid(world: RegionWorld) -> Grid:
    return grid_of(world.cycle, region("NO"))


def change(world: RegionWorld, *changes: GridChange, by: User | None = None) -> list[GridConflict]:
    return change_grid(
        cycle=world.cycle,
        region=region("NO"),
        changes=changes,
        by=by or world.coordinator,
        now=NOW,
    )


def fill(world: RegionWorld, places: dict[tuple[str, str], int], seen: int) -> None:
    fill_grid(
        cycle=world.cycle,
        region=region("NO"),
        places=places,
        seen=seen,
        by=world.coordinator,
        now=NOW,
    )


def test_a_change_is_stored_with_who_and_when_and_told_to_the_trail() -> None:
    world = RegionWorld()
    assert change(world, GridChange("02", "I001", 3, 0), GridChange("02", "I002", 2, 0)) == []
    found = grid(world)
    assert (found.version, found.changed_by, found.changed_at) == (1, world.coordinator, NOW)
    assert found.by_code["02"].places["I001"] == 3
    event = Event.objects.latest("pk")
    assert (event.action, event.data) == ("division.changed", {"version": 1, "cells": 2})


def test_what_changes_nothing_is_not_told() -> None:
    world = RegionWorld()
    change(world, GridChange("02", "I001", None, 0))
    assert grid(world).version == 0
    assert not Event.objects.filter(action="division.changed").exists()


def test_a_colleague_who_was_first_keeps_the_cell_and_the_rest_is_stored() -> None:
    world = RegionWorld()
    change(world, GridChange("02", "I001", 3, 0))
    (conflict,) = change(world, GridChange("02", "I001", 4, 0), GridChange("05", "I001", 2, 0))
    assert (conflict.places, conflict.by) == (3, "Coen Coordinator")
    assert grid(world).by_code["02"].places["I001"] == 3
    assert grid(world).by_code["05"].places["I001"] == 2
    assert change(world, GridChange("02", "I001", 4, 1)) == []
    assert grid(world).by_code["02"].places["I001"] == 4


def test_an_emptied_cell_is_a_change_too() -> None:
    world = RegionWorld()
    change(world, GridChange("02", "I001", 3, 0))
    change(world, GridChange("02", "I001", None, 1))
    assert grid(world).by_code["02"].places["I001"] is None
    (conflict,) = change(world, GridChange("02", "I001", 5, 1))
    assert conflict.places is None


@pytest.mark.parametrize("who", ["other", "chair", "administrator", "bureau", "member", "auditor"])
def test_only_the_coordinator_of_the_region_divides(who: str) -> None:
    world = RegionWorld()
    with pytest.raises(NotPermitted):
        change(world, GridChange("02", "I001", 3, 0), by=getattr(world, who))
    assert not RegionGrid.objects.exists()


@pytest.mark.parametrize(
    ("code", "at", "places"),
    [
        ("02", "N004", 1),  # in the region, not recognised for it
        ("02", "I003", 1),  # another region's
        ("02", "nowhere", 1),
        ("22", "I001", 1),  # a sole training has its places by itself
        ("22", "I002", 1),
        ("40", "I001", 1),  # the region gets none
        ("02", "I001", -1),
        ("02", "I001", 1_000),
    ],
)
def test_a_number_that_cannot_stand_there_is_refused_with_all_others(
    code: str, at: str, places: int
) -> None:
    world = RegionWorld()
    with pytest.raises(Refused):
        change(world, GridChange("02", "I002", 2, 0), GridChange(code, at, places, 0))
    assert not GridCell.objects.exists()


@pytest.mark.parametrize("status", [PhaseStatus.WAITING, PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_nothing_changes_while_phase_3_does_not_run(status: PhaseStatus) -> None:
    world = RegionWorld()
    world.set_phase(status)
    with pytest.raises(NotNow):
        change(world, GridChange("02", "I001", 3, 0))


def test_nothing_changes_while_the_proposal_lies_with_bols() -> None:
    world = RegionWorld()
    sheet = SigningSheet.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        code="AB12",
        digest="0" * 64,
        opened_at=NOW,
        opened_by=world.bureau,
    )
    proposal = RegionProposal.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        number=1,
        status=RegionStatus.SUBMITTED,
        table=world.decided.table,
        decided=world.decided.table,
        sheet=sheet,
        consensus=True,
        motivation="Samen verdeeld.",
        digest="0" * 64,
        adopted_at=NOW,
        adopted_by=world.coordinator,
    )
    with pytest.raises(NotNow):
        change(world, GridChange("02", "I001", 3, 0))
    RegionProposal.objects.filter(pk=proposal.pk).update(status=RegionStatus.SIGNING)
    assert change(world, GridChange("02", "I001", 3, 0)) == []


def test_whole_rows_are_taken_over_and_other_rows_stay() -> None:
    world = RegionWorld()
    change(world, GridChange("02", "I001", 5, 0), GridChange("05", "I001", 3, 0))
    fill(world, {("02", "I002"): 4, ("02", "N003"): 1}, seen=1)
    assert dict(grid(world).by_code["02"].places) == {"I001": None, "I002": 4, "N003": 1}
    assert grid(world).by_code["05"].places["I001"] == 3
    assert Event.objects.latest("pk").action == "division.filled"


def test_a_sole_training_with_its_own_number_is_taken_for_granted() -> None:
    world = RegionWorld()
    fill(world, {("22", "I001"): 2, ("31", "I001"): 1}, seen=0)
    assert [cell.specialism.code for cell in GridCell.objects.all()] == ["31"]
    with pytest.raises(Refused):
        fill(world, {("22", "I001"): 1}, seen=1)


def test_rows_that_a_colleague_changed_are_not_taken_over() -> None:
    world = RegionWorld()
    change(world, GridChange("05", "I001", 3, 0))
    change(world, GridChange("02", "I001", 5, 0))
    with pytest.raises(Stale):
        fill(world, {("02", "I002"): 4}, seen=1)
    fill(world, {("05", "I001"): 2, ("05", "I002"): 1}, seen=1)  # not touched since
    assert dict(grid(world).by_code["05"].places) == {"I001": 2, "I002": 1}
