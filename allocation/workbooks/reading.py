"""Reading files that anybody can have made: checked first, then parsed in a limited process."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from allocation.workbooks.guard import refuse_at_sight
from allocation.workbooks.limits import SMALL, Limits
from allocation.workbooks.model import (
    Cell,
    Row,
    Sheet,
    Value,
    Workbook,
    column_letters,
)
from allocation.workbooks.process import run_child

CHUNK = 1024 * 1024
_PARSERS: dict[str, Callable[[str], Value]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()


def read_workbook(path: Path | str, limits: Limits = SMALL) -> Workbook:
    """Every sheet and cell of a small xlsx or csv file.

    Raises WorkbookFault when the file is not what it says, hides something dangerous, is larger
    than `limits` allow or can't be read; never anything else because of what is in the file.
    """
    file = Path(path)
    kind = refuse_at_sight(file, limits)
    with tempfile.TemporaryDirectory(prefix="bols-read-") as folder:
        plain = run_child("small", file, Path(folder), limits)
    sheets = [_sheet(sheet) for sheet in plain["sheets"]]
    return Workbook(kind=kind, digest=digest_of(file), sheets=sheets)


def _sheet(plain: dict[str, Any]) -> Sheet:
    hidden_columns = plain["hidden_columns"]
    return Sheet(
        name=plain["name"],
        rows=[_row(row, frozenset(hidden_columns)) for row in plain["rows"]],
        hidden=plain["hidden"],
        hidden_columns=tuple(hidden_columns),
    )


def _row(plain: dict[str, Any], hidden_columns: frozenset[str]) -> Row:
    number, hidden = plain["number"], plain["hidden"]
    cells = [
        Cell(
            row=number,
            column=column,
            value=_value((cell or {}).get("value")),
            formula=(cell or {}).get("formula", ""),
            comment=(cell or {}).get("comment", ""),
            hidden=hidden or column_letters(column) in hidden_columns,
        )
        for column, cell in enumerate(plain["cells"], start=1)
    ]
    return Row(number=number, cells=cells, hidden=hidden)


def _value(plain: Any) -> Value:
    if not isinstance(plain, dict):
        value: Value = plain
        return value
    (kind, text), *_rest = plain.items()
    return _PARSERS[kind](text)
