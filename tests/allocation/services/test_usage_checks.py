"""Every fault that a delivery can hold is found, all at once, with its cell and its count."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.enums import ImportStatus, UsageSource
from allocation.models import Cycle, UsageImport
from allocation.selectors.usage_faults import context_of, kinds_of
from bols_portal.accounts.models import User
from tests import factories
from tests.allocation.services import usage_deliveries as deliveries
from tests.allocation.services.usage_deliveries import Line

pytestmark = pytest.mark.django_db
LINES = len(deliveries.lines())
FIRST = f"{LINES + 2}"  # the row of the line that a test adds


@pytest.fixture
def cycle() -> Cycle:
    return deliveries.usage_cycle()


@pytest.fixture
def bureau(cycle: Cycle) -> User:
    return factories.make_bureau("Eerste")


def _with(cycle: Cycle, by: User, *extra: Line, **how: Any) -> UsageImport:
    source = how.get("source", UsageSource.VEKTIS)
    lines = deliveries.lines(source)
    file = deliveries.xlsx([*lines, *extra], deliveries.controls(lines))
    return deliveries.imported(cycle, by, file, source)


def _codes(found: UsageImport) -> dict[str, list[str]]:
    return {group["code"]: group["cells"] for group in found.faults}


BAD_LINES: list[tuple[str, Line, str]] = [
    ("institution_empty", ["", "", "02", "Dagopname", 2024, 1], "A"),
    ("institution_unknown", ["X999", "", "02", "Dagopname", 2024, 1], "A"),
    ("institution_name", ["I002", "Een ander", "02", "Dagopname", 2024, 1], "B"),
    ("specialism_empty", ["I002", "", "", "Dagopname", 2024, 1], "C"),
    ("specialism_unknown", ["I002", "", "99", "Dagopname", 2024, 1], "C"),
    ("specialism_outside", ["I002", "", "31", "Dagopname", 2024, 1], "C"),
    ("specialism_source", ["I002", "", "37", "Dagopname", 2024, 1], "C"),
    ("care_empty", ["I002", "", "02", "", 2024, 1], "D"),
    ("care_unknown", ["I002", "", "02", "Telefoontje", 2024, 1], "D"),
    ("care_source", ["I002", "", "02", "Verrichting voor eigen patiënten", 2024, 1], "D"),
    ("care_specialism", ["I002", "", "02", "Behandelplan", 2024, 1], "D"),
    ("year_wrong", ["I002", "", "02", "Dagopname", 2023, 1], "E"),
    ("amount_empty", ["I002", "", "02", "Dagopname", 2024, None], "F"),
    ("amount_negative", ["I002", "", "02", "Dagopname", 2024, -1], "F"),
    ("amount_fraction", ["I002", "", "02", "Dagopname", 2024, 1.5], "F"),
    ("amount_fraction", ["I002", "", "02", "Dagopname", 2024, "1.234"], "F"),
    ("amount_text", ["I002", "", "02", "Dagopname", 2024, "veel"], "F"),
    ("amount_text", ["I002", "", "02", "Dagopname", 2024, "1e3"], "F"),
    ("amount_too_large", ["I002", "", "02", "Dagopname", 2024, 10**12 + 1], "F"),
    ("duplicate", ["I001", "", "01", "1e polikliniekbezoek", 2024, 5], "A"),
    ("duplicate", ["I001", "", "1", "EERSTE  polikliniekbezoek", 2024, 5], "A"),
]


@pytest.mark.parametrize(("code", "line", "column"), BAD_LINES)
def test_fault_is_named_with_its_cell(
    cycle: Cycle, bureau: User, code: str, line: Line, column: str
) -> None:
    found = _with(cycle, bureau, line)
    assert found.status == ImportStatus.FAULTY
    assert _codes(found) == {code: [f"{column}{FIRST}"]}
    assert found.fault_count == 1


def test_patients_of_general_practitioners_are_refused(cycle: Cycle, bureau: User) -> None:
    line = ["I006", "", "37", "Verrichtingen voor patiënten van huisartsen", 2024, 5]
    found = _with(cycle, bureau, line, source=UsageSource.DHD)
    assert list(_codes(found)) == ["care_gp"]


def test_all_faults_at_once(cycle: Cycle, bureau: User) -> None:
    different = {code: line for code, line, _column in BAD_LINES}
    found = _with(cycle, bureau, *different.values())
    assert set(_codes(found)) == set(different)
    # Six more: lines of which institution, specialism and care type are those of a line before.
    assert found.fault_count == len(different) + 6


def test_many_equal_faults_are_one_group_with_twenty_cells(cycle: Cycle, bureau: User) -> None:
    extra = [["X999", "", "02", "Dagopname", 2024, at] for at in range(1, 1241)]
    lines = [[*line, "1"] for line in deliveries.lines()]
    lines += [[*line, str(at)] for at, line in enumerate(extra)]
    header = [*deliveries.HEADER, "Maand"]
    found = deliveries.imported(
        cycle, bureau, deliveries.xlsx(lines, deliveries.controls(deliveries.lines()), header)
    )
    (group,) = found.faults
    assert (group["code"], group["value"], group["count"]) == ("institution_unknown", "X999", 1240)
    assert group["cells"] == [f"A{row}" for row in range(LINES + 2, LINES + 22)]


def test_many_different_values_stay_legible(cycle: Cycle, bureau: User) -> None:
    extra = [[f"X{at:03d}", "", "02", "Dagopname", 2024, at] for at in range(100)]
    found = _with(cycle, bureau, *extra)
    groups = [one for one in found.faults if one["code"] == "institution_unknown"]
    assert len(groups) == 26
    assert (groups[-1]["value"], groups[-1]["count"]) == ("…", 75)
    (kind,) = kinds_of(found.faults, context_of(found, []), {})
    assert kind.count == 100


def test_lines_with_other_details_add_up(cycle: Cycle, bureau: User) -> None:
    lines = [[*line, month] for line in deliveries.lines() for month in ("jan", "feb")]
    file = deliveries.xlsx(lines, deliveries.controls(lines), [*deliveries.HEADER, "Maand"])
    found = deliveries.imported(cycle, bureau, file)
    assert found.status == ImportStatus.READY
    row = found.rows.get(institution__code="I001", specialism__code="01", care_type="day_admission")
    assert row.amount == 200


def test_zbc_is_left_out_by_name_and_counted(cycle: Cycle, bureau: User) -> None:
    lines = deliveries.lines()
    stated = deliveries.controls(lines)
    zbc = [["Z001", "", "02", "Dagopname", 2024, 7], ["Z001", "", "05", "Dagopname", 2024, -9]]
    found = deliveries.imported(cycle, bureau, deliveries.xlsx([*lines, *zbc], stated))
    assert found.status == ImportStatus.READY
    assert found.refused_zbc == [{"code": "Z001", "name": "Kliniek Snel", "lines": 2}]
    assert not found.rows.filter(institution__code="Z001").exists()


def test_unknown_institution_that_the_file_calls_zbc_is_left_out(
    cycle: Cycle, bureau: User
) -> None:
    header = [*deliveries.HEADER, "Soort"]
    lines = [[*line, "Algemeen ziekenhuis"] for line in deliveries.lines()]
    zbc = ["22009999", "Kliniek Elders", "02", "Dagopname", 2024, 7, "ZBC"]
    file = deliveries.xlsx([*lines, zbc], deliveries.controls(lines), header)
    found = deliveries.imported(cycle, bureau, file)
    assert found.status == ImportStatus.READY
    assert found.refused_zbc == [{"code": "22009999", "name": "Kliniek Elders", "lines": 1}]


def test_hospital_that_the_file_calls_zbc_is_a_fault(cycle: Cycle, bureau: User) -> None:
    header = [*deliveries.HEADER, "Soort"]
    lines: list[Line] = [[*line, ""] for line in deliveries.lines()]
    lines[0][6] = "Zelfstandig behandelcentrum"
    file = deliveries.xlsx(lines, deliveries.controls(lines), header)
    assert _codes(deliveries.imported(cycle, bureau, file)) == {"institution_kind": ["A2"]}


def test_control_totals_may_count_zbcs_in(cycle: Cycle, bureau: User) -> None:
    lines = [*deliveries.lines(), ["Z001", "", "02", "Dagopname", 2024, 7]]
    found = deliveries.imported(cycle, bureau, deliveries.xlsx(lines, deliveries.controls(lines)))
    assert found.status == ImportStatus.READY
    total = next(
        one
        for one in found.totals
        if (one["specialism"], one["care_type"]) == ("02", "day_admission")
    )
    assert total["left_out"] == 7


def test_control_total_that_differs_is_shown_with_both_numbers(cycle: Cycle, bureau: User) -> None:
    lines = deliveries.lines()
    stated = deliveries.controls(lines)
    stated[3][2] += 1
    found = deliveries.imported(cycle, bureau, deliveries.xlsx(lines, stated))
    (kind,) = kinds_of(found.faults, context_of(found, []), {"02": "Cardiologie"})
    assert kind.code == "control_differs"
    assert (stated[3][0], stated[3][1]) == ("02", "1e polikliniekbezoek")
    assert "203" in kind.groups[0].note
    assert "202" in kind.groups[0].note


def test_no_control_totals_at_all(cycle: Cycle, bureau: User) -> None:
    found = deliveries.imported(cycle, bureau, deliveries.xlsx(deliveries.lines()))
    assert list(_codes(found)) == ["control_missing"]


def test_a_total_that_is_not_stated_is_named(cycle: Cycle, bureau: User) -> None:
    lines = deliveries.lines()
    found = deliveries.imported(
        cycle, bureau, deliveries.xlsx(lines, deliveries.controls(lines)[1:])
    )
    assert list(_codes(found)) == ["control_absent"]


@pytest.mark.parametrize(
    ("specialism", "care", "amount", "told"),
    [
        ("02", "Dagopname", -1, True),
        ("99", "Dagopname", 1, True),  # could be of any specialism, but not a visit
        ("02", "Telefoontje", 1, True),  # could be any care, but not of 01
        ("99", "1e polikliniekbezoek", 1, False),
        ("99", "Telefoontje", 1, False),
    ],
)
def test_only_totals_that_a_fault_leaves_certain_are_compared(
    cycle: Cycle, bureau: User, specialism: str, care: str, amount: int, told: bool
) -> None:
    lines = deliveries.lines()
    stated = deliveries.controls(lines)
    stated[0][2] += 5  # first visits of 01, of which all lines are right
    bad = ["I002", "", specialism, care, 2024, amount]
    found = deliveries.imported(cycle, bureau, deliveries.xlsx([*lines, bad], stated))
    assert ("control_differs" in _codes(found)) == told


def test_bad_control_lines_are_named_by_cell(cycle: Cycle, bureau: User) -> None:
    lines = deliveries.lines()
    stated = deliveries.controls(lines)
    end = len(stated) + 1
    bad = [["99", "Dagopname", 1], ["02", "Behandelplan", 1], ["02", "Dagopname", "x"], stated[0]]
    found = deliveries.imported(cycle, bureau, deliveries.xlsx(lines, [*stated, *bad]))
    assert _codes(found) == {
        "control_specialism": [f"A{end + 1}"],
        "control_care": [f"B{end + 2}"],
        "control_amount": [f"C{end + 3}"],
        "control_double": [f"C{end + 4}"],
    }


def test_page_and_file_state_different_totals(cycle: Cycle, bureau: User) -> None:
    stated = [{"specialism": "02", "care_type": "day_admission", "amount": 1}]
    found = deliveries.imported(cycle, bureau, stated=stated)
    assert "control_sheet_differs" in _codes(found)


def test_specialism_without_usage_is_a_fault(cycle: Cycle, bureau: User) -> None:
    lines = [line for line in deliveries.lines() if line[2] != "23"]
    found = deliveries.imported(cycle, bureau, deliveries.xlsx(lines, deliveries.controls(lines)))
    (group,) = found.faults
    assert (group["code"], group["value"]) == ("without_usage", "23")


SPOILED: list[tuple[str, Callable[[list[Line]], tuple[list[Line], list[str]]]]] = [
    ("missing_column", lambda lines: ([line[:5] for line in lines], deliveries.HEADER[:5])),
    ("double_column", lambda lines: ([[*li, 1] for li in lines], [*deliveries.HEADER, "Aantal"])),
    ("no_lines", lambda lines: ([], deliveries.HEADER)),
    ("no_table", lambda lines: (lines, ["a", "b", "c", "d", "e", "f"])),
]


@pytest.mark.parametrize(("code", "spoil"), SPOILED)
def test_form_of_the_sheet(
    cycle: Cycle,
    bureau: User,
    code: str,
    spoil: Callable[[list[Line]], tuple[list[Line], list[str]]],
) -> None:
    lines, header = spoil(deliveries.lines())
    file = deliveries.xlsx(lines, deliveries.controls(deliveries.lines()), header)
    assert code in _codes(deliveries.imported(cycle, bureau, file))


def test_codes_without_their_zeros_are_understood(cycle: Cycle, bureau: User) -> None:
    lines: list[Line] = [
        [line[0], line[1], int(line[2]), line[3], float(line[4]), float(line[5])]
        for line in deliveries.lines()
    ]
    found = deliveries.imported(
        cycle, bureau, deliveries.xlsx(lines, deliveries.controls(deliveries.lines()))
    )
    assert found.status == ImportStatus.READY


@pytest.mark.parametrize(("name", "header"), [("Extra", []), ("Toelichting", deliveries.HEADER)])
def test_another_sheet_with_lines_is_told_of(
    cycle: Cycle, bureau: User, name: str, header: Line
) -> None:
    lines = deliveries.lines()
    book = openpyxl.load_workbook(deliveries.xlsx(lines, deliveries.controls(lines)))
    book.create_sheet(name).append([*header, "Nog iets"])
    buffer = io.BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("levering.xlsx", buffer.getvalue())
    found = deliveries.imported(cycle, bureau, file)
    assert found.status == ImportStatus.READY
    assert [one["sheet"] for one in found.warnings if one["code"] == "other_sheet"] == [name]
