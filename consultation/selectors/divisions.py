"""Reading the division on which a region works: its grid of institutions by specialisms.

Who may read it is for the caller to check: `permissions.may_read_division`. Toewijzingsprotocol
2027, fase III 1.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from allocation.models import Cycle, Institution, Region, Specialism
from bols_portal.accounts.models import User
from consultation.models import GridCell, RegionGrid
from consultation.selectors.division_texts import Fault, fault
from consultation.selectors.recognitions import Recognitions, given_to, recognised_in

__all__ = ["Fault", "Grid", "GridRow", "faults_of", "grid_of", "places_of_grid", "version_of"]

CellKey = tuple[str, str]  # specialism code, institution code


@dataclass(frozen=True, slots=True)
class GridRow:
    """One specialism of a region: its decided places, and what each institution gets of them.

    `places`: for every institution that may receive places, and for one that holds a number without
    recognition; None is not filled in. `versions`: that of the grid when the cell changed last; 0
    for a cell that nobody touched.
    """

    code: str
    name: str
    given: int
    sole: bool
    recognised: frozenset[str]
    places: Mapping[str, int | None]
    versions: Mapping[str, int]

    @property
    def by_itself(self) -> bool:
        """Whether nothing can be chosen: a sole training gets all places, and 0 is 0 for all."""
        return self.sole or self.given == 0

    @property
    def total(self) -> int:
        """The places divided in this row."""
        return sum(number or 0 for number in self.places.values())

    @property
    def is_empty(self) -> bool:
        """Whether nobody filled in anything yet."""
        return all(number is None for number in self.places.values())

    @property
    def lapsed(self) -> tuple[str, ...]:
        """The institutions that hold a number above 0 without recognition."""
        return tuple(
            code for code, number in self.places.items() if number and code not in self.recognised
        )

    def is_open(self, institution: str) -> bool:
        """Whether a number can be filled in for this institution."""
        return institution in self.places and not self.by_itself


@dataclass(frozen=True)
class Grid:
    """A region's division, in protocol order. `version` is 0 while nobody filled in anything."""

    version: int
    institutions: tuple[Institution, ...]
    rows: tuple[GridRow, ...]
    changed_at: datetime | None = None
    changed_by: User | None = None
    changes: Mapping[CellKey, GridCell] = field(default_factory=dict)  # who changed a cell, when

    @cached_property
    def by_code(self) -> dict[str, GridRow]:
        """The rows by specialism code."""
        return {row.code: row for row in self.rows}

    @cached_property
    def names(self) -> dict[str, str]:
        """The institutions' names by code."""
        return {one.code: one.name for one in self.institutions}

    @property
    def given(self) -> int:
        """The decided places of the region."""
        return sum(row.given for row in self.rows)

    @property
    def filled(self) -> int:
        """The places that were divided, rightly or not."""
        return sum(row.total for row in self.rows)

    @property
    def missing(self) -> int:
        """The decided places that no institution holds yet."""
        return sum(max(0, row.given - row.total) for row in self.rows)

    def total_of(self, institution: str) -> int:
        """The places of one institution (by code)."""
        return sum(row.places.get(institution) or 0 for row in self.rows)


def version_of(cycle: Cycle, region: Region) -> int:
    """The version of a region's grid, raised by every change; 0 while there is none."""
    found = RegionGrid.objects.filter(cycle=cycle, region=region)
    return found.values_list("version", flat=True).first() or 0


def grid_of(cycle: Cycle, region: Region) -> Grid:
    """The grid of a region, with sole trainings filled in. A fixed number of queries."""
    recognitions, given = recognised_in(cycle, region), given_to(cycle, region)
    head = RegionGrid.objects.filter(cycle=cycle, region=region).select_related("changed_by")
    grid = head.first()
    cells = _cells(grid)
    specialisms = [
        one
        for one in Specialism.objects.order_by("position")
        if given.get(one.code) or one.code in recognitions.by_specialism
    ]
    rows = tuple(
        _row(one, given.get(one.code, 0), recognitions, cells.get(one.code, {}))
        for one in specialisms
    )
    used = {code for row in rows for code in row.places}
    found = {one.code: one for one in recognitions.institutions}
    for kept in cells.values():
        found |= {code: cell.institution for code, cell in kept.items() if code in used}
    return Grid(
        version=grid.version if grid else 0,
        institutions=tuple(sorted(found.values(), key=lambda one: (one.name, one.pk))),
        rows=rows,
        changed_at=grid.changed_at if grid and grid.version else None,
        changed_by=grid.changed_by if grid and grid.version else None,
        changes={(code, at): cell for code, kept in cells.items() for at, cell in kept.items()},
    )


def _cells(grid: RegionGrid | None) -> dict[str, dict[str, GridCell]]:
    found: dict[str, dict[str, GridCell]] = {}
    if grid is not None:
        for cell in grid.cells.select_related("specialism", "institution", "changed_by"):
            found.setdefault(cell.specialism.code, {})[cell.institution.code] = cell
    return found


def _row(
    specialism: Specialism, given: int, recognitions: Recognitions, kept: Mapping[str, GridCell]
) -> GridRow:
    trained = recognitions.by_specialism.get(specialism.code, ())
    sole = recognitions.is_sole(specialism.code)
    places: dict[str, int | None] = {}
    for one in trained:
        cell = kept.get(one.code)
        places[one.code] = given if sole else cell.places if cell and given else None
        if not given:
            places[one.code] = 0
    if not sole and given:
        # A number that was filled in before a recognition lapsed stays in sight until it is moved.
        places |= {
            code: one.places for code, one in kept.items() if one.places and code not in places
        }
    return GridRow(
        code=specialism.code,
        name=specialism.name,
        given=given,
        sole=sole,
        recognised=recognitions.codes(specialism.code),
        places=places,
        versions={code: kept[code].version if code in kept else 0 for code in places},
    )


def places_of_grid(grid: Grid) -> dict[CellKey, int]:
    """The places by specialism and institution; an empty cell counts as 0."""
    return {
        (row.code, code): number or 0 for row in grid.rows for code, number in row.places.items()
    }


def faults_of(grid: Grid) -> list[Fault]:
    """What is not right yet, row by row in protocol order. Empty: the division fits."""
    return [one for row in grid.rows for one in _faults_in(row, grid.names)]


def _faults_in(row: GridRow, names: Mapping[str, str]) -> Collection[Fault]:
    if not row.given:
        return []
    if not row.recognised:
        return [fault("nobody", row.code, row.name, given=row.given)]
    found = [
        fault(
            "lapsed", row.code, row.name, at=code, institution=names[code], found=row.places[code]
        )
        for code in row.lapsed
    ]
    if row.is_empty:
        found.append(fault("empty", row.code, row.name, given=row.given))
    elif row.total != row.given:
        change = row.total - row.given
        found.append(
            fault("total", row.code, row.name, found=row.total, given=row.given, change=change)
        )
    return found
