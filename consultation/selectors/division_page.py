"""What the page of a region's grid shows: every cell with last year's number and its frame."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from allocation.models import Cycle, Institution, Region
from allocation.selectors.institution_tables import previous_table
from bols_portal.ui.formats import moment_text, places_text
from bols_portal.ui.grids import cell_name, parse_places
from consultation.models import CapacityFrame
from consultation.selectors.capacity import outside
from consultation.selectors.division_texts import GRID, TEXTS
from consultation.selectors.divisions import CellKey, Grid, GridRow

Texts = Mapping[str, str]  # by the name of the field


@dataclass(frozen=True, slots=True)
class PageCell:
    """One institution in one row. Closed: no recognised training; fixed: a number by itself."""

    institution: Institution
    field: str
    is_open: bool
    text: str
    fixed: int | None
    lapsed: bool
    before: int | None
    frame: CapacityFrame | None
    error: str

    @property
    def places(self) -> int:
        """The number it counts for."""
        if not self.is_open:
            return self.fixed or 0
        try:
            return parse_places(self.text) or 0
        except ValueError:
            return 0

    @property
    def outside(self) -> str:
        """Whether the number is below or above its capacity frame."""
        return outside(self.places, self.frame) if self.frame and self.text.strip() else ""

    @property
    def said(self) -> str:
        """What else is told of the cell: last year's number and the frame."""
        told = [] if self.before is None else [_("last year %(n)s") % {"n": self.before}]
        return ", ".join([*told, *([frame_text(self.frame)] if self.frame else [])])


@dataclass(frozen=True, slots=True)
class PageRow:
    """One specialism with its cells."""

    row: GridRow
    cells: tuple[PageCell, ...]
    before: int | None

    @property
    def total(self) -> int:
        """The places that stand in the row."""
        return sum(cell.places for cell in self.cells)

    @property
    def is_off(self) -> bool:
        """Whether it misses the places of the region."""
        return self.total != self.row.given


@dataclass(frozen=True, slots=True)
class PageFoot:
    """The foot of an institution: its places, and last year's."""

    institution: Institution
    total: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """The whole table."""

    rows: tuple[PageRow, ...]
    feet: tuple[PageFoot, ...]
    has_before: bool

    @property
    def total(self) -> int:
        """The places divided."""
        return sum(row.total for row in self.rows)

    @property
    def before(self) -> int:
        """The places of last year, of the institutions and specialisms of this table."""
        return sum(row.before or 0 for row in self.rows)

    @property
    def rows_off(self) -> int:
        """How many rows do not add up."""
        return sum(row.is_off for row in self.rows)


def frame_text(frame: CapacityFrame) -> str:
    """A capacity frame in words."""
    if frame.minimum is None:
        return _("at most %(n)s") % {"n": frame.maximum}
    if frame.maximum is None:
        return _("at least %(n)s") % {"n": frame.minimum}
    return _("%(low)s to %(high)s") % {"low": frame.minimum, "high": frame.maximum}


def last_year_in(cycle: Cycle, region: Region) -> dict[CellKey, int] | None:
    """Last year's places of a region by specialism and institution; None where not known."""
    table = previous_table(cycle)
    if table is None:
        return None
    return {
        (code, at): number for (code, key, at), number in table.places.items() if key == region.key
    }


def page_of(
    grid: Grid,
    frames: Mapping[CellKey, CapacityFrame],
    before: Mapping[CellKey, int] | None,
    typed: Texts,
    faults: Texts,
) -> Page:
    """The table; `typed` stands where it was not stored, `faults` say why."""

    def cell(row: GridRow, one: Institution) -> PageCell:
        name, number = cell_name(GRID, row.code, one.code), row.places.get(one.code)
        shown = "" if number is None else str(number)
        return PageCell(
            institution=one,
            field=name,
            is_open=row.is_open(one.code),
            text=typed.get(name, shown),
            fixed=number if row.by_itself else None,
            lapsed=one.code in row.places and one.code not in row.recognised,
            before=before.get((row.code, one.code)) if before else None,
            frame=frames.get((row.code, one.code)),
            error=faults.get(name, ""),
        )

    rows = tuple(
        PageRow(
            row,
            tuple(cell(row, one) for one in grid.institutions),
            sum(n for (code, _at), n in before.items() if code == row.code) if before else None,
        )
        for row in grid.rows
    )
    feet = tuple(
        PageFoot(
            one,
            sum(row.cells[at].places for row in rows),
            sum(n for (_code, to), n in before.items() if to == one.code) if before else None,
        )
        for at, one in enumerate(grid.institutions)
    )
    return Page(rows, feet, has_before=before is not None)


def seen_of(grid: Grid) -> dict[str, Any]:
    """What a page shows of every cell that can be filled in: its version and its number."""
    return {
        "cells": {
            f"{row.code}-{at}": [row.versions[at], "" if number is None else number]
            for row in grid.rows
            for at, number in row.places.items()
            if row.is_open(at)
        }
    }


def state_of(grid: Grid) -> dict[str, Any]:
    """The same, with who changed what when; `table` tells when rows or columns differ."""
    seen = seen_of(grid)["cells"]
    return {
        "version": grid.version,
        "table": "|".join([*seen, *(f"{row.code}:{row.given}" for row in grid.rows)]),
        "saved": saved_text(grid),
        "cells": {
            key: {"seen": shown, "reason": "", **_who(grid, key)} for key, shown in seen.items()
        },
    }


def _who(grid: Grid, key: str) -> dict[str, str]:
    code, _dash, at = key.partition("-")
    cell = grid.changes.get((code, at))
    return {"who": str(cell.changed_by), "when": moment_text(cell.changed_at)} if cell else {}


def saved_text(grid: Grid) -> str:
    """When the grid was saved last, and by whom."""
    if grid.changed_at is None or not grid.version:
        return _("Nothing filled in yet")
    return _("Saved on %(moment)s by %(who)s") % {
        "moment": moment_text(grid.changed_at),
        "who": grid.changed_by,
    }


def rules_of() -> dict[str, Any]:
    """The sentences that the page fills in while somebody types."""
    return {"texts": {kind: str(text) for kind, text in TEXTS.items()}}


def said(places: int | None) -> str:
    """A number of a conflict, in words."""
    return _("empty") if places is None else places_text(places)
