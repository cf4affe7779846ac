"""A workbook as read: sheets, rows and cells that still know where they stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

Value = str | int | float | bool | date | datetime | time | None


class FileKind(StrEnum):
    """The kinds of files that can be read."""

    XLSX = "xlsx"
    CSV = "csv"


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def address(row: int, column: int) -> str:
    """The address of a cell: row 12, column 2 is B12."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `value` is what the sheet shows: of a formula the result that was saved with it.

    `row` and `column` count from 1. In a csv every value is text; an empty cell is None.
    """

    row: int
    column: int
    value: Value = None
    formula: str = ""
    comment: str = ""
    hidden: bool = False  # its row or its column is hidden

    @property
    def address(self) -> str:
        """Where it stands: B12."""
        return address(self.row, self.column)

    @property
    def is_empty(self) -> bool:
        """Nothing in it, or only white space."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything, with all its cells up to the sheet's last column."""

    number: int
    cells: Sequence[Cell]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """The cell in a column (from 1); an empty one beyond the row's end."""
        if 1 <= column <= len(self.cells):
            return self.cells[column - 1]
        return Cell(self.number, column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: the rows that hold anything, in order. A csv has one sheet without a name."""

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    hidden_columns: Sequence[str] = ()  # letters

    @property
    def hidden_rows(self) -> list[int]:
        """The numbers of the rows that hold something and are hidden."""
        return [row.number for row in self.rows if row.hidden]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read, with the SHA-256 of its bytes."""

    kind: FileKind
    digest: str
    sheets: Sequence[Sheet]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, whatever its capitals; None if there is none."""
        wanted = name.strip().casefold()
        return next((s for s in self.sheets if s.name.strip().casefold() == wanted), None)
