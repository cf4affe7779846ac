"""Writing remarks as comments into the cells of a workbook that somebody else made.

Runs in the reading process alone: the file is from outside, and openpyxl parses it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from allocation.workbooks.annotating import ANNOTATED
from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.guard import inspect
from allocation.workbooks.limits import Limits
from allocation.workbooks.model import FileKind

WIDTHS = (16, 10, 110)  # of the list: sheet, cell, text
Remark = Sequence[str]  # sheet, cell, text


def write_comments(path: Path, folder: Path, limits: Limits, wanted: Mapping[str, Any]) -> None:
    """Writes a copy with comments to `folder`; what an earlier copy said is taken out first.

    `wanted`: `remarks`, `author` of the comments, `title` of the sheet that lists them and its
    `headings`.
    """
    if inspect(path, limits).kind is not FileKind.XLSX:
        raise WorkbookFault(FaultCode.WRONG_TYPE)
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, keep_links=False)
    remarks, author = wanted["remarks"], wanted["author"]
    _forget(book, author, wanted["title"], wanted["headings"])
    for (sheet, cell), texts in _by_cell(remarks).items():
        target = _target(book, sheet, cell)
        if target is not None:
            before = [str(target.comment.text)] if target.comment else []
            height = 40 + 40 * len([*before, *texts])
            text = "\n\n".join([*before, *texts])
            target.comment = Comment(text, author, height=min(height, 400), width=320)
    _list(book, remarks, wanted["title"], wanted["headings"])
    book.save(folder / ANNOTATED)


def _by_cell(remarks: Sequence[Remark]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for sheet, cell, text in remarks:
        if cell:
            found.setdefault((sheet, cell), []).append(text)
    return found


def _forget(book: Workbook, author: str, title: str, headings: Sequence[str]) -> None:
    listed = [one for one in book.worksheets if one.title.startswith(title)]
    for sheet in listed:
        if [sheet.cell(1, at).value for at in (1, 2, 3)] == list(headings):
            book.remove(sheet)
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.comment and cell.comment.author == author:
                cell.comment = None


def _target(book: Workbook, name: str, address: str) -> Cell | None:
    """The cell of a remark; in a merged one its first."""
    sheet = next((one for one in book.worksheets if one.title == name), None)
    if sheet is None:
        return None
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        area = next(one for one in sheet.merged_cells.ranges if address in one)
        cell = sheet.cell(area.min_row, area.min_col)
    return cell if isinstance(cell, Cell) else None


def _list(book: Workbook, remarks: Sequence[Remark], title: str, headings: Sequence[str]) -> None:
    """A sheet in front with all remarks: also those about a sheet that isn't there."""
    page: Worksheet = book.create_sheet(title, 0)
    for number, texts in enumerate([headings, *remarks], start=1):
        for column, text in enumerate(texts, start=1):
            cell = page.cell(number, column)
            cell.value = text
            cell.data_type = "s"  # text, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for letter, width in zip("ABC", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is page
    book.active = 0
