"""Reading a small file cell by cell, with formulas, comments and what is hidden.

Runs in the reading process alone; it answers plain data, which `reading.py` makes a Workbook.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from allocation.workbooks.csvfile import read_lines
from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.guard import inspect
from allocation.workbooks.limits import Limits
from allocation.workbooks.model import FileKind

Plain = dict[str, Any]


def read_small(path: Path, limits: Limits) -> Plain:
    """Every cell of a small xlsx or csv that holds something, as plain data."""
    if inspect(path, limits).kind is FileKind.CSV:
        rows = [
            {"number": number, "hidden": False, "cells": [_plain_csv(v) for v in values]}
            for number, values in read_lines(path, limits)
            if any(value.strip() for value in values)
        ]
        return {"sheets": [{"name": "", "hidden": False, "hidden_columns": [], "rows": rows}]}
    # Twice: openpyxl gives either what a formula says or what it last gave.
    # From an open file: of a path openpyxl looks at the extension, which says nothing here.
    with path.open("rb") as file:
        shown = openpyxl.load_workbook(file, data_only=True, keep_links=False)
        written = openpyxl.load_workbook(file, data_only=False, keep_links=False)
    sheets = [_sheet(sheet, written[sheet.title]) for sheet in shown.worksheets]
    if not sheets:
        raise WorkbookFault(FaultCode.NO_SHEETS)
    return {"sheets": sheets}


def _plain_csv(value: str) -> Plain | None:
    return {"value": value} if value.strip() else None


def _sheet(shown: Worksheet, written: Worksheet) -> Plain:
    formulas = _cells_of(written)
    found: dict[int, dict[int, Plain]] = {}
    for place, cell in _cells_of(shown).items():
        plain = _cell(cell, formulas.get(place))
        if plain:
            found.setdefault(place[0], {})[place[1]] = plain
    rows = [
        {
            "number": number,
            "hidden": bool(written.row_dimensions[number].hidden),
            "cells": [cells.get(column) for column in range(1, max(cells) + 1)],
        }
        for number, cells in sorted(found.items())
    ]
    return {
        "name": shown.title,
        "hidden": shown.sheet_state != "visible",
        "hidden_columns": _hidden_columns(written),
        "rows": rows,
    }


def _cells_of(sheet: Worksheet) -> dict[tuple[int, int], SheetCell | MergedCell]:
    """The cells that are there; iterating over rows would make all that are not."""
    cells: dict[tuple[int, int], SheetCell | MergedCell] = sheet._cells
    return cells


def _hidden_columns(sheet: Worksheet) -> list[str]:
    letters = []
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            first, last = dimension.min or 1, dimension.max or dimension.min or 1
            letters += [get_column_letter(n) for n in range(first, min(last, sheet.max_column) + 1)]
    return sorted(set(letters), key=lambda name: (len(name), name))


def _cell(shown: SheetCell | MergedCell, written: SheetCell | MergedCell | None) -> Plain | None:
    plain: Plain = {}
    value = _plain(shown.value)
    if value is not None:
        plain["value"] = value
    if isinstance(written, SheetCell) and written.data_type == "f":
        plain["formula"] = str(getattr(written.value, "text", written.value) or "=")
    if written is not None and written.comment:
        plain["comment"] = str(written.comment.text)
    return plain or None


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
