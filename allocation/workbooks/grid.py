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
_CELL_OR_ROW = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s")
_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_COLUMN = re.compile(rb"r=\"([A-Z]{1,3})[0-9]")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet holds, counted without parsing it."""

    name: str
    rows: int
    cells: int
    formulas: int
    hidden: int  # rows and columns that are hidden
    first_column: int  # the leftmost column that holds a cell, from 1


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
def _beyond(rows: int, columns: int, *, as_written: bool) -> re.Pattern[bytes]:
    """A pattern for the reference of a cell or row outside the allowed grid.

    `as_written`: the way every program writes it, which a search finds ten times as fast.
    """
    last = column_letters(columns)
    letters = f"[A-Z]{{{len(last) + 1},}}|{_text_above(last, ascii_uppercase)}"
    digits = rf"0*(?:[1-9][0-9]{{{len(str(rows))},}}|{_text_above(str(rows), '0123456789')})"
    cell = f"(?P<cell>(?:{letters})[0-9]+|[A-Z]*{digits})"
    if as_written:
        return re.compile(f'r="{cell}"'.encode())
    return re.compile(rf"\br\s*=\s*[\"']{cell}[\"']".encode(), re.IGNORECASE)


class GridScan:
    """Measures one xml part, fed in pieces that end behind a tag."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.rows = self.cells = self.formulas = self.hidden = 0
        self.first_column = 0
        self._start = True

    def feed(self, tags: bytes) -> None:
        """Measures a piece; raises WorkbookFault where the grid or the count is too large."""
        if self._start:
            self._check_declared(tags)
            self._start = False
        cells = tags.count(b"<c ") + tags.count(b":c ") + tags.count(b"<c>")
        rows = tags.count(b"<row") + tags.count(b":row")
        self._check_references(tags, usual=tags.count(b' r="') == cells + rows)
        self.cells += cells
        self.rows += rows
        self.formulas += tags.count(b"<f>") + tags.count(b"<f ")
        self.hidden += len(_HIDDEN.findall(tags)) if b"hidden" in tags else 0
        if cells and self.first_column != 1:
            self._look_left(tags)
        if self.rows > self.limits.rows:
            self._refuse("")
        if self.cells > self.limits.cells:
            raise WorkbookFault(FaultCode.TOO_MANY_CELLS, sheet=self.name, most=self.limits.cells)

    def _check_references(self, tags: bytes, *, usual: bool) -> None:
        pattern = _beyond(self.limits.rows, self.limits.columns, as_written=usual)
        row = ""
        for found in pattern.finditer(tags):
            tag = tags[tags.rfind(b"<", 0, found.start()) : found.start()]
            reference = found["cell"].decode()
            if not _CELL_OR_ROW.match(tag):  # a theme's rectangle has an r too
                continue
            if not reference.isdigit():
                self._refuse(reference)
            row = row or reference
        if row:
            self._refuse(f"A{row}")

    def _look_left(self, tags: bytes) -> None:
        columns = {column_number(letters.decode()) for letters in set(_COLUMN.findall(tags))}
        self.first_column = min(columns | ({self.first_column} - {0}), default=1)

    def facts(self) -> SheetFacts:
        """What was counted so far."""
        return SheetFacts(
            self.name, self.rows, self.cells, self.formulas, self.hidden, self.first_column or 1
        )

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
