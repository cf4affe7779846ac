"""Reading the workbooks that a region uploaded, and what one would change in its division.

Who may read them is for the caller to check: permissions.may_read_division.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from allocation.errors import Fault
from allocation.models import Cycle, Region
from consultation.models import GridCell, GridUpload
from consultation.selectors.capacity import frames_in, outside_frames
from consultation.selectors.division_texts import Fault as DivisionFault
from consultation.selectors.divisions import CellKey, Grid


def uploads_of(cycle: Cycle, region: Region) -> list[GridUpload]:
    """Every workbook that was uploaded for a region, the latest first; one query."""
    found = GridUpload.objects.filter(grid__cycle=cycle, grid__region=region)
    return list(found.select_related("uploaded_by", "decided_by").order_by("-number"))


def get_upload(cycle: Cycle, region: Region, number: int) -> GridUpload:
    """One of them; raises Http404."""
    found = (
        GridUpload.objects.filter(grid__cycle=cycle, grid__region=region, number=number)
        .select_related("grid__cycle", "grid__region", "uploaded_by", "decided_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def faults_in(upload: GridUpload) -> list[Fault]:
    """What is wrong with an uploaded workbook, as it was told."""
    return [Fault(one["message"], one["sheet"], one["cell"]) for one in upload.faults]


def places_in(upload: GridUpload) -> dict[CellKey, int]:
    """The numbers of an uploaded workbook by specialism and institution."""
    return {(code, at): number for code, at, number in upload.cells}


def still_fits(places: Mapping[CellKey, int], grid: Grid) -> bool:
    """Whether every row adds up to the region's places, at recognised institutions alone."""
    totals: dict[str, int] = {}
    for (code, at), number in places.items():
        row = grid.by_code.get(code)
        if row is None or row.by_itself or at not in row.recognised:
            return False
        totals[code] = totals.get(code, 0) + number
    return all(grid.by_code[code].given == total for code, total in totals.items())


@dataclass(frozen=True, slots=True)
class CellChange:
    """A number that would change. `old`: None where nothing is filled in; `new`: None where the
    institution has no training any more.

    `newer`: the cell, where somebody changed it after the workbook was downloaded.
    """

    code: str
    name: str
    institution: str
    old: int | None
    new: int | None
    newer: GridCell | None = None

    @property
    def change(self) -> int:
        """New minus old."""
        return (self.new or 0) - (self.old or 0)


@dataclass(frozen=True, slots=True)
class TotalChange:
    """The places of an institution now and after."""

    institution: str
    old: int
    new: int

    @property
    def change(self) -> int:
        """New minus old."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting a workbook would do to the division as it is now.

    `empty`: the specialisms that the workbook leaves as they are. `fits`: whether recognitions are
    still those of the workbook.
    """

    changes: list[CellChange]
    totals: list[TotalChange]
    empty: list[str]
    warnings: list[DivisionFault]
    old_total: int
    new_total: int
    given: int
    fits: bool

    @property
    def overwrites(self) -> list[CellChange]:
        """The changes that undo what somebody did after the workbook was downloaded."""
        return [one for one in self.changes if one.newer]


def preview_of(upload: GridUpload, cycle: Cycle, region: Region, grid: Grid) -> Preview:
    """The numbers of an uploaded workbook beside the division as it is now."""
    places = places_in(upload)
    codes = {code for code, _at in places}
    after = {
        (row.code, at): (places.get((row.code, at)) if row.code in codes else number) or 0
        for row in grid.rows
        for at, number in row.places.items()
    }
    names = {row.code: row.name for row in grid.rows}
    left = [row for row in grid.rows if row.code not in codes]
    return Preview(
        changes=_changes(upload, grid, places),
        totals=_totals(grid, after),
        empty=[row.name for row in left if row.recognised and not row.by_itself],
        warnings=outside_frames(names, frames_in(cycle, region), places),
        old_total=grid.filled,
        new_total=sum(after.values()),
        given=grid.given,
        fits=still_fits(places, grid),
    )


def _changes(upload: GridUpload, grid: Grid, places: Mapping[CellKey, int]) -> list[CellChange]:
    """The cells that would change, in the rows that the workbook fills in."""
    codes = {code for code, _at in places}
    return [
        CellChange(
            row.code,
            row.name,
            grid.names[at],
            old,
            places.get((row.code, at)),
            _newer(upload, grid, (row.code, at)),
        )
        for row in grid.rows
        if row.code in codes
        for at, old in row.places.items()
        if old != places.get((row.code, at))
    ]


def _totals(grid: Grid, after: Mapping[CellKey, int]) -> list[TotalChange]:
    """The institutions whose places would change."""
    totals = [
        TotalChange(
            one.name,
            grid.total_of(one.code),
            sum(number for (_code, at), number in after.items() if at == one.code),
        )
        for one in grid.institutions
    ]
    return [one for one in totals if one.change]


def _newer(upload: GridUpload, grid: Grid, key: CellKey) -> GridCell | None:
    cell = grid.changes.get(key)
    if cell is None or upload.made_from is None or cell.version <= upload.made_from:
        return None
    return cell
