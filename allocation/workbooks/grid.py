"""How large the grid of a sheet is: by what it declares and by the cells that are really there.

A dense parser lays out every row and column up to the furthest cell, so one cell in a far corner
costs as much as a full sheet. The declared size can lie in both directions; both are checked.
"""

import re
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

from allocation.workbooks.faults import FaultCode, WorkbookFault
from allocation.workbooks.limits import Limits
from allocation.workbooks.model import column_letters, column_number

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension[^>]*\bref\s*=\s*[\"']([^\"']{1,60})[\"']")
_CORNER = re.compile(r"\$?([A-Za-z]{1,7})\$?(\d{1,12})$")
_ROWS = re.compile(rb"<(?:\w+:)?row[\s>]")
_CELL_OR_ROW = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s")
_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r", b":c ", b":c>", b":c/")
_FORMULA_STARTS = (b"<f>", b"<f ", b"<f/")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet holds, counted without parsing it."""

    name: str
    rows: int
    cells: int
    formulas: int
    hidden: int  # rows and columns that are hidden


def _text_above(bound: str, alphabet: str) -> str:
    """A pattern for texts of the same length as `bound`, over `alphabet`, that sort after it."""
    choices = []
    for place, letter in enumerate(bound):
        higher = alphabet[alphabet.index(letter) + 1 :]
        if higher:
            rest = f"[{alphabet}]{{{len(bound) - place - 1}}}"
            choices.append(f"{bound[:place]}[{higher}]{rest}")
    return "|".join(choices) or "(?!)"


@cache
def _beyond(rows: int, columns: int) -> re.Pattern[bytes]:
    """A pattern for the reference of a cell or row outside the allowed grid."""
    last = column_letters(columns)
    letters = f"[A-Z]{{{len(last) + 1},}}|{_text_above(last, ascii_uppercase)}"
    digits = rf"0*(?:[1-9][0-9]{{{len(str(rows))},}}|{_text_above(str(rows), '0123456789')})"
    return re.compile(rf"\br\s*=\s*[\"'](?P<cell>(?:{letters})[0-9]+|[A-Z]*{digits})[\"']".encode())


class GridScan:
    """Measures one xml part, fed in pieces that end behind a tag."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.rows = self.cells = self.formulas = self.hidden = 0
        self._start = True

    def feed(self, tags: bytes) -> None:
        """Measures a piece; raises WorkbookFault where the grid or the count is too large."""
        if self._start:
            self._check_declared(tags)
            self._start = False
        for found in _beyond(self.limits.rows, self.limits.columns).finditer(tags):
            tag = tags[tags.rfind(b"<", 0, found.start()) : found.start()]
            if _CELL_OR_ROW.match(tag):  # a theme's rectangle has an r too
                self._refuse(found["cell"].decode())
        self.cells += sum(tags.count(start) for start in _CELL_STARTS)
        self.rows += len(_ROWS.findall(tags))
        self.formulas += sum(tags.count(start) for start in _FORMULA_STARTS)
        self.hidden += len(_HIDDEN.findall(tags)) if b"hidden" in tags else 0
        if self.rows > self.limits.rows:
            self._refuse("")
        if self.cells > self.limits.cells:
            raise WorkbookFault(FaultCode.TOO_MANY_CELLS, sheet=self.name, most=self.limits.cells)

    def facts(self) -> SheetFacts:
        """What was counted so far."""
        return SheetFacts(self.name, self.rows, self.cells, self.formulas, self.hidden)

    def _check_declared(self, tags: bytes) -> None:
        declared = _DIMENSION.search(tags)
        if not declared:
            return
        corner = declared[1].decode("ascii", "replace").rpartition(":")[2]
        parts = _CORNER.match(corner)
        if not parts:
            return
        column, row = column_number(parts[1].upper()), int(parts[2])
        if row > self.limits.rows or column > self.limits.columns:
            self._refuse(corner)

    def _refuse(self, cell: str) -> None:
        raise WorkbookFault(
            FaultCode.GRID_TOO_LARGE,
            sheet=self.name,
            cell=cell[:20],
            rows=self.limits.rows,
            columns=self.limits.columns,
        )
