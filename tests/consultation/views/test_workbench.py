"""The workbench on the page: what it shows and what it stores, with and without a script."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from consultation.models import Proposal
from consultation.selectors.workbench_state import seen_of
from consultation.services.workbench import change_workbench
from consultation.services.workbench_changes import (
    CellChange,
    Change,
    MotivationChange,
    RegionChange,
)
from tests.consultation.bench_world import BenchWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/toewijzing/2027/fase-2/werkbank/"


@pytest.fixture
def world() -> BenchWorld:
    made = BenchWorld()
    made.advise(NO=7, Leiden=3)
    made.begin()
    return made


@pytest.fixture
def fms(world: BenchWorld, client: Client) -> Client:
    client.force_login(world.fms)
    return client


def sent(world: BenchWorld, **fields: Any) -> dict[str, Any]:
    """What the form sends: what it showed, and what was typed; `_` stands for `-`."""
    typed = {name.replace("_", "-"): value for name, value in fields.items()}
    return {"seen": json.dumps(seen_of(world.bench())), **typed}


def theirs(world: BenchWorld, *changes: Change) -> None:
    change_workbench(cycle=world.cycle, changes=changes, by=world.colleague, now=NOW)


def test_one_begins_with_the_advices(client: Client) -> None:
    world = BenchWorld()
    world.advise(NO=7, Leiden=3)
    client.force_login(world.fms)
    assert "Waarmee wilt u beginnen" in client.get(PAGE).content.decode()
    assert client.get(reverse("workbench_state", args=[2027])).status_code == 409
    assert (
        client.post(reverse("workbench_begin", args=[2027]), {"start": "advices"})["Location"]
        == PAGE
    )
    assert world.bench().deviating == [("02", "NO"), ("02", "Leiden")]
    assert (
        client.post(reverse("workbench_begin", args=[2027]), {"start": "base"}).status_code == 409
    )


def test_the_page_shows_the_table_and_the_row(fms: Client) -> None:
    page = fms.get(PAGE, {"specialism": "02"})
    text = page.content.decode()
    assert text.count('inputmode="numeric"') == 208  # 210 without two structural zeros
    assert page.context["row"].code == "02"
    assert [line.advice.places for line in page.context["row"].lines][:2] == [7, 5]
    assert (page.context["row"].intake, page.context["row"].last_year) == (35, 34)
    assert page.context["open_count"] == 0
    assert "no-store" in page["Cache-Control"]


def test_htmx_gets_what_belongs_to_the_row(fms: Client) -> None:
    part = fms.get(PAGE, {"specialism": "10"}, headers={"HX-Request": "true"})
    assert str(part.templates[0].name).endswith("_row.html")
    assert "geen advies ingediend" in part.content.decode()
    unknown = fms.get(PAGE, {"specialism": "99"}, headers={"HX-Request": "true"})
    assert "Kies een rij" in unknown.content.decode()


def test_stores_what_was_typed_and_asks_for_reasons(world: BenchWorld, fms: Client) -> None:
    data = sent(world, bench_02_NO="6", bench_02_ON="4", motivation="Samen")
    assert fms.post(reverse("workbench_save", args=[2027]), data)["Location"] == PAGE
    bench = world.bench()
    assert (bench.places["02", "NO"], bench.places["02", "ON"]) == (6, 4)
    assert bench.motivation == "Samen"
    page = fms.get(PAGE)
    assert page.context["open_count"] == 4
    text = page.content.decode()
    assert 'name="reason-02-NO"' in text
    assert 'name="region-reason-ON"' in text
    data = sent(world, reason_02_NO="Groei\r\nin NO", region_reason_ON="Krimp")
    fms.post(reverse("workbench_save", args=[2027]), data)
    assert world.bench().reasons == {("02", "NO"): "Groei\nin NO"}
    assert world.bench().region_reasons == {"ON": "Krimp"}


def test_what_cannot_be_read_stays_and_the_rest_is_stored(world: BenchWorld, fms: Client) -> None:
    data = sent(world, bench_02_NO="zes", bench_02_ON="4", bench_10_NO="10000", bench_10_ON="")
    page = fms.post(reverse("workbench_save", args=[2027]), data)
    assert page.status_code == 200
    assert set(page.context["faults"]) == {"bench-02-NO", "bench-10-NO"}
    assert 'value="zes"' in page.content.decode()
    bench = world.bench()
    assert [bench.places["02", "NO"], bench.places["02", "ON"]] == [5, 4]
    assert [bench.places["10", "NO"], bench.places["10", "ON"]] == [5, 0]


def test_a_conflict_shows_both_and_lets_one_choose(world: BenchWorld, fms: Client) -> None:
    data = sent(world, bench_02_NO="8", bench_02_ON="4", motivation="Ik")
    theirs(
        world,
        CellChange("02", "NO", 1, places=6, reason="Van Cor"),
        MotivationChange("Wij", ""),
    )
    page = fms.post(reverse("workbench_save", args=[2027]), data)
    assert page.status_code == 409
    cell, motivation = page.context["conflicts"]
    assert (cell.title, cell.theirs, cell.mine) == ("Cardiologie, NO", "6 · Van Cor", "8 · Van Cor")
    assert (motivation.theirs, motivation.mine) == ("Wij", "Ik")
    assert 'value="8"' in page.content.decode()
    assert world.bench().places["02", "ON"] == 4
    # Without a choice it is asked again; nothing is lost on either side.
    again = sent(world, bench_02_NO="8", motivation="Ik")
    again |= {"conflict": ["bench-02-NO", "motivation"]}
    assert fms.post(reverse("workbench_save", args=[2027]), again).status_code == 409
    chosen = again | {"keep-bench-02-NO": "mine", "keep-motivation": "theirs"}
    assert fms.post(reverse("workbench_save", args=[2027]), chosen).status_code == 302
    assert world.bench().places["02", "NO"] == 8
    assert world.bench().motivation == "Wij"


def test_a_region_reason_in_conflict(world: BenchWorld, fms: Client) -> None:
    data = sent(world, region_reason_NO="Ik")
    theirs(world, RegionChange("NO", 1, "Wij"))
    page = fms.post(reverse("workbench_save", args=[2027]), data)
    assert [(one.theirs, one.mine) for one in page.context["conflicts"]] == [("Wij", "Ik")]


def test_a_script_is_told_how_things_stand(world: BenchWorld, fms: Client) -> None:
    accept = {"Accept": "application/json"}
    data = sent(world, bench_02_NO="8", bench_02_ON="4")
    theirs(world, CellChange("02", "NO", 1, places=6))
    told = fms.post(reverse("workbench_save", args=[2027]), data, headers=accept).json()
    assert told["state"]["cells"]["02-ON"]["seen"] == [2, 4, ""]
    assert told["state"]["cells"]["02-NO"]["who"] == "Cor Collega"
    assert "bench-02-NO" in told["conflicts"]
    state = reverse("workbench_state", args=[2027])
    assert fms.get(state, {"seen": "3"}).status_code == 204
    assert fms.get(state, {"seen": "2"}).json()["state"]["version"] == 3
    world.rectify()
    refused = fms.post(reverse("workbench_save", args=[2027]), data, headers=accept)
    assert refused.status_code == 409
    assert "gerectificeerd" in refused.json()["refused"]


@pytest.mark.parametrize(
    ("revert", "row"),
    [
        ("02:all:advice", [7, 5, 5, 5, 3, 5, 5]),
        ("02:NO:advice", [7, 9, 5, 5, 5, 5, 5]),
        ("02:ON:base", [5, 5, 5, 5, 5, 5, 5]),
        ("10:all:advice", [5, 9, 5, 5, 5, 5, 5]),
        ("nonsense", [5, 9, 5, 5, 5, 5, 5]),
    ],
)
def test_a_cell_or_a_row_goes_back(
    world: BenchWorld, fms: Client, revert: str, row: list[int]
) -> None:
    data = sent(world, bench_02_ON="9", revert=revert)
    assert fms.post(reverse("workbench_save", args=[2027]), data).status_code == 302
    assert [number for (code, _), number in world.bench().places.items() if code == "02"] == row


def test_another_row_is_shown_with_what_was_typed_stored(world: BenchWorld, fms: Client) -> None:
    data = sent(world, bench_02_ON="9", show="10")
    to = fms.post(reverse("workbench_save", args=[2027]), data)
    assert to["Location"] == f"{PAGE}?specialism=10#row-10"
    assert world.bench().places["02", "ON"] == 9


@pytest.mark.parametrize("seen", ["", "[]", '{"cells": {}}', '{"cells": 3}', "null"])
def test_a_page_that_does_not_say_what_it_showed_is_refused(
    world: BenchWorld, fms: Client, seen: str
) -> None:
    address, data = reverse("workbench_save", args=[2027]), {"seen": seen, "bench-02-NO": "9"}
    assert fms.post(address, data).status_code == 409
    told = fms.post(address, data, headers={"Accept": "application/json"})
    assert (told.status_code, "te oud" in told.json()["refused"]) == (409, True)
    assert world.bench().places["02", "NO"] == 5


def test_a_rectified_base_distribution_is_told_and_taken_over(
    world: BenchWorld, fms: Client
) -> None:
    data = sent(world, bench_02_ON="9")
    world.rectify()
    refused = fms.post(reverse("workbench_save", args=[2027]), data)
    assert refused.status_code == 409
    assert 'value="9"' in refused.content.decode()
    page = fms.get(PAGE)
    text = page.content.decode()
    assert [(one.region, one.old, one.new, yes) for one, yes in page.context["shift"].cells] == [
        ("NO", 5, 6, True),
        ("Leiden", 5, 4, True),
    ]
    assert " readonly" in text
    assert "data-grid>" not in text
    assert fms.post(reverse("workbench_rebase", args=[2027]))["Location"] == PAGE
    assert fms.get(PAGE).context["shift"] is None


def test_a_submitted_version_is_told(world: BenchWorld, fms: Client) -> None:
    Proposal.objects.create(
        cycle=world.cycle,
        number=3,
        round=world.round,
        base=world.ready.table,
        table=world.ready.calculate(1),
        status="submitted",
        digest="0" * 64,
        saved_at=NOW,
        saved_by=world.fms,
        submitted_at=NOW,
        submitted_by=world.fms,
    )
    page = fms.get(PAGE)
    assert "Versie 3 is ingediend op 2 februari 2026" in page.content.decode()
    assert " readonly" not in page.content.decode()


def test_it_can_be_read_while_the_board_decides(world: BenchWorld, fms: Client) -> None:
    data = sent(world, bench_02_ON="9")
    world.cycle.phases.filter(number=2).update(status="at_board")
    text = fms.get(PAGE).content.decode()
    assert "ligt bij het bestuur" in text
    assert " readonly" in text
    assert 'name="revert"' not in text
    assert fms.post(reverse("workbench_save", args=[2027]), data).status_code == 409
    assert world.bench().places["02", "ON"] == 5


def test_the_workbook_holds_every_table(world: BenchWorld, fms: Client) -> None:
    fms.post(reverse("workbench_save", args=[2027]), sent(world, bench_02_NO="6"))
    answer = fms.get(reverse("workbench_download", args=[2027]))
    book = load_workbook(BytesIO(answer.content))
    lines = [[cell.value for cell in sheet[3]] for sheet in book.worksheets[:5]]
    assert lines[0] == ["02", "Cardiologie", 6, 5, 5, 5, 5, 5, 5, 36]
    assert lines[1][2:] == [5, 5, 5, 5, 5, 5, 5, 35]
    assert lines[2][2:] == [7, 5, 5, 5, 3, 5, 5, 35]
    assert lines[3][2:] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert lines[4][2:] == [-1, 0, 0, 0, 2, 0, 0, 1]
    cells = list(book.worksheets[5].values)
    assert len(cells) == 211
    assert cells[8][:8] == ("02", "Cardiologie", "NO", 5, 6, 7, 6, 8)


def test_the_page_asks_the_same_of_the_database_whatever_departs(
    world: BenchWorld, fms: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fms.get(PAGE)
    with django_assert_num_queries(31):
        fms.get(PAGE)
    fills: list[Change] = [
        CellChange(code, "NO", 1, places=9, reason="Groei") for code in ("01", "02", "03", "10")
    ]
    theirs(world, *fills)
    with django_assert_num_queries(31):
        fms.get(PAGE)
    with django_assert_num_queries(10):
        fms.get(reverse("workbench_state", args=[2027]), {"seen": "1"})
    with django_assert_num_queries(5):
        fms.get(reverse("workbench_state", args=[2027]), {"seen": "2"})
