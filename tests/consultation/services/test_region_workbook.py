"""The workbook of a region: what it holds, what can be typed, and what it says of itself."""

import pytest
from django.utils.translation import override

from allocation.enums import TableKind
from allocation.services.tables import Places, add_table
from consultation.services.divisions import fill_grid
from consultation.services.region_workbook_form import LAST_SHEET, SHEET
from consultation.services.workbook_marks import MARK_SHEET
from tests.consultation.region_books import COLUMNS, ROWS, book_of
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def test_it_holds_the_decided_places_and_the_recognised_institutions(world: RegionWorld) -> None:
    page = book_of(world)[SHEET]
    heads = [cell.value for cell in page[1]]
    assert heads[:5] == ["Code", "Specialisme", "Besluit", "Verdeeld", "Verschil"]
    assert heads[5:] == [
        "N004 Kliniek Oostersingel",
        "I001 UMC Voorbeeld Noord",
        "I002 Ziekenhuis Aan de Vaart",
        "N003 Ziekenhuis Wolddijk",
    ]
    assert [(page.cell(at, 1).value, page.cell(at, 3).value) for at in range(2, 6)] == [
        ("02", 5),
        ("05", 3),
        ("22", 2),
        ("31", 1),
    ]


def test_totals_are_formulas(world: RegionWorld) -> None:
    page = book_of(world)[SHEET]
    assert (page["D2"].value, page["E2"].value) == ("=SUM(F2:I2)", "=D2-C2")
    assert (page["A6"].value, page["C6"].value, page["G6"].value) == (
        "Totaal",
        "=SUM(C2:C5)",
        "=SUM(G2:G5)",
    )


def test_only_recognised_cells_can_be_typed_in(world: RegionWorld) -> None:
    page = book_of(world)[SHEET]
    assert page.protection.sheet
    cell = {(code, at): page[f"{COLUMNS[at]}{ROWS[code]}"] for code in ROWS for at in COLUMNS}
    is_open = {key for key, one in cell.items() if not one.protection.locked}
    assert is_open == {
        ("02", "I001"),
        ("02", "I002"),
        ("02", "N003"),
        ("05", "I001"),
        ("05", "I002"),
        ("31", "I001"),
        ("31", "N004"),
    }
    assert cell["22", "I001"].value == 2  # a sole training gets all by itself
    rules = {
        str(rule.sqref): (rule.type, rule.formula2) for rule in page.data_validations.dataValidation
    }
    assert rules == {"F2:I2": ("whole", "5"), "F3:I3": ("whole", "3"), "F5:I5": ("whole", "1")}


def test_it_holds_what_was_divided_so_far_and_of_when_that_was(world: RegionWorld) -> None:
    places = {("05", "I001"): 2, ("05", "I002"): 1}
    fill_grid(
        cycle=world.cycle,
        region=region("NO"),
        places=places,
        seen=0,
        by=world.coordinator,
        now=NOW,
    )
    book = book_of(world)
    assert book[SHEET][f"{COLUMNS['I001']}3"].value == 2
    page = book[MARK_SHEET]
    assert page.sheet_state == "veryHidden"
    marks = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(2, 6)}
    assert (marks["Regio"], marks["Versie"]) == ("NO", "1")
    assert len(marks["Besluit"]) == len(marks["Erkenningen"]) == 64


def test_last_year_stands_beside_it_of_this_region_alone(world: RegionWorld) -> None:
    assert LAST_SHEET not in book_of(world).sheetnames
    add_table(
        cycle=world.cycle,
        kind=TableKind.PREVIOUS,
        cells=[
            Places("02", "NO", 4, institution="I001"),
            Places("02", "NO", 1, institution="U002"),  # has no training here any more
            Places("02", "Utrecht", 9, institution="I003"),
        ],
        by=world.bureau,
        now=NOW,
    )
    page = book_of(world)[LAST_SHEET]
    heads = [cell.value for cell in page[1]]
    assert heads[-1] == "U002 Ziekenhuis De Uithof"
    assert not any("I003" in str(one) for one in heads)
    assert page["C2"].value == 5
    assert page.protection.sheet


def test_instructions_are_in_the_language_of_the_reader(world: RegionWorld) -> None:
    with override("nl"):
        dutch = [row[1].value for row in book_of(world)["Toelichting"].iter_rows(min_row=6)]
    with override("en"):
        english = [row[1].value for row in book_of(world)["Toelichting"].iter_rows(min_row=6)]
    assert any("gele cellen" in line for line in dutch)
    assert any("yellow cells" in line for line in english)
    assert len(dutch) == len(english)
