"""Tables as data: what a page builds and ``{% matrix %}`` draws.

A page never writes the cells of a table itself. It builds a :class:`Matrix` in its selector or view
and hands it to the template, so that marks, screen reader text, printing and the phone layout are
the same everywhere::

    Matrix.of_places(
        key="base",
        caption=_("Base distribution"),
        columns=[Column("NO"), Column("ON")],
        rows=[
            ("01", "Anesthesiologie", [15, 8]),
            ("02", "Cardiologie", [Cell(12, mark=Mark.UP), 5]),
        ],
    )
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext

from bols_portal.ui.formats import percent_text, places_text, signed_text

Text = str | Promise


class Mark(StrEnum):
    """A next-best rounding (next best afronding): the cell went to the other whole number."""

    NONE = ""
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number in a table, with everything that is said about it.

    ``value``: whole places, or None for an empty cell. ``text``: shown instead of the number (a
    percentage).
    ``mark``: next best, up or down. ``changed``: difference with the compared version; 0 is no
    mark.
    ``zero``: structural zero, the region has no recognised training. ``missing_reason``: a reason
    is still asked.
    ``allowed``: set when the number is out of bounds, and says what is allowed ("188 to 206").
    ``href``: the page behind the number ("why this number?"); with htmx it opens beside the table.
    ``selected``: this cell's explanation is open.
    """

    value: int | None
    text: str = ""
    mark: Mark = Mark.NONE
    changed: int = 0
    zero: bool = False
    missing_reason: bool = False
    allowed: Text = ""
    href: str = ""
    selected: bool = False

    @property
    def shown(self) -> str:
        """What stands in the cell: the text, or the number with its thousands grouped."""
        if self.text or self.value is None:
            return self.text
        return places_text(self.value)

    @property
    def difference(self) -> str:
        """The signed difference with the compared version, or an empty text."""
        return signed_text(self.changed) if self.changed else ""

    @property
    def css(self) -> str:
        """The classes of the cell, from its marks."""
        names = {
            "is-zero": self.zero,
            "is-changed": bool(self.changed),
            "is-missing": self.missing_reason,
            "is-out": bool(self.allowed),
        }
        return " ".join(name for name, holds in names.items() if holds)

    @property
    def spoken(self) -> str:
        """What a screen reader adds to the number; the marks in words."""
        parts = []
        if self.zero:
            parts.append(gettext("no training in this region"))
        if self.mark:
            parts.append(
                gettext("next best, up") if self.mark == Mark.UP else gettext("next best, down")
            )
        if self.changed:
            parts.append(gettext("changed by %(difference)s") % {"difference": self.difference})
        if self.missing_reason:
            parts.append(gettext("reason missing"))
        if self.allowed:
            parts.append(gettext("out of bounds, allowed: %(allowed)s") % {"allowed": self.allowed})
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its short ``name`` above the numbers, its full ``title`` where the name is an
    abbreviation. ``own``: it is about the reader's own party.
    """

    name: Text
    title: Text = ""
    href: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: ``code`` and ``name``, as many ``cells`` as there are columns, and the row's ``total``
    if shown. ``own``: it is about the reader's own party.
    """

    name: Text
    cells: Sequence[Cell]
    code: str = ""
    total: Cell | None = None
    href: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of places with row and column heads, totals set apart, and marks.

    ``key`` makes the ids on the page unique. ``foot`` holds the totals row and whatever follows it
    (percentages). ``explain_into`` is the id of the element in which htmx shows a cell's
    explanation.
    Raises ValueError when a row does not have one cell a column.
    """

    key: str
    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[Row] = ()
    corner: Text = ""
    total_label: Text = ""
    explain_into: str = "why"
    caption_visible: bool = False

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.foot):
            if len(row.cells) != len(self.columns):
                name = row.code or row.name
                raise ValueError(f"row {name}: {len(row.cells)} cells, {len(self.columns)} columns")

    @classmethod
    def of_places(
        cls,
        *,
        key: str,
        caption: Text,
        columns: Sequence[Column],
        rows: Iterable[tuple[str, Text, Sequence[Cell | int]]],
        percentages: bool = False,
        explain_into: str = "why",
    ) -> "Matrix":
        """Build a table of places from (code, name, numbers) and add row totals, column totals and,
        if asked, shares.
        """
        built = [_row_of_places(code, name, cells) for code, name, cells in rows]
        sums = [sum(row.cells[at].value or 0 for row in built) for at in range(len(columns))]
        foot = [_row_of_places("", gettext("Total"), sums)]
        if percentages and any(sums):
            foot.append(share_row(sums))
        return cls(
            key=key,
            caption=caption,
            columns=columns,
            rows=built,
            foot=foot,
            explain_into=explain_into,
        )

    @property
    def has_totals(self) -> bool:
        """Whether there is a column of row totals."""
        return any(row.total is not None for row in (*self.rows, *self.foot))

    @property
    def is_wide(self) -> bool:
        """Too wide for the page: the table scrolls inside its frame in both directions."""
        return len(self.columns) > 10

    @property
    def picked(self) -> int:
        """Which column a phone shows first: that of the selected cell, else the first (from 1)."""
        for row in self.rows:
            for at, cell in enumerate(row.cells, start=1):
                if cell.selected:
                    return at
        return 1

    @property
    def marks(self) -> list[str]:
        """The kinds of marks that occur, for the legend, in a fixed order."""
        lines = [(*row.cells, row.total) for row in (*self.rows, *self.foot)]
        cells = [cell for line in lines for cell in line if cell is not None]
        found = {
            "up": any(cell.mark == Mark.UP for cell in cells),
            "down": any(cell.mark == Mark.DOWN for cell in cells),
            "zero": any(cell.zero for cell in cells),
            "changed": any(cell.changed for cell in cells),
            "missing": any(cell.missing_reason for cell in cells),
            "out": any(cell.allowed for cell in cells),
        }
        return [name for name, occurs in found.items() if occurs]

    @property
    def has_links(self) -> bool:
        """Whether any number opens an explanation, so that the keys are worth telling."""
        return any(cell.href for row in (*self.rows, *self.foot) for cell in row.cells)


def share_row(sums: Sequence[int]) -> Row:
    """The row under the totals with every column's share of the whole, in percentages with one
    decimal.
    """
    whole = sum(sums)
    cells = [Cell(None, text=percent_text(value / whole)) for value in sums]
    return Row(name=gettext("Share"), cells=cells, total=Cell(None, text=percent_text(1)))


def _row_of_places(code: str, name: Text, cells: Sequence[Cell | int]) -> Row:
    row = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
    return Row(code=code, name=name, cells=row, total=Cell(sum(cell.value or 0 for cell in row)))
