"""Every fault that a region's workbook can have: its cell, what was found, what was expected."""

from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from consultation.enums import UploadStatus
from consultation.services.region_workbook_form import SHEET
from tests.allocation.assignments import saved
from tests.consultation.region_books import book_of, fill, filled, sent, told
from tests.consultation.region_world import RegionWorld
from tests.consultation.services.test_region_upload import lapse

pytestmark = pytest.mark.django_db
Change = Callable[[Workbook], object]


def unhide(book: Workbook) -> None:
    book["Kenmerk"].sheet_state = "visible"


def move(book: Workbook) -> None:
    page = book[SHEET]
    for row in range(1, 7):
        page.cell(row, 7).value, page.cell(row, 8).value = (
            page.cell(row, 8).value,
            page.cell(row, 7).value,
        )


FAULTS: dict[str, tuple[Change, dict[str, str]]] = {
    "negative": (lambda b: b[SHEET].__setitem__("G2", -1), {"G2": "Found “-1”"}),
    "text": (lambda b: b[SHEET].__setitem__("G2", "drie"), {"G2": "Found “drie”"}),
    "fraction": (lambda b: b[SHEET].__setitem__("G2", 2.5), {"G2": "Found “2.5”"}),
    "more than there are": (lambda b: b[SHEET].__setitem__("G2", 6), {"G2": "from 0 to 5"}),
    "does not add up": (lambda b: b[SHEET].__setitem__("G2", 4), {"D2": "6 places divided"}),
    "no recognition": (lambda b: b[SHEET].__setitem__("F2", 1), {"F2": "no recognised training"}),
    "formula": (lambda b: b[SHEET].__setitem__("G2", "=1+2"), {"G2": "A formula stands here"}),
    "error": (lambda b: b[SHEET].__setitem__("G2", "#REF!"), {"G2": "gives an error (#REF!)"}),
    "error in total": (
        lambda b: b[SHEET].__setitem__("D6", "#NAME?"),
        {"D6": "gives an error (#NAME?)"},
    ),
    "sole training": (lambda b: b[SHEET].__setitem__("G4", 1), {"G4": "nothing to divide here"}),
    "other places": (lambda b: b[SHEET].__setitem__("C2", 6), {"C2": "the board decided on"}),
    "unknown specialism": (lambda b: b[SHEET].__setitem__("A2", "99"), {"A2": "Found “99”"}),
    "twice": (lambda b: b[SHEET].__setitem__("A3", "02"), {"A3": "stands in the sheet twice"}),
    "other name": (lambda b: b[SHEET].__setitem__("B2", "Cardio"), {"B2": "belongs to 02"}),
    "other heading": (
        lambda b: b[SHEET].__setitem__("C1", "Plan"),
        {"C1": "the heading “Besluit”"},
    ),
    "no heading": (lambda b: b[SHEET].__setitem__("G1", None), {"G1": "Nothing is filled in"}),
    "moved": (move, {"G1": "Columns were moved", "H1": "Columns were moved"}),
    "unknown institution": (
        lambda b: b[SHEET].__setitem__("J1", "X123 Ziekenhuis Zee"),
        {"J1": "no institution with a recognised training"},
    ),
    "institution twice": (
        lambda b: b[SHEET].__setitem__("J1", b[SHEET]["G1"].value),
        {"J1": "stands in the sheet twice"},
    ),
    "beside the table": (
        lambda b: b[SHEET].__setitem__("K3", "ps"),
        {"K3": "outside the table"},
    ),
    "under the table": (lambda b: b[SHEET].__setitem__("A9", "ps"), {"A9": "Found “ps”"}),
    "hidden row": (
        lambda b: setattr(b[SHEET].row_dimensions[3], "hidden", True),
        {"A3": "This row is hidden"},
    ),
    "hidden column": (
        lambda b: setattr(b[SHEET].column_dimensions["H"], "hidden", True),
        {"H1": "This column is hidden"},
    ),
    "hidden sheet": (
        lambda b: setattr(b[SHEET], "sheet_state", "hidden"),
        {"": "This sheet is hidden"},
    ),
    "no sheet": (lambda b: b.remove(b[SHEET]), {"": "The sheet “Verdeling” is missing"}),
    "row removed": (lambda b: b[SHEET].delete_rows(3), {"": "05 Heelkunde is missing"}),
    "no marks": (lambda b: b.remove(b["Kenmerk"]), {"": "The mark of the form is missing"}),
    "old template": (
        lambda b: b["Toelichting"].__setitem__("B3", "verdeling-0"),
        {"B3": "verdeling-0"},
    ),
    "another cycle": (lambda b: b["Toelichting"].__setitem__("B4", 2026), {"B4": "2026"}),
    "another decision": (
        lambda b: b["Kenmerk"].__setitem__("B3", "0" * 64),
        {"B3": "another decision"},
    ),
}


@pytest.fixture
def world() -> Iterator[RegionWorld]:
    with override("en"):
        yield RegionWorld()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_cell(world: RegionWorld, name: str) -> None:
    change, expected = FAULTS[name]
    book = fill(world, book_of(world))
    change(book)
    upload = sent(world, saved(book))
    assert upload.status == UploadStatus.FAULTY
    assert upload.cells == []
    found = told(upload)
    for cell, text in expected.items():
        assert any(at == cell and text in message for at, message in found), found


def test_a_visible_mark_is_no_fault(world: RegionWorld) -> None:
    book = fill(world, book_of(world))
    unhide(book)
    assert sent(world, saved(book)).status == UploadStatus.READY


def test_all_faults_at_once(world: RegionWorld) -> None:
    upload = sent(world, filled(world, G2=-1, G3="x", F3=1, C5=9, G1="I001"))
    cells = [cell for cell, _text in told(upload)]
    assert sorted(cells) == ["C5", "F3", "G1", "G2", "G3"]


def test_a_workbook_of_another_region_is_told_as_that(world: RegionWorld) -> None:
    content = saved(fill(world, book_of(world, "Utrecht"), "Utrecht"))
    upload = sent(world, content)
    assert told(upload)[0][1].startswith("This is the workbook of region")
    assert "Utrecht" in told(upload)[0][1]
    assert not any("I003" in text for _cell, text in told(upload))


def test_a_workbook_of_before_a_report_is_old(world: RegionWorld) -> None:
    content = filled(world)
    lapse(world)
    found = told(sent(world, content))
    assert any("recognitions of your region have changed" in text for _cell, text in found)
    assert any(cell == "I1" and "N003" in text for cell, text in found)


def test_many_faults_are_cut_off_and_counted(world: RegionWorld) -> None:
    book = fill(world, book_of(world))
    for row in range(10, 500):
        book[SHEET].cell(row, 1).value = f"Z{row}"
    found = told(sent(world, saved(book)))
    assert len(found) == 301
    assert found[-1] == ("", "And 190 more faults.")


def test_zeros_may_stand_where_nothing_is_given(world: RegionWorld) -> None:
    upload = sent(world, filled(world, F2=0, I3=0, H2="1"))
    assert upload.status == UploadStatus.READY
