"""The assignment template: what it gives when filled in, and every fault at once when not."""

from fractions import Fraction
from typing import Any

import pytest

from allocation.enums import AssignmentBasis
from allocation.errors import FaultyInput
from allocation.models import Cycle
from allocation.services.assignment_reading import INSTITUTIONS, LINES, read_assignment
from allocation.services.assignment_workbook import assignment_template
from tests.allocation.assignments import (
    add_version,
    assignment_book,
    saved,
    small_lines,
    upload_of,
)
from tests.factories import make_bureau, make_cycle, make_reference_data

pytestmark = pytest.mark.django_db

Row = list[Any]


def row(**cells: Any) -> Row:
    values = {
        "institution": "I001",
        "name": None,
        "specialism": "01",
        "recognised": "ja",
        "source": "RGS",
        "basis": "SWO",
        "region": "NO",
        "share": 1,
        "fte1": None,
        "fte2": None,
        "fte3": None,
    } | cells
    return list(values.values())


PRO_RATA = {"specialism": "05", "basis": "naar rato", "share": None}


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


def read(cycle: Cycle, *rows: Row) -> Any:
    return read_assignment(cycle=cycle, upload=upload_of(saved(assignment_book(cycle, rows))))


def faults(cycle: Cycle, *rows: Row) -> dict[str, str]:
    """The faults by cell; of two in a cell the last."""
    with pytest.raises(FaultyInput) as caught:
        read(cycle, *rows)
    return {fault.cell: str(fault.message) for fault in caught.value.faults}


def test_rows_become_lines_with_exact_shares(cycle: Cycle) -> None:
    found = read(
        cycle,
        row(),
        row(institution=None, name="UMC Voorbeeld Duin", region="OO6"),
        row(**PRO_RATA, region="OOR NO", fte1=4.2, fte2=4.1, fte3="4,1"),
        row(**PRO_RATA, region="OOR Amsterdam", fte1=6.2, fte2=6.2, fte3=6.2),
        row(specialism=2, recognised="nee", source=None, basis="verzorgingsgebied", share=None),
    )
    lines = {line.key: line for line in found.data.lines}
    assert lines["I004", "01"].shares[0].region == "Leiden"
    assert {s.region: s.share for s in lines["I001", "05"].shares} == {
        "NO": Fraction(2, 5),
        "NWN": Fraction(3, 5),
    }
    assert found.worked_out == 2
    assert lines["I001", "02"].basis is AssignmentBasis.SERVICE_AREA
    assert len(found.data.institutions) == 3


def test_the_template_of_a_version_gives_that_version(cycle: Cycle) -> None:
    add_version(cycle, make_bureau())
    found = read_assignment(cycle=cycle, upload=upload_of(assignment_template(cycle)))
    assert sorted(found.data.lines, key=lambda line: line.key) == small_lines()


def test_shares_that_do_not_make_one_are_named(cycle: Cycle) -> None:
    area = {"recognised": "nee", "source": None, "basis": "verzorgingsgebied"}
    found = faults(cycle, row(**area, share="3/10"), row(**area, share=0.6, region="ZWN"))
    assert "3/10 + 6/10 = 9/10" in found["H2"]


def test_shares_that_do_not_follow_from_fte_are_named(cycle: Cycle) -> None:
    found = faults(
        cycle,
        row(**PRO_RATA | {"share": "1/2"}, fte1=4.2, fte2=4.1, fte3=4.1),
        row(**PRO_RATA | {"share": "1/2"}, region="Leiden", fte1=6.2, fte2=6.2, fte3=6.2),
    )
    assert "2/5" in found["H2"]
    assert "12,4" in found["H2"]
    assert "31" in found["H2"]
    assert "3/5" in found["H3"]


