"""A large delivery as tables of texts, mapped from disk: a million lines, not a million objects."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allocation.workbooks.guard import refuse_at_sight
from allocation.workbooks.limits import LARGE, Limits
from allocation.workbooks.model import FileKind, address, column_letters
from allocation.workbooks.process import run_child

if TYPE_CHECKING:
    import pyarrow as pa

# pyarrow is loaded where a large file is in hand: every reading process imports this package.


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: all rows that hold anything, every value as text without white space around it.

    `data` has the columns `row` (the row in the sheet, the line in a csv) and `c1` … `cn`.
    `formulas` and `hidden` count what the reader of the sheet does not see at a glance.
    """

    name: str
    data: "pa.Table"
    first_column: int = 1
    hidden_sheet: bool = False
    formulas: int = 0
    hidden: int = 0

    @property
    def width(self) -> int:
        """How many columns of values there are."""
        return max(int(self.data.num_columns) - 1, 0)

    def header(self) -> list[str]:
        """The texts of the first row that holds anything."""
        if not self.data.num_rows:
            return []
        return [str(self.data.column(at)[0]) for at in range(1, self.width + 1)]

    def body(self) -> "pa.Table":
        """Everything under the header."""
        return self.data.slice(1)

    def address(self, row: int, index: int) -> str:
        """The cell of a row in the `index`-th column of values (from 0), as the sheet names it."""
        return address(row, index + self.first_column)

    def column_letters(self, index: int) -> str:
        """The letters of the `index`-th column of values (from 0)."""
        return column_letters(index + self.first_column)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a large file holds: its kind and its tables, in the order of the workbook."""

    kind: FileKind
    tables: Sequence[Table]


@contextmanager
def open_tables(path: Path | str, limits: Limits = LARGE) -> Iterator[Delivery]:
    """The sheets of a large xlsx or csv file; they can be used inside the `with` alone.

    Raises WorkbookFault on entry when the file can't be taken in.
    """
    file = Path(path)
    kind = refuse_at_sight(file, limits)
    with tempfile.TemporaryDirectory(prefix="bols-read-") as name:
        folder = Path(name)
        answer = run_child("large", file, folder, limits)
        yield Delivery(kind, [_table(sheet, folder) for sheet in answer["sheets"]])


def iter_table(
    path: Path | str, sheet: str | None = None, limits: Limits = LARGE
) -> Iterator[tuple[int, list[str]]]:
    """The rows of one sheet (the first, where none is named) as (number, texts), the header first.

    Raises WorkbookFault as `open_tables`, and KeyError for a sheet that isn't there.
    """
    with open_tables(path, limits) as delivery:
        wanted = sheet.casefold() if sheet is not None else delivery.tables[0].name.casefold()
        table = {table.name.casefold(): table for table in delivery.tables}[wanted]
        for batch in table.data.to_batches():
            numbers, *columns = (column.to_pylist() for column in batch.columns)
            for number, *values in zip(numbers, *columns, strict=True):
                yield number, values


def _table(sheet: dict[str, object], folder: Path) -> Table:
    import pyarrow as pa

    notes = sheet["notes"]
    counts = notes if isinstance(notes, dict) else {}
    return Table(
        name=str(sheet["name"]),
        data=_mapped(folder / str(sheet["file"])) if sheet["file"] else pa.table({}),
        first_column=int(str(sheet["first_column"])),
        hidden_sheet=bool(sheet["hidden"]),
        formulas=int(counts.get("formulas", 0)),
        hidden=int(counts.get("hidden", 0)),
    )


def _mapped(file: Path) -> "pa.Table":
    import pyarrow as pa

    with pa.memory_map(str(file)) as source:
        return pa.ipc.open_file(source).read_all()
