"""What can be changed in a region's grid, and what a colleague changed first."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from allocation.errors import Refused
from allocation.models import Institution, Specialism
from bols_portal.accounts.models import User
from consultation.models import GridCell, RegionGrid
from consultation.permissions import DIVIDE
from consultation.selectors.divisions import CellKey, Grid

MOST = 999  # places in one cell; far above what a region gets


@dataclass(frozen=True, slots=True)
class GridChange:
    """A number for one cell, None to empty it. `seen`: the version of the cell on the page."""

    code: str
    institution: str
    places: int | None
    seen: int


@dataclass(frozen=True, slots=True)
class GridConflict:
    """A change that was not applied, and what a colleague made of the cell meanwhile."""

    change: GridChange
    places: int | None  # theirs
    by: str
    at: datetime


@dataclass(slots=True)
class Held:
    """The rows of a grid inside a transaction that holds it.

    A cell that changes takes the new version of the grid, so that "changed after version n" can be
    asked of a cell and of a page alike.
    """

    row: RegionGrid
    grid: Grid
    by: User
    now: datetime
    fresh: dict[CellKey, int | None] = field(default_factory=dict)
    conflicts: list[GridConflict] = field(default_factory=list)

    def check(self, code: str, institution: str, places: int | None) -> None:
        """Raises Refused for a number that can't stand in this cell."""
        row = self.grid.by_code.get(code)
        if row is None:
            raise Refused(
                _("The region gets no places for specialism %(code)s.") % {"code": code},
                rule=DIVIDE,
            )
        if row.by_itself and places != row.places.get(institution, 0):
            raise Refused(
                _("%(name)s: there is nothing to divide, so the numbers stand by themselves.")
                % {"name": row.name},
                rule=DIVIDE,
            )
        if places and institution not in row.recognised:
            name = self.grid.names.get(institution, institution)
            raise Refused(
                _("%(institution)s has no recognised training for %(name)s in this region.")
                % {"institution": name, "name": row.name},
                rule=DIVIDE,
            )
        if places is not None and not 0 <= places <= MOST:
            raise Refused(_("A number lies between 0 and %(most)s.") % {"most": MOST})

    def set_cell(self, code: str, institution: str, places: int | None) -> None:
        """Notes the number of a cell, where it differs; rows that stand by themselves stay."""
        row = self.grid.by_code[code]
        if not row.by_itself and places != row.places.get(institution):
            self.fresh[code, institution] = places

    def apply(self, change: GridChange) -> None:
        """Takes a change over, or notes the conflict."""
        self.check(change.code, change.institution, change.places)
        row = self.grid.by_code[change.code]
        if row.by_itself or change.places == row.places.get(change.institution):
            return
        kept = self.grid.changes.get((change.code, change.institution))
        if kept is not None and kept.version != change.seen:
            self.conflicts.append(
                GridConflict(change, kept.places, str(kept.changed_by), kept.changed_at)
            )
        else:
            self.set_cell(change.code, change.institution, change.places)

    def store(self) -> None:
        """Writes what changed, and raises the version of the grid."""
        if not self.fresh:
            return
        self.row.version += 1
        self.row.changed_at, self.row.changed_by = self.now, self.by
        self.row.save()
        codes = {code for code, _at in self.fresh}
        specialisms = {one.code: one for one in Specialism.objects.filter(code__in=codes)}
        found = Institution.objects.filter(code__in={at for _code, at in self.fresh})
        institutions = {one.code: one for one in found}
        GridCell.objects.bulk_create(
            [
                GridCell(
                    grid=self.row,
                    specialism=specialisms[code],
                    institution=institutions[at],
                    places=places,
                    version=self.row.version,
                    changed_at=self.now,
                    changed_by=self.by,
                )
                for (code, at), places in self.fresh.items()
            ],
            update_conflicts=True,
            unique_fields=["grid", "specialism", "institution"],
            update_fields=["places", "version", "changed_at", "changed_by"],
        )
