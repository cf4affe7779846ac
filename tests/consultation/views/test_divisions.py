"""The page of a region's grid: what it shows and what it stores, with and without a script."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from allocation.enums import PhaseStatus, TableKind
from allocation.services.tables import Places, add_table
from consultation.models import CapacityFrame
from consultation.selectors.division_page import seen_of
from consultation.selectors.divisions import Grid, grid_of
from consultation.services.divisions import GridChange, change_grid
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db
PAGE = "/toewijzing/2027/fase-3/oor/NO/verdeling/"
SAVE = f"{PAGE}bewaren/"


@pytest.fixture
def world() -> RegionWorld:
    made = RegionWorld()
    made.without_a_day()
    return made


@pytest.fixture
def coordinator(world: RegionWorld, client: Client) -> Client:
    client.force_login(world.coordinator)
    return client


def grid(world: RegionWorld) -> Grid:
    return grid_of(world.cycle, region("NO"))


def sent(world: RegionWorld, **fields: Any) -> dict[str, Any]:
    """What the form sends: what it showed, and what was typed, as `c02_I001="3"`."""
    typed = {f"division-{name[1:].replace('_', '-')}": text for name, text in fields.items()}
    return {"seen": json.dumps(seen_of(grid(world))), **typed}


def change(world: RegionWorld, *changes: GridChange) -> None:
    change_grid(
        cycle=world.cycle, region=region("NO"), changes=changes, by=world.coordinator, now=NOW
    )


def test_open_cells_are_fields_and_closed_ones_are_not(coordinator: Client) -> None:
    page = coordinator.get(PAGE)
    text = page.content.decode()
    assert text.count('inputmode="numeric"') == 7  # 02: three, 05: two, 31: two
    assert 'id="division-02-I001"' in text
    assert 'id="division-02-N004"' not in text
    assert 'data-fixed="2"' in text  # the sole training
    assert "Nog 9 plaatsen te verdelen" in text
    assert page.context["open_count"] == 3
    assert "no-store" in page["Cache-Control"]


def test_what_is_typed_is_stored_and_an_empty_cell_stays_empty(
    world: RegionWorld, coordinator: Client
) -> None:
    answer = coordinator.post(SAVE, sent(world, c02_I001="3", c02_I002="", c05_I001="0"))
    assert answer["Location"] == PAGE
    found = grid(world)
    assert dict(found.by_code["02"].places) == {"I001": 3, "I002": None, "N003": None}
    assert found.by_code["05"].places["I001"] == 0


def test_what_cannot_be_read_stays_on_the_page_and_the_rest_is_stored(
    world: RegionWorld, coordinator: Client
) -> None:
    page = coordinator.post(SAVE, sent(world, c02_I001="drie", c02_I002="1.5", c05_I001="2"))
    assert set(page.context["faults"]) == {"division-02-I001", "division-02-I002"}
    assert 'value="drie"' in page.content.decode()
    assert grid(world).by_code["05"].places["I001"] == 2


def test_a_colleague_was_first_and_one_chooses(world: RegionWorld, coordinator: Client) -> None:
    data = sent(world, c02_I001="4")
    change(world, GridChange("02", "I001", 3, 0))
    page = coordinator.post(SAVE, data)
    assert page.status_code == 409
    (line,) = page.context["conflicts"]
    assert (line.mine, line.theirs, line.by) == ("4", "3", "Coen Coordinator")
    assert 'value="4"' in page.content.decode()

    again = sent(world, c02_I001="4") | {"conflict": "division-02-I001"}
    assert coordinator.post(SAVE, again).status_code == 409  # nothing chosen yet
    assert coordinator.post(SAVE, again | {"keep-division-02-I001": "theirs"}).status_code == 302
    assert grid(world).by_code["02"].places["I001"] == 3
    assert coordinator.post(SAVE, again | {"keep-division-02-I001": "mine"}).status_code == 302
    assert grid(world).by_code["02"].places["I001"] == 4


def test_the_script_hears_how_things_stand(world: RegionWorld, coordinator: Client) -> None:
    data = sent(world, c02_I001="4", c02_I002="1")
    change(world, GridChange("02", "I001", 3, 0))
    told = coordinator.post(SAVE, data, headers={"Accept": "application/json"}).json()
    assert told["state"]["cells"]["02-I002"]["seen"] == [2, 1]
    assert told["state"]["cells"]["02-N003"]["seen"] == [0, ""]
    assert "division-02-I001" in told["conflicts"]


def test_the_state_is_told_when_it_is_new(world: RegionWorld, coordinator: Client) -> None:
    address = reverse("division_state", args=[2027, "NO"])
    assert coordinator.get(address, {"seen": "0"}).status_code == 204
    change(world, GridChange("02", "I001", 3, 0))
    assert coordinator.get(address, {"seen": "0"}).json()["state"]["version"] == 1


@pytest.mark.parametrize("seen", ["", "[]", "{}", '{"cells": {"02-I001": 7}}', '{"cells": []}'])
def test_a_page_of_which_nobody_knows_what_it_showed_stores_nothing(
    world: RegionWorld, coordinator: Client, seen: str
) -> None:
    data = {"seen": seen, "division-02-I001": "3"}
    assert coordinator.post(SAVE, data).status_code == 409
    assert grid(world).version == 0


def test_outside_phase_3_the_page_says_why_and_keeps_what_was_typed(
    world: RegionWorld, coordinator: Client
) -> None:
    data = sent(world, c02_I001="3")
    world.set_phase(PhaseStatus.AT_BOARD)
    page = coordinator.post(SAVE, data)
    assert page.status_code == 409
    assert 'value="3"' in page.content.decode()
    told = coordinator.post(SAVE, data, headers={"Accept": "application/json"})
    assert "bestuur" in told.json()["refused"]
    assert "readonly" in coordinator.get(PAGE).content.decode()


def test_another_region_is_not_there(world: RegionWorld, client: Client) -> None:
    for person in (world.other, world.chair, world.trainer, world.administrator):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(SAVE, {}).status_code == 404
    client.force_login(world.bureau)
    assert 'name="division-02-I001"' in client.get(PAGE).content.decode()
    assert client.post(SAVE, sent(world, c02_I001="3")).status_code == 403


def test_last_year_and_the_frames_stand_beside_the_numbers(
    world: RegionWorld, coordinator: Client
) -> None:
    add_table(
        cycle=world.cycle,
        kind=TableKind.PREVIOUS,
        cells=[
            Places("02", "NO", 4, institution="I001"),
            Places("22", "NO", 1, institution="I001"),
        ],
        by=world.bureau,
        now=NOW,
    )
    CapacityFrame.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism("02"),
        institution=institution("I001"),
        minimum=1,
        maximum=3,
        set_at=NOW,
        set_by=world.chair,
    )
    change(world, GridChange("02", "I001", 4, 0), GridChange("02", "I002", 1, 0))
    page = coordinator.get(PAGE)
    text = page.content.decode()
    assert 'title="vorig jaar 4, 1 tot 3"' in text
    assert "is-above" in text
    assert [one.kind for one in page.context["findings"] if one.warning] == ["above"]
    assert page.context["table"].before == 5


def test_the_page_takes_a_fixed_number_of_queries(
    world: RegionWorld, coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change(world, GridChange("02", "I001", 1, 0))
    coordinator.get(PAGE)
    with django_assert_num_queries(25):
        coordinator.get(PAGE)
    change(
        world,
        *[GridChange("02", at, 1, 0) for at in ("I002", "N003")],
        *[GridChange("05", at, 1, 0) for at in ("I001", "I002")],
    )
    with django_assert_num_queries(25):
        coordinator.get(PAGE)
