"""A region's grid: which rows and cells, what stands by itself, and what is not right yet."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from allocation.models import Specialism
from consultation.enums import RecognitionChange
from consultation.models import CapacityFrame, RecognitionReport
from consultation.selectors.capacity import frame_warnings, frames_in
from consultation.selectors.divisions import Grid, faults_of, grid_of, places_of_grid, version_of
from consultation.services.divisions import GridChange, change_grid
from tests.consultation.region_world import FITTING, RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db


def grid(world: RegionWorld) -> Grid:
    return grid_of(world.cycle, region("NO"))


def fill(world: RegionWorld, **places: dict[str, int]) -> None:
    """Fills in rows by specialism code, as `s02={"I001": 3}`."""
    changes = [
        GridChange(code[1:], at, number, 0)
        for code, row in places.items()
        for at, number in row.items()
    ]
    change_grid(
        cycle=world.cycle, region=region("NO"), changes=changes, by=world.coordinator, now=NOW
    )


def report(world: RegionWorld, at: str, code: str, change: RecognitionChange) -> None:
    RecognitionReport.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        institution=institution(at),
        specialism=specialism(code),
        change=change,
        valid_from=date(2026, 4, 1),
        note="RGS",
        reported_at=NOW,
        reported_by=world.coordinator,
    )


def test_the_rows_are_those_with_places_or_a_training_in_protocol_order() -> None:
    world = RegionWorld()
    found = grid(world)
    assert [row.code for row in found.rows] == ["02", "05", "22", "31"]
    assert [row.given for row in found.rows] == [5, 3, 2, 1]
    assert [one.code for one in found.institutions] == sorted(
        ("I001", "I002", "N003", "N004"), key=lambda code: institution(code).name
    )
    assert set(found.by_code["02"].places) == {"I001", "I002", "N003"}
    assert found.version == version_of(world.cycle, region("NO")) == 0
    assert (found.given, found.filled, found.missing) == (11, 2, 9)


def test_a_sole_training_gets_all_its_places_by_itself() -> None:
    row = grid(RegionWorld()).by_code["22"]
    assert row.sole
    assert dict(row.places) == {"I001": 2}
    assert not row.is_open("I001")


def test_a_training_without_places_gets_none_and_asks_nothing() -> None:
    world = RegionWorld()
    code = Specialism.objects.exclude(code__in=["02", "05", "22", "31"]).values_list("code")[0][0]
    report(world, "I001", code, RecognitionChange.NEW)
    report(world, "I002", code, RecognitionChange.NEW)
    found = grid(world)
    assert dict(found.by_code[code].places) == {"I001": 0, "I002": 0}
    assert not found.by_code[code].is_open("I001")
    assert not [one for one in faults_of(found) if one.code == code]


def test_what_is_missing_and_too_much_is_told_row_by_row() -> None:
    world = RegionWorld()
    fill(world, s02={"I001": 3}, s05={"I001": 3, "I002": 1})
    found = [(one.kind, one.code) for one in faults_of(grid(world))]
    assert found == [("total", "02"), ("total", "05"), ("empty", "31")]
    assert "(+1)" in faults_of(grid(world))[1].text


def test_a_fitting_division_has_no_faults_and_counts_up() -> None:
    world = RegionWorld()
    rows = {f"s{code}": row for code, row in FITTING["NO"].items() if code != "22"}
    fill(world, **rows)
    found = grid(world)
    assert faults_of(found) == []
    assert (found.given, found.filled, found.missing) == (11, 11, 0)
    assert found.total_of("I001") == 8
    assert places_of_grid(found) == {
        (code, at): number for code, row in FITTING["NO"].items() for at, number in row.items()
    }


def test_an_empty_cell_in_a_row_that_adds_up_counts_as_nothing() -> None:
    world = RegionWorld()
    fill(world, s31={"I001": 1})
    assert "31" not in [one.code for one in faults_of(grid(world))]
    assert places_of_grid(grid(world))["31", "N004"] == 0


def test_places_of_a_lapsed_recognition_stay_in_sight_until_they_are_moved() -> None:
    world = RegionWorld()
    fill(world, s02={"I001": 2, "I002": 2, "N003": 1})
    report(world, "N003", "02", RecognitionChange.LAPSED)
    found = grid(world)
    assert found.by_code["02"].lapsed == ("N003",)
    first = faults_of(found)[0]
    assert (first.kind, first.institution) == ("lapsed", "N003")
    assert "N003" in [one.code for one in found.institutions]
    fill_again = GridChange("02", "N003", None, found.by_code["02"].versions["N003"])
    change_grid(
        cycle=world.cycle, region=region("NO"), changes=[fill_again], by=world.coordinator, now=NOW
    )
    assert "N003" not in [one.code for one in grid(world).institutions]


def test_what_lapses_to_one_training_makes_it_the_sole_one() -> None:
    world = RegionWorld()
    fill(world, s05={"I001": 1, "I002": 2})
    report(world, "I002", "05", RecognitionChange.LAPSED)
    assert dict(grid(world).by_code["05"].places) == {"I001": 3}


def test_places_without_any_training_are_a_fault() -> None:
    world = RegionWorld()
    report(world, "I001", "22", RecognitionChange.LAPSED)
    first = next(one for one in faults_of(grid(world)) if one.code == "22")
    assert first.kind == "nobody"


def test_the_latest_frame_holds_and_warns() -> None:
    world = RegionWorld()

    def frame(minimum: int | None, maximum: int | None) -> None:
        CapacityFrame.objects.create(
            cycle=world.cycle,
            region=region("NO"),
            specialism=specialism("02"),
            institution=institution("I001"),
            minimum=minimum,
            maximum=maximum,
            set_at=NOW,
            set_by=world.chair,
        )

    frame(0, 1)
    frame(4, None)
    frames = frames_in(world.cycle, region("NO"))
    assert frame_warnings(grid(world), frames) == []  # nothing filled in yet
    fill(world, s02={"I001": 3, "I002": 2})
    (only,) = frame_warnings(grid(world), frames)
    assert (only.kind, only.warning, only.institution) == ("below", True, "I001")
    frame(None, None)
    assert frames_in(world.cycle, region("NO")) == {}


def test_a_grid_takes_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    world = RegionWorld()
    fill(world, s02={"I001": 3})
    with django_assert_num_queries(8):
        grid(world)
    fill(world, s02={"I002": 1, "N003": 1}, s05={"I001": 2, "I002": 1})
    with django_assert_num_queries(8):
        grid(world)