def test_all_faults_at_once(cycle: Cycle) -> None:
    found = faults(
        cycle,
        row(institution="I999"),
        row(specialism="77"),
        row(region="OOR Brabant"),
        row(specialism="02", recognised="misschien"),
        row(specialism="03", source="KNMG"),
        row(specialism="04", recognised="nee", source=None, basis="SWO"),
        row(specialism="05", basis="verzorgingsgebied"),
        row(specialism="10", share="0,3333"),
        row(specialism="17", share="=1/3"),
        row(specialism="18"),
        row(specialism="18"),
        row(specialism="19", basis="naar rato"),
        row(specialism="20", share=1, fte1=3),
        row(institution="I001", name="UMC Voorbeeld Duin", specialism="21"),
    )
    expected = {
        "A2", "C3", "G4", "D5", "E6", "F7", "F8", "H9", "H10", "G12", "F13", "I14", "B15",
    }  # fmt: skip
    assert expected <= set(found)


def test_rows_of_one_line_must_agree(cycle: Cycle) -> None:
    found = faults(
        cycle,
        row(**PRO_RATA, fte1=1, fte2=1, fte3=1),
        row(**PRO_RATA | {"basis": "SWO"}, region="ZWN", fte1=1, fte2=1, fte3=1),
    )
    assert "2" in found["F3"]


def test_a_recognised_training_in_two_regions_is_divided_pro_rata(cycle: Cycle) -> None:
    found = faults(cycle, row(share="1/2"), row(share="1/2", region="ZWN"))
    assert "naar rato" in found["F2"]


def test_a_region_without_trainees_is_left_out(cycle: Cycle) -> None:
    found = faults(
        cycle,
        row(**PRO_RATA, fte1=1, fte2=1, fte3=1),
        row(**PRO_RATA, region="ZWN", fte1=0, fte2=0, fte3=0),
    )
    assert set(found) == {"I3"}


def test_a_zbc_is_refused_by_name(cycle: Cycle) -> None:
    book = assignment_book(cycle, [row(), row(institution="Z001", specialism="02")])
    for at, value in enumerate(("Z001", "Kliniek Snel", "Amsterdam", "zbc", "NWN"), start=1):
        book[INSTITUTIONS].cell(5, at).value = value
    with pytest.raises(FaultyInput) as caught:
        read_assignment(cycle=cycle, upload=upload_of(saved(book)))
    named = [(f.sheet, f.cell) for f in caught.value.faults if "Kliniek Snel" in str(f.message)]
    assert named == [(INSTITUTIONS, "D5"), (LINES, "A3")]


def test_faulty_institutions_are_told_by_cell(cycle: Cycle) -> None:
    book = assignment_book(cycle, [row()])
    sheet = book[INSTITUTIONS]
    sheet["A3"] = "I001"
    sheet["B4"] = "UMC Voorbeeld Noord"
    sheet["D4"] = "kasteel"
    sheet["E4"] = "Limburg"
    sheet["A5"] = "veeltelangecode"
    with pytest.raises(FaultyInput) as caught:
        read_assignment(cycle=cycle, upload=upload_of(saved(book)))
    cells = {fault.cell for fault in caught.value.faults if fault.sheet == INSTITUTIONS}
    assert {"A3", "B4", "D4", "E4", "A5", "B5", "D5"} == cells


def test_hidden_rows_and_columns_are_refused(cycle: Cycle) -> None:
    book = assignment_book(cycle, [row(), row(specialism="02")])
    book[LINES].row_dimensions[3].hidden = True
    book[INSTITUTIONS].column_dimensions["D"].hidden = True
    with pytest.raises(FaultyInput) as caught:
        read_assignment(cycle=cycle, upload=upload_of(saved(book)))
    cells = {(fault.sheet, fault.cell) for fault in caught.value.faults}
    assert {(LINES, "3:3"), (INSTITUTIONS, "D2")} <= cells


def test_an_empty_sheet_is_told(cycle: Cycle) -> None:
    with pytest.raises(FaultyInput) as caught:
        read(cycle)
    assert [fault.sheet for fault in caught.value.faults] == [LINES]
