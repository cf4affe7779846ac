"""An editable table of places: plain inputs that work by themselves, with keys, paste, undo and
live totals on top.

The page builds a :class:`Grid` with what was typed (never only with what could be read, so that
nothing is
lost), the template draws it with ``{% grid edit %}``, and the view reads it back with
:func:`read_cells`.
The script repeats the sums while typing; the server repeats every check.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from bols_portal.ui.tables import Column

Text = str | Promise
_PLAIN = re.compile(r"[0-9]{1,12}")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")


def parse_places(text: str) -> int | None:
    """Whole places from what somebody typed or pasted: ``12``, ``1.053``; None where nothing
    stands.

    Raises ValueError for anything else: fractions, signs, words.
    """
    plain = text.strip().replace("\u00a0", "")
    if not plain:
        return None
    if _PLAIN.fullmatch(plain):
        return int(plain)
    if _GROUPED.fullmatch(plain):
        return int(plain.replace(".", ""))
    raise ValueError(text)


def cell_name(key: str, row: str, column: str) -> str:
    """The name of the input of a cell, unique on the page."""
    return f"{key}-{row}-{column}"


def read_cells(
    data: Mapping[str, str], key: str, rows: Sequence[str], columns: Sequence[str]
) -> dict[tuple[str, str], str]:
    """What was typed, by (row, column), without cells that were not sent (structural zeros)."""
    names = {(row, column): cell_name(key, row, column) for row in rows for column in columns}
    return {cell: data[name] for cell, name in names.items() if name in data}


@dataclass(frozen=True, slots=True)
class GridCell:
    """One input: its ``text`` as typed, the ``base`` number it is compared with, and what is wrong
    with it.

    ``column`` is the column's key in the input's name. ``zero``: structural zero, not to be filled
    in.
    ``error``: what is wrong and what is allowed. ``missing_reason``: the deviation still needs a
    reason.
    """

    column: str
    text: str = ""
    base: int | None = None
    zero: bool = False
    error: Text = ""
    missing_reason: bool = False

    @property
    def places(self) -> int:
        """The number it counts for in the totals: 0 where nothing readable stands."""
        try:
            return parse_places(self.text) or 0
        except ValueError:
            return 0

    @property
    def change(self) -> int:
        """How far it departs from the base number; 0 where there is none."""
        return self.places - self.base if self.base is not None and not self.zero else 0

    @property
    def css(self) -> str:
        """The classes of the cell, from its marks."""
        changed = self.base is not None and not self.zero and self.places != self.base
        names = {"is-zero": self.zero, "is-changed": changed, "is-missing": self.missing_reason}
        return " ".join(name for name, holds in names.items() if holds)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of inputs; ``required`` is what it must add up to, if that is fixed."""

    code: str
    name: Text
    cells: Sequence[GridCell]
    required: int | None = None

    @property
    def total(self) -> int:
        """The sum of what stands in the row."""
        return sum(cell.places for cell in self.cells)

    @property
    def is_off(self) -> bool:
        """Whether the row misses the number it must add up to."""
        return self.required is not None and self.total != self.required


@dataclass(frozen=True, slots=True)
class GridTotal:
    """The foot of a column: its sum, the base total, and how far it may deviate (None: any)."""

    value: int
    base: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def change(self) -> int:
        """The deviation from the base total."""
        return self.value - (self.base or 0)

    @property
    def is_off(self) -> bool:
        """Whether the deviation is outside what is allowed."""
        too_low = self.low is not None and self.change < self.low
        return too_low or (self.high is not None and self.change > self.high)


@dataclass(frozen=True, slots=True)
class Grid:
    """An editable table: ``columns`` as in a Matrix, ``rows`` of inputs, and per column the base
    total and leeway.

    ``saved`` is the line that is always in sight ("Concept bewaard om 14:32").
    """

    key: str
    caption: Text
    columns: Sequence[Column]
    rows: Sequence[GridRow]
    base_totals: Sequence[int] = ()
    low: int | None = None
    high: int | None = None
    saved: Text = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"row {row.code}: {len(row.cells)} cells, {len(self.columns)} columns"
                )

    @property
    def totals(self) -> list[GridTotal]:
        """The foot of every column."""
        sums = [sum(row.cells[at].places for row in self.rows) for at in range(len(self.columns))]
        bases: Sequence[int | None] = self.base_totals or [None] * len(sums)
        return [
            GridTotal(value, base, self.low, self.high)
            for value, base in zip(sums, bases, strict=True)
        ]

    @property
    def total(self) -> int:
        """The sum of the whole table."""
        return sum(row.total for row in self.rows)

    @property
    def rows_off(self) -> int:
        """How many rows do not add up to what they must."""
        return sum(row.is_off for row in self.rows)

    @property
    def has_base(self) -> bool:
        """Whether a second foot row with the deviations is shown."""
        return bool(self.base_totals)
