"""The intake template: what it gives when filled in, and every fault at once when not."""

import pytest

from allocation.errors import FaultyInput
from allocation.models import Cycle
from allocation.services.intake_reading import read_intake
from tests.allocation.assignments import intake_book, intake_numbers, saved, upload_of
from tests.factories import make_cycle, make_reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


def faults_of(cycle: Cycle, content: bytes) -> list[tuple[str, str, str]]:
    with pytest.raises(FaultyInput) as caught:
        read_intake(cycle=cycle, upload=upload_of(content))
    return [(fault.sheet, fault.cell, str(fault.message)) for fault in caught.value.faults]


def test_the_filled_in_template_gives_its_numbers(cycle: Cycle) -> None:
    found = read_intake(cycle=cycle, upload=upload_of(saved(intake_book(cycle))))
    assert found.numbers == intake_numbers(cycle)


def test_cells_to_fill_in_are_open_and_all_others_locked(cycle: Cycle) -> None:
    sheet = intake_book(cycle)["Instroom"]
    assert sheet.protection.sheet
    assert [sheet.cell(2, at).protection.locked for at in range(1, 5)] == [True, True, False, False]
    assert sheet.cell(2, 1).value == "01"


def test_all_faults_at_once_each_with_its_cell(cycle: Cycle) -> None:
    book = intake_book(cycle)
    sheet = book["Instroom"]
    sheet["D2"] = 12.5
    sheet["C3"] = None
    sheet["D4"] = "=1+2"
    sheet["A5"] = "99"
    sheet["B6"] = "Iets anders"
    sheet["D7"] = -3
    sheet.row_dimensions[8].hidden = True
    found = faults_of(cycle, saved(book))
    cells = {cell for _sheet, cell, _message in found}
    assert {"D2", "C3", "D4", "A5", "B6", "D7", "8:8"} <= cells
    message = next(text for _sheet, cell, text in found if cell == "D2")
    assert "12.5" in message
    assert any("04" in text for _sheet, cell, text in found if not cell)  # 04 is missing now


def test_another_template_version_and_year_are_told(cycle: Cycle) -> None:
    book = intake_book(cycle)
    book["Toelichting"]["B3"] = "instroom-0"
    book["Toelichting"]["B4"] = 2026
    cells = {(sheet, cell) for sheet, cell, _message in faults_of(cycle, saved(book))}
    assert cells == {("Toelichting", "B3"), ("Toelichting", "B4")}


def test_a_missing_sheet_and_column_are_told(cycle: Cycle) -> None:
    book = intake_book(cycle)
    book["Instroom"]["D1"] = "Iets"
    assert any("Toewijzing 2027" in text for _s, _c, text in faults_of(cycle, saved(book)))
    del book["Instroom"]
    assert any("Instroom" in text for _s, _c, text in faults_of(cycle, saved(book)))


def test_a_file_that_is_no_workbook(cycle: Cycle) -> None:
    assert len(faults_of(cycle, b"%PDF-1.7 niets")) == 1
    assert len(faults_of(cycle, b"a;b\n1;2\n")) == 1
