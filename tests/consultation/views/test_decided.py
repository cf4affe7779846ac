"""The page of the decided distribution: what all parties read, and what stays with its author."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from allocation.roles import Role
from tests.consultation.distribution_world import WHY, DistributionWorld
from tests.factories import appoint, association, cluster, institution, make_user, region

pytestmark = pytest.mark.django_db
PAGE = "/toewijzing/2027/fase-2/verdeling/"
FILE = f"{PAGE}verdeling.xlsx"
CHANGED = {("02", "NO"): "7", ("02", "ON"): "3"}


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide(world: DistributionWorld, course: str = "adopt", **wish: Any) -> None:
    world.adopt(world.put(course, **wish))


def lines(context: Any, name: str) -> list[tuple[str, str, int, int, str]]:
    return [(one.code, one.column, one.old, one.new, one.reason) for one in context[name]]


def test_before_the_decision_it_says_what_it_waits_for(world: DistributionWorld) -> None:
    page = as_(world.adviser).get(PAGE)
    assert page.status_code == 200
    assert "Het bestuur heeft nog niet besloten" in page.text
    assert "daarna besluit het bestuur" in page.text
    assert as_(world.adviser).get(FILE).status_code == 404
    world.put("adopt")
    page = as_(world.bureau).get(PAGE)
    assert "decided" not in page.context
    assert "ligt bij het bestuur" in page.text


def test_all_parties_read_the_table_with_what_departs_and_why(world: DistributionWorld) -> None:
    decide(world)
    page = as_(make_party(Role.TRAINER, cluster("ON", "10"))).get(PAGE)
    matrix = page.context["matrix"]
    row = next(one for one in matrix.rows if one.code == "02")
    assert [(cell.value, cell.changed) for cell in row.cells[:3]] == [(6, 1), (4, -1), (5, 0)]
    assert [one.code for one in matrix.rows][-2:] == ["31", "46"]
    assert not any(cell.changed for one in matrix.rows[-2:] for cell in one.cells)
    assert [cell.changed for cell in matrix.foot[0].cells[:3]] == [1, -1, 0]
    assert lines(page.context, "departures") == [
        ("02", "NO", 5, 6, "FMS volgt het advies voor NO."),
        ("02", "ON", 5, 4, "FMS volgt het advies voor ON."),
    ]
    assert page.context["changes"] == []
    assert page.context["from_advice"] is None
    assert "versie 1 van het integrale voorstel" in page.text


def make_party(role: Role, on: Any) -> Any:
    user = make_user()
    appoint(user, role, on)
    return user


def test_advices_stay_with_their_author_and_readers(world: DistributionWorld) -> None:
    decide(world)
    departs = [
        ("02", "NO", 7, 6, "FMS volgt het advies voor NO."),
        ("02", "ON", 3, 4, "FMS volgt het advies voor ON."),
    ]
    fms = as_(world.fms).get(PAGE)
    for person in (world.adviser, world.bureau, world.board[0]):
        assert lines(as_(person).get(PAGE).context, "from_advice") == departs
    assert lines(fms.context, "from_advice") == departs
    other = make_party(Role.ADVISER, association("NIV"))
    assert as_(other).get(PAGE).context["from_advice"] == []
    assert as_(world.coordinator).get(PAGE).context["from_advice"] is None


def test_what_the_board_changed_stands_apart_with_its_reason(world: DistributionWorld) -> None:
    reasons = dict.fromkeys(CHANGED, WHY)
    decide(world, "change", places=CHANGED, reasons=reasons)
    page = as_(world.coordinator).get(PAGE)
    assert lines(page.context, "changes") == [("02", "NO", 6, 7, WHY), ("02", "ON", 4, 3, WHY)]
    assert [one[4] for one in lines(page.context, "departures")] == [WHY, WHY]


def test_after_the_fallback_nothing_departs_from_the_base(world: DistributionWorld) -> None:
    decide(world, "fallback", reason="Er is geen gedragen voorstel.")
    page = as_(world.coordinator).get(PAGE)
    assert page.context["departures"] == []
    assert "Er is geen gedragen voorstel." in page.text


@pytest.mark.parametrize(
    ("role", "on", "regions", "codes"),
    [
        (Role.COORDINATOR, lambda: region("NO"), {"NO"}, set()),
        (Role.ADVISER, lambda: association("NIV"), set(), {"10"}),
        (Role.CLUSTER_CHAIR, lambda: cluster("ON", "10"), {"ON"}, {"10"}),
        (Role.ADMINISTRATOR, lambda: institution("I004"), {"Leiden"}, set()),
    ],
)
def test_what_is_your_own_is_coloured(
    world: DistributionWorld,
    role: Role,
    on: Callable[[], Any],
    regions: set[str],
    codes: set[str],
) -> None:
    decide(world)
    page = as_(make_party(role, on())).get(PAGE)
    matrix = page.context["matrix"]
    assert {column.name for column in matrix.columns if column.own} == regions
    assert {one.code for one in matrix.rows if one.own} == codes
    assert page.text.count('<tr class="is-own">') == len(codes)
    assert page.text.count('<col class="matrix__col is-own">') == len(regions)
    assert {bar.region for bar in page.context["bars"] if bar.own} == regions


def test_the_picture_says_base_and_decided_per_region(world: DistributionWorld) -> None:
    decide(world)
    page = as_(world.coordinator).get(PAGE)
    bars = {bar.region: (bar.base, bar.decided, bar.change) for bar in page.context["bars"]}
    assert bars["NO"] == (150, 151, 1)
    assert bars["Leiden"] == (140, 140, 0)
    assert all(0 < part <= 100 for bar in page.context["bars"] for part in bar.widths.values())


def test_the_workbook_holds_the_same_numbers(world: DistributionWorld) -> None:
    decide(world)
    response = as_(world.coordinator).get(FILE)
    assert 'filename="verdeling-2027.xlsx"' in response["Content-Disposition"]
    table, about = load_workbook(BytesIO(response.content)).worksheets
    rows: list[Any] = [[cell.value for cell in row] for row in table.iter_rows()]
    assert rows[0][:4] == ["Code", "Specialisme", "NO", "ON"]
    assert rows[2] == ["02", "Cardiologie", 6, 4, 5, 5, 5, 5, 5, 35, 1, -1, 0, 0, 0, 0, 0]
    assert rows[32][0] == "46"
    assert rows[32][10:] == [None] * 7
    assert rows[33][1:4] == ["Totaal", 154, 152]
    assert sum(rows[33][2:9]) == rows[33][9]
    facts = {row[0].value: row[1].value for row in about.iter_rows()}
    assert "2 februari 2026" in facts.values()


def test_people_of_another_cycle_see_nothing(world: DistributionWorld) -> None:
    decide(world)
    for address in (PAGE, FILE):
        assert as_(make_user()).get(address).status_code == 404


def test_the_page_costs_the_same_for_few_and_for_many(
    world: DistributionWorld, django_assert_num_queries: Callable[[int], Any]
) -> None:
    many = {(code, key): n for code in ("03", "04") for key, n in (("NO", "6"), ("ON", "4"))}
    decide(world, "change", places=many, reasons=dict.fromkeys(many, WHY))
    client = as_(world.coordinator)
    client.get(PAGE)
    with django_assert_num_queries(16):
        page = client.get(PAGE)
    assert len(page.context["changes"]) == 4
    assert reverse("decided", args=[2027]) == PAGE


def test_the_page_costs_the_same_without_changes(
    world: DistributionWorld, django_assert_num_queries: Callable[[int], Any]
) -> None:
    decide(world)
    client = as_(world.coordinator)
    client.get(PAGE)
    with django_assert_num_queries(16):
        client.get(PAGE)
