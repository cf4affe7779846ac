"""All advices on one page and in one file, for who reads what every party filed."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.models import Filing
from consultation.selectors.advice_overview import advice_overview
from consultation.services.advices import file_advice, save_advice_draft
from tests.consultation.advice_world import LATER, AdviceWorld, set_intake, typed, without_a_day
from tests.factories import appoint, make_user, specialism

pytestmark = pytest.mark.django_db

LIST = "/toewijzing/2027/fase-2/advies/"
FILE = "/toewijzing/2027/fase-2/adviezen.xlsx"


@pytest.fixture
def world() -> AdviceWorld:
    made = AdviceWorld()
    without_a_day(made.ready)
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def file(world: AdviceWorld, code: str, by: User, content: dict[str, Any]) -> Filing:
    return file_advice(
        consultation=world.round,
        specialism=specialism(code),
        content=content,
        seen=0,
        by=by,
        now=LATER,
    )


def two_filed(world: AdviceWorld) -> None:
    """02 with NO 6 and ON 4; 46, outside the framework, with 1 in every region."""
    file(world, "02", world.adviser, typed(NO=6, ON=4))
    sports = make_user("Sam Sport")
    appoint(sports, Role.PROFESSION, specialism("46"))
    set_intake(world.ready, 7, "46")
    ones = dict.fromkeys(("NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON"), 1)
    file(world, "46", sports, typed(**ones))


def test_the_table_sets_each_advice_beside_the_base_distribution(world: AdviceWorld) -> None:
    two_filed(world)
    overview = advice_overview(world.ready.bureau, world.round, world.cycle)
    assert (len(overview.rows), overview.filed, overview.missing) == (32, 2, 30)
    row = next(row for row in overview.rows if row.code == "02")
    assert [cell.change for cell in row.cells] == [1, -1, 0, 0, 0, 0, 0]
    assert (row.total, row.base_total, row.departs) == (35, 35, 2)
    assert [cell.region for cell in row.reasons] == [row.cells[0].region, row.cells[1].region]
    # 46 has no base distribution, so it isn't in the totals.
    assert [one.change for one in overview.totals] == [1, -1, 0, 0, 0, 0, 0, 0]
    assert overview.totals[-1].advice == 35


def test_the_page_shows_numbers_differences_and_reasons(world: AdviceWorld) -> None:
    two_filed(world)
    text = client_of(world.ready.bureau).get(LIST).content.decode()
    assert '<span class="change change--up">+1</span> <b>6</b><small>5–7</small>' in text
    assert '<span class="change change--down">−1</span> <b>4</b><small>3–5</small>' in text
    assert "De opleiding in deze regio verandert." in text
    assert text.count("<details>") == 2
    assert "2 van 32" in text


def test_drafts_are_in_neither_the_page_nor_the_file(world: AdviceWorld) -> None:
    save_advice_draft(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed(NO=17) | {"motivation": "Nog geheim"},
        seen=0,
        by=world.adviser,
        now=LATER,
    )
    client = client_of(world.ready.bureau)
    assert "Nog geheim" not in client.get(LIST).content.decode()
    book = load_workbook(BytesIO(client.get(FILE).content))
    assert not any("Nog geheim" in str(cell.value) for sheet in book for r in sheet for cell in r)


def test_the_file_holds_table_cells_and_motivations(world: AdviceWorld) -> None:
    content = typed(NO=6, ON=4) | {"motivation": '=HYPERLINK("x")'}
    filing = file(world, "02", world.adviser, content)
    book = load_workbook(BytesIO(client_of(world.ready.bureau).get(FILE).content))
    table, cells, motivations = book.worksheets[1:]
    row = next(list(r) for r in table.iter_rows(values_only=True) if r[0] == "02")
    assert row[2:10] == [6, 4, 5, 5, 5, 5, 5, 35]
    assert cells.max_row == 8
    assert [cell.value for cell in cells[2]][3:8] == [5, 6, 1, 5, 7]
    assert motivations["E2"].value == '=HYPERLINK("x")'
    assert motivations["E2"].data_type == "s"
    assert motivations["F2"].value == filing.digest


def test_an_adviser_sees_its_own_lines_and_gets_no_file(world: AdviceWorld) -> None:
    two_filed(world)
    client = client_of(world.adviser)
    text = client.get(LIST).content.decode()
    assert text.count('<li class="row">') == 1
    assert "<details>" not in text
    assert client.get(FILE).status_code == 403


@pytest.mark.parametrize(("filed", "queries"), [(0, 15), (1, 16), (2, 16)])
def test_the_table_costs_no_more_queries_when_more_is_filed(
    world: AdviceWorld, filed: int, queries: int, django_assert_num_queries: Any
) -> None:
    if filed == 2:
        two_filed(world)
    elif filed:
        file(world, "02", world.adviser, typed())
    client = client_of(world.ready.bureau)
    client.get(LIST)
    with django_assert_num_queries(queries):
        client.get(LIST)
