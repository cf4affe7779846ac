"""Reading the workbook of a region back: its numbers, or every fault at once with its cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from allocation.errors import Fault
from allocation.models import Cycle, Institution, Region
from allocation.services.sheet_reading import found_expected, plain_text, template_faults
from allocation.workbooks.model import Cell, Sheet, Workbook, column_letters
from consultation.selectors.divisions import CellKey, Grid
from consultation.services.region_workbook_form import (
    FIRST,
    REGION_MARK,
    SHEET,
    TEMPLATE,
    TOTAL,
    VERSION_MARK,
    columns_of,
    headings_of,
    marks_of,
)
from consultation.services.region_workbook_rows import RowReader, errors_in
from consultation.services.workbook_marks import mark_faults, marks_in


@dataclass(slots=True)
class RegionReading:
    """What a workbook says: numbers of the rows that are filled in, and all faults.

    `made_from`: the version of the division that stood in it when it was downloaded.
    """

    cells: dict[CellKey, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    made_from: int | None = None


def read_region_workbook(
    *, cycle: Cycle, region: Region, grid: Grid, workbook: Workbook
) -> RegionReading:
    """Reads a filled-in workbook against the division as it is now. Stores nothing.

    A row without a number is not filled in yet, and not read: what the portal holds stays. In a row
    with numbers an empty cell is 0. A formula is refused also where it holds a result: what was
    saved with it may be older than what it counts, and not every program saves it.
    """
    reading = RegionReading()
    other = template_faults(workbook, TEMPLATE, cycle.year)
    marks = marks_of(cycle, region, grid)
    marked = list(mark_faults(workbook, marks))
    reading.faults += other + marked
    version = marks_in(workbook).get(VERSION_MARK)
    reading.made_from = _version(version, grid)
    said = marks_in(workbook).get(REGION_MARK)
    if other or said is None or plain_text(said) != region.key:
        # Another form: what else differs in it says nothing.
        return reading
    sheet = workbook.sheet(SHEET)
    if sheet is None:
        names = ", ".join(f"“{one.name[:40]}”" for one in workbook.sheets[:10])
        text = _("The sheet “%(sheet)s” is missing. Found: %(names)s.")
        reading.faults.append(Fault(text % {"sheet": SHEET, "names": names}))
        return reading
    _read_sheet(sheet, grid, reading)
    return reading


def _version(cell: Cell | None, grid: Grid) -> int | None:
    text = plain_text(cell) if cell else ""
    return int(text) if text.isdecimal() and len(text) < 9 and int(text) <= grid.version else None


def _read_sheet(sheet: Sheet, grid: Grid, reading: RegionReading) -> None:
    institutions = columns_of(grid)
    reading.faults += _hidden(sheet)
    at, faults = _places_of(sheet, grid, institutions)
    reading.faults += faults
    reader = RowReader(sheet=sheet.name, grid=grid, at=at)
    for row in sheet.rows:
        if row.number == 1:
            continue
        if plain_text(row.cell(1)).casefold() == TOTAL.casefold():
            reading.faults += errors_in(sheet.name, row.cells)
        else:
            reading.faults += reader.read(row)
    reading.faults += reader.missing()
    reading.cells = reader.cells


def _hidden(sheet: Sheet) -> Iterator[Fault]:
    if sheet.hidden:
        yield Fault(_("This sheet is hidden. Make it visible."), sheet=sheet.name)
    for letters in sheet.hidden_columns:
        yield Fault(
            _("This column is hidden. Make it visible."), sheet=sheet.name, cell=f"{letters}1"
        )
    for row in sheet.rows:
        if row.hidden:
            yield Fault(
                _("This row is hidden. Make it visible or remove it."),
                sheet=sheet.name,
                cell=f"A{row.number}",
                row=row.number,
            )


def _places_of(
    sheet: Sheet, grid: Grid, institutions: Sequence[Institution]
) -> tuple[dict[str, int], list[Fault]]:
    """The column of each institution (by code), and what is wrong with the headings."""
    wanted = headings_of(grid)
    head = sheet.rows[0].cells if sheet.rows and sheet.rows[0].number == 1 else ()
    found = {cell.column: plain_text(cell) for cell in head if not cell.is_empty}
    width = max([len(wanted), *(len(row.cells) for row in sheet.rows)])
    faults = [
        _heading_fault(sheet.name, column, found.get(column, ""), wanted)
        for column in range(1, width + 1)
        if not _same(found.get(column, ""), wanted[column - 1] if column <= len(wanted) else "")
    ]
    loose = _loose_columns(sheet, found, len(wanted))
    faults += [
        Fault(
            _("Something stands outside the table. Remove it."),
            sheet=sheet.name,
            cell=address,
        )
        for address in loose
    ]
    at: dict[str, int] = {}
    for column, text in sorted(found.items()):
        code = text.split(" ", 1)[0]
        if column >= FIRST and any(one.code == code for one in institutions):
            at.setdefault(code, column)
    return at, faults


def _same(found: str, wanted: str) -> bool:
    return found.casefold() == wanted.casefold()


def _loose_columns(sheet: Sheet, found: dict[int, str], width: int) -> list[str]:
    """The first cell of every column beyond the table that holds something without a heading."""
    first: dict[int, str] = {}
    for row in sheet.rows:
        for cell in row.cells[width:]:
            if not cell.is_empty and cell.column not in found:
                first.setdefault(cell.column, cell.address)
    return [first[column] for column in sorted(first)]


def _heading_fault(sheet: str, column: int, found: str, wanted: Sequence[str]) -> Fault:
    cell = f"{column_letters(column)}1"
    elsewhere = next((at for at, text in enumerate(wanted, 1) if _same(text, found)), 0)
    expected = wanted[column - 1] if column <= len(wanted) else ""
    if expected:
        message = found_expected(found, _("the heading “%(title)s”") % {"title": expected})
        if found and elsewhere:
            place = column_letters(elsewhere)
            message += " " + _("Columns were moved; this one belongs in %(place)s.") % {
                "place": place
            }
    elif elsewhere:
        message = _("“%(found)s” stands in the sheet twice.") % {"found": found[:60]}
    else:
        message = _(
            "“%(found)s” is no institution with a recognised training in this region. Report the "
            "recognition in the portal first."
        ) % {"found": found[:60]}
    return Fault(message, sheet=sheet, cell=cell)
