"""The division of a region as a workbook: prefilled, to fill in away from the portal.

Toewijzingsprotocol 2027, fase III 1.2. What it says is read back by region_workbook_reading.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from allocation.models import Cycle, Region
from allocation.selectors.institution_tables import InstitutionTable, previous_table
from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import (
    BOLD,
    OPEN_FILL,
    Value,
    add_sheet,
    new_template,
    put,
    template_bytes,
)
from consultation.selectors.divisions import Grid, GridRow, grid_of
from consultation.services.region_workbook_form import (
    CODE,
    DIVIDED,
    FIRST,
    FIXED,
    GIVEN,
    LAST_SHEET,
    LEFT,
    SHEET,
    TEMPLATE,
    TOTAL,
    VERSION_MARK,
    columns_of,
    headings_of,
    marks_of,
)
from consultation.services.workbook_marks import write_marks

SHUT_FILL = PatternFill("lightUp", start_color="9AA5B1")  # no recognised training
WIDTHS = (7, 30, 10, 10, 10)
TOP = Alignment(wrap_text=True, vertical="top")


def _instructions(cycle: Cycle, *, last_year: bool) -> list[str]:
    lines = [
        _(
            "Fill in on the sheet “Verdeling” how many places each institution gets, per "
            "specialism. You can change the yellow cells."
        ),
        _(
            "Per specialism the numbers add up to the places in the column “Besluit”. The column "
            "“Verschil” is 0 then. The workbook counts by itself."
        ),
        _(
            "A hatched cell is locked: the institution has no recognised training there. Is a "
            "recognition new or has it lapsed? Report it in the portal first, and download the "
            "workbook again."
        ),
        _(
            "Where one institution has the only training in the region, it gets all places. These "
            "numbers are filled in and locked."
        ),
        _(
            "Fill in whole numbers. Leave a specialism empty that you have not divided yet: what "
            "stands in the portal stays. In a row with numbers an empty cell counts as 0."
        ),
        _(
            "Use no formulas in the yellow cells, change no headings, move no rows or columns and "
            "hide none."
        ),
        _(
            "Upload the file in the portal. You see first what changes; nothing is taken over "
            "before you accept it."
        ),
    ]
    if last_year:
        lines.append(_("The sheet “Vorig jaar” shows last year’s places. You fill in nothing."))
    if cycle.is_demo:
        lines.append(_("Demo data: figures and codes are made up."))
    return lines


def workbook_of(cycle: Cycle, region: Region) -> bytes:
    """The workbook of a region with what stands in its division now.

    Who may read it is for the caller to check: permissions.may_read_division.
    """
    grid = grid_of(cycle, region)
    last = previous_table(cycle)
    title = _("Division of %(region)s, %(cycle)s") % {"region": region.name, "cycle": cycle.name}
    notes = _instructions(cycle, last_year=last is not None)
    book = new_template(TEMPLATE, cycle.year, title, notes)
    _division(book, grid)
    if last is not None:
        _last_year(book, grid, region, last)
    marks = [(mark.label, mark.value) for mark in marks_of(cycle, region, grid)]
    write_marks(book, [*marks, (VERSION_MARK, str(grid.version))])
    book.active = 1
    return template_bytes(book)


def _division(book: Workbook, grid: Grid) -> None:
    institutions = [one.code for one in columns_of(grid)]
    rows = [_row(row, institutions) for row in grid.rows]
    page = _table(book, SHEET, headings_of(grid), rows)
    last = FIRST + len(institutions) - 1
    for number, row in enumerate(grid.rows, start=2):
        if last >= FIRST:
            _count(page, number, last)
        for at, code in enumerate(institutions, start=FIRST):
            cell = page.cell(number, at)
            if code not in row.recognised:
                cell.fill = SHUT_FILL
            elif row.is_open(code):
                cell.protection, cell.fill = Protection(locked=False), OPEN_FILL
        if last >= FIRST and not row.by_itself:
            _whole_numbers(page, number, last, row.given)
    _totals(page, len(rows) + 2, [GIVEN, DIVIDED, LEFT, *range(FIRST, last + 1)])
    page.freeze_panes = f"{get_column_letter(GIVEN)}2"


def _row(row: GridRow, institutions: Sequence[str]) -> list[Value]:
    places = [row.places.get(code) if code in row.recognised else None for code in institutions]
    return [row.code, row.name, row.given, None, None, *places]


def _table(
    book: Workbook, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]
) -> Worksheet:
    widths = (*WIDTHS, *(14 for _heading in headings[len(FIXED) :]))
    columns = [Column(text, text, width) for text, width in zip(headings, widths, strict=True)]
    page = add_sheet(book, name, columns, rows)
    _tall_headings(page)
    return page


def _tall_headings(page: Worksheet) -> None:
    for heading in page[1]:
        heading.alignment = TOP
    page.row_dimensions[1].height = 75  # points: a long name on five lines


def _count(page: Worksheet, row: int, last: int) -> None:
    """Divided and difference, as formulas."""
    reach = f"{get_column_letter(FIRST)}{row}:{get_column_letter(last)}{row}"
    divided, given = f"{get_column_letter(DIVIDED)}{row}", f"{get_column_letter(GIVEN)}{row}"
    page.cell(row, DIVIDED).value = f"=SUM({reach})"
    page.cell(row, LEFT).value = f"={divided}-{given}"


def _totals(page: Worksheet, row: int, columns: Sequence[int]) -> None:
    put(page, row, CODE, TOTAL).font = BOLD
    for column in columns:
        letter = get_column_letter(column)
        cell = page.cell(row, column)
        cell.value = f"=SUM({letter}2:{letter}{row - 1})"
        cell.font = BOLD


def _whole_numbers(page: Worksheet, row: int, last: int, given: int) -> None:
    """Refuses in a row anything but whole numbers up to its places."""
    rule = DataValidation(
        type="whole", operator="between", formula1="0", formula2=str(given), showErrorMessage=True
    )
    rule.errorTitle = _("Not a whole number")
    rule.error = _("Fill in a whole number from 0 to %(most)s.") % {"most": given}
    rule.allow_blank = True
    page.add_data_validation(rule)
    rule.add(f"{get_column_letter(FIRST)}{row}:{get_column_letter(last)}{row}")


def _last_year(book: Workbook, grid: Grid, region: Region, last: InstitutionTable) -> None:
    """Last year's places of this region: also at institutions that have no training any more."""
    own = {(code, at): n for (code, key, at), n in last.places.items() if key == region.key and n}
    shown = {one.code: one for one in columns_of(grid)}
    shown |= {at: last.institutions[at] for _code, at in own if at not in shown}
    names = {row.code: row.name for row in grid.rows}
    names |= {code: last.names[code] for code, _at in own if code not in names}
    headings = [
        "Code",
        "Specialisme",
        "Totaal",
        *(f"{one.code} {one.name}" for one in shown.values()),
    ]
    rows: list[list[Value]] = []
    for code, name in names.items():
        numbers = [own.get((code, at)) for at in shown]
        rows.append([code, name, sum(number or 0 for number in numbers), *numbers])
    columns = [Column(text, text, WIDTHS[at] if at < 3 else 14) for at, text in enumerate(headings)]
    page = add_sheet(book, LAST_SHEET, columns, rows)
    _tall_headings(page)
    _totals(page, len(rows) + 2, range(3, len(headings) + 1))
    page.freeze_panes = "D2"
