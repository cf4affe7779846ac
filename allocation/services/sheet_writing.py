"""Writing workbooks: templates that guide who fills them in, and plain exports.

Templates (openpyxl): locked cells, choices, instructions, and on the first sheet which template it
is. Exports (XlsxWriter): text is never taken for a formula.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from allocation.services.sheet_reading import ABOUT, TEMPLATE_LABEL, YEAR_LABEL, Column
from bols_portal.ui.typed import keepable

OPEN_FILL = PatternFill("solid", start_color="FFF8E1")  # may be filled in
HEAD_FILL = PatternFill("solid", start_color="E4EBF1")
BOLD = Font(bold=True)
Value = str | int | float | None


def new_template(template: str, year: int, title: str, instructions: Sequence[str]) -> Workbook:
    """A workbook with its instructions; the sheets to fill in are added to it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = _sheet(book, ABOUT)
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 110
    put(sheet, 1, 1, title).font = Font(bold=True, size=14)
    put(sheet, 3, 1, TEMPLATE_LABEL)
    put(sheet, 3, 2, template)
    put(sheet, 4, 1, YEAR_LABEL)
    put(sheet, 4, 2, year).alignment = Alignment(horizontal="left")
    for number, line in enumerate(instructions, start=6):
        put(sheet, number, 1, number - 5).alignment = Alignment(vertical="top", horizontal="left")
        put(sheet, number, 2, line).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.protection.sheet = True
    return book


def _sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet that prints on A4 as wide as it is: people fill forms in on paper first."""
    sheet: Worksheet = book.create_sheet(name)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def put(sheet: Worksheet, row: int, column: int, value: Value) -> SheetCell:
    """Fills a cell; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, SheetCell):
        raise TypeError(f"{cell.coordinate} is part of a merged cell")
    cell.value = keepable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def add_sheet(
    book: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> Worksheet:
    """A protected sheet with a header and rows; `open_cells` says where one may type."""
    sheet = _sheet(book, name)
    for at, column in enumerate(columns, start=1):
        cell = put(sheet, 1, at, column.title)
        cell.font, cell.fill = BOLD, HEAD_FILL
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for number, values in enumerate(rows, start=2):
        for at, value in enumerate(values, start=1):
            put(sheet, number, at, value)
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "sort", "autoFilter", "insertRows", "deleteRows"):
        setattr(sheet.protection, allowed, False)
    return sheet


def open_cells(
    sheet: Worksheet, columns: Sequence[int], last_row: int, text: Sequence[int]
) -> None:
    """Lets one type in these columns from row 2 to `last_row`; `text`: columns kept as text.

    As text a share such as 1/3 is not turned into a date, and a code keeps its zeros.
    """
    for row in range(2, last_row + 1):
        for column in columns:
            cell = sheet.cell(row, column)
            cell.protection = Protection(locked=False)
            cell.fill = OPEN_FILL
            if column in text:
                cell.number_format = "@"


def whole_numbers(sheet: Worksheet, columns: Sequence[int], last_row: int, most: int) -> None:
    """Refuses in these columns anything but whole numbers from 0."""
    rule = DataValidation(
        type="whole", operator="between", formula1="0", formula2=str(most), showErrorMessage=True
    )
    rule.errorTitle, rule.error = "Geen heel getal", f"Vul een heel getal in van 0 tot {most}."
    _apply(sheet, rule, columns, last_row)


def choices(sheet: Worksheet, column: int, last_row: int, words: Sequence[str]) -> None:
    """Offers these words in a column and refuses others."""
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', showErrorMessage=True)
    rule.errorTitle, rule.error = "Kies uit de lijst", f"Kies uit: {', '.join(words)}."
    _apply(sheet, rule, [column], last_row)


def _apply(sheet: Worksheet, rule: DataValidation, columns: Sequence[int], last_row: int) -> None:
    rule.allow_blank = True
    sheet.add_data_validation(rule)
    for column in columns:
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{last_row}")


def template_bytes(book: Workbook) -> bytes:
    """The file."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def export_bytes(
    *,
    title: str,
    about: Sequence[tuple[str, str]],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    made_at: datetime,
    formats: dict[int, str] | None = None,
) -> bytes:
    """A plain xlsx: a sheet with the table, and one that says what it is and where it comes from.

    `formats`: number formats by column (from 0).
    """
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        # The moment is passed in, so that the same table gives the same file.
        book.set_properties(
            {"title": title, "author": "BOLS", "created": made_at.replace(tzinfo=None)}
        )
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(title[:31])
        kinds = {at: book.add_format({"num_format": text}) for at, text in (formats or {}).items()}
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, head)
        for number, values in enumerate(rows, start=1):
            for at, value in enumerate(values):
                _write(sheet, number, at, value, kinds.get(at))
        sheet.freeze_panes(1, 0)
        note = book.add_worksheet(ABOUT)
        note.set_column(0, 0, 22)
        note.set_column(1, 1, 90)
        for number, (name, value) in enumerate(about):
            note.write_string(number, 0, name, head)
            note.write_string(number, 1, value)
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: Value, kind: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value, kind)
