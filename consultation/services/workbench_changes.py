"""What can be changed on the workbench, and what a colleague changed first.

Every change tells what its author saw, so that no change of a colleague is lost silently.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from allocation.errors import Refused
from bols_portal.accounts.models import User
from consultation.models import Workbench, WorkbenchCell, WorkbenchRegion
from consultation.selectors.workbench_state import text_mark

MOST = 9_999  # places in one cell; far above any national intake
CellKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A number, a reason or both of one cell; None leaves it. `seen`: its version on the page."""

    code: str
    region: str
    seen: int
    places: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RegionChange:
    """The reason for the total of a region."""

    region: str
    seen: int
    reason: str


@dataclass(frozen=True, slots=True)
class MotivationChange:
    """The motivation of the whole. `seen`: the mark of the text on the page."""

    text: str
    seen: str


Change = CellChange | RegionChange | MotivationChange


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that was not applied, and what a colleague made of it meanwhile."""

    change: Change
    reason: str  # theirs; of the motivation its text
    places: int | None = None  # theirs, of a cell
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a save: how many changes were stored, and those that were not."""

    workbench: Workbench
    stored: int
    conflicts: tuple[Conflict, ...]


@dataclass(slots=True)
class Held:
    """The rows of a workbench inside a transaction that holds it."""

    workbench: Workbench
    cells: dict[CellKey, WorkbenchCell]
    regions: dict[str, WorkbenchRegion]
    by: User
    now: datetime
    changed_cells: list[WorkbenchCell] = field(default_factory=list)
    changed_regions: list[WorkbenchRegion] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    touched: bool = False  # the workbench itself: its motivation, its table

    @property
    def stored(self) -> int:
        """How many rows changed."""
        return len(self.changed_cells) + len(self.changed_regions) + self.touched

    def apply(self, change: Change) -> None:
        """Takes a change over, or notes the conflict."""
        if isinstance(change, CellChange):
            self._cell(change)
        elif isinstance(change, RegionChange):
            self._region(change)
        else:
            self._motivation(change)

    def set_cell(self, cell: WorkbenchCell, places: int, reason: str) -> None:
        """Writes a cell, where anything differs."""
        if not 0 <= places <= MOST:
            raise Refused(_("A number lies between 0 and %(most)s.") % {"most": MOST})
        if (cell.places, cell.reason) == (places, reason):
            return
        cell.places, cell.reason = places, reason
        cell.version += 1
        cell.changed_at, cell.changed_by = self.now, self.by
        self.changed_cells.append(cell)

    def store(self) -> None:
        """Writes what changed, and raises the version of the workbench."""
        if not self.stored:
            return
        # Not bulk_update: its CASE for every cell and field takes seconds for a whole table.
        WorkbenchCell.objects.bulk_create(
            self.changed_cells,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["places", "reason", "version", "changed_at", "changed_by"],
        )
        WorkbenchRegion.objects.bulk_update(self.changed_regions, ["reason", "version"])
        self.workbench.version += 1
        self.workbench.changed_at, self.workbench.changed_by = self.now, self.by
        self.workbench.save()

    def _cell(self, change: CellChange) -> None:
        cell = self.cells[change.code, change.region]
        places = cell.places if change.places is None else change.places
        reason = cell.reason if change.reason is None else change.reason.strip()
        if (cell.places, cell.reason) == (places, reason):
            return
        if cell.version != change.seen:
            self.conflicts.append(
                Conflict(change, cell.reason, cell.places, str(cell.changed_by), cell.changed_at)
            )
        else:
            self.set_cell(cell, places, reason)

    def _region(self, change: RegionChange) -> None:
        row = self.regions[change.region]
        reason = change.reason.strip()
        if row.reason == reason:
            return
        if row.version != change.seen:
            self.conflicts.append(Conflict(change, row.reason))
        else:
            row.reason = reason
            row.version += 1
            self.changed_regions.append(row)

    def _motivation(self, change: MotivationChange) -> None:
        text = change.text.strip()
        if self.workbench.motivation == text:
            return
        if text_mark(self.workbench.motivation) != change.seen:
            self.conflicts.append(Conflict(change, self.workbench.motivation))
        else:
            self.workbench.motivation = text
            self.touched = True
