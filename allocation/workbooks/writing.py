"""Writing files that spreadsheets open: what stands in a cell is never taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CellOut = str | int | float | Decimal | bool | date | datetime | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet to write: its header, its rows and the width of each column in characters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[CellOut]]
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """A sheet of lines of text before the others, such as that the numbers are invented."""

    name: str
    lines: Sequence[str]


def write_workbook(sheets: Sequence[SheetOut], notice: NoticeSheet | None = None) -> bytes:
    """An xlsx with these sheets, the header frozen and bold; text stays text, also "=1"."""
    buffer = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
        "remove_timezone": True,
        "default_date_format": "d mmmm yyyy",
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        whole = book.add_format({"num_format": "#,##0"})
        if notice:
            sheet = book.add_worksheet(notice.name[:LONGEST_SHEET_NAME])
            sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
            for number, line in enumerate(notice.lines):
                sheet.write_string(number, 0, line[:LONGEST_CELL])
        for out in sheets:
            _write_sheet(book.add_worksheet(out.name[:LONGEST_SHEET_NAME]), out, bold, whole)
    return buffer.getvalue()


def _write_sheet(sheet: Worksheet, out: SheetOut, bold: Format, whole: Format) -> None:
    for column, title in enumerate(out.header):
        width = out.widths[column] if column < len(out.widths) else max(12, len(title) + 2)
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    last = 0
    for last, values in enumerate(out.rows, start=1):
        for column, value in enumerate(values):
            _write_cell(sheet, last, column, value, whole)
    if out.header:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(out.header) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: CellOut, whole: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST_CELL])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, whole)
    elif isinstance(value, float | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_datetime(row, column, value)


def escape_csv(value: CellOut) -> str:
    """A value for a csv cell; text that a spreadsheet would run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(value)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[CellOut]]) -> str:
    """A csv with semicolons and a byte order mark, as a Dutch Excel opens it by a double click."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([escape_csv(title) for title in header])
    writer.writerows([escape_csv(value) for value in values] for values in rows)
    return "\ufeff" + buffer.getvalue()
