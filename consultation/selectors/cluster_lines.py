"""The clusters of a region at a glance: what was filed, who signed, and what is in the grid."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from allocation.models import Cycle, Region
from consultation.enums import ClusterStatus
from consultation.models import ClusterProposal
from consultation.selectors.clusters import drafts_in, latest_in, places_of
from consultation.selectors.divisions import Grid, GridRow, grid_of
from consultation.selectors.signing import SheetState, states_of

# Where the numbers of a filed version stand in the grid.
NEW, TAKEN, DEPARTS = "new", "taken", "departs"


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A specialism of a region: its places, what its cluster did, and where that stands."""

    region: Region
    row: GridRow
    proposal: ClusterProposal | None  # the last version
    has_draft: bool
    in_grid: str  # NEW, TAKEN or DEPARTS; empty without a filed version
    state: SheetState | None  # of the filed version

    @property
    def code(self) -> str:
        """The code of the specialism."""
        return self.row.code

    @property
    def name(self) -> str:
        """The name of the specialism."""
        return self.row.name

    @property
    def given(self) -> int:
        """The places of the region."""
        return self.row.given

    @property
    def trainings(self) -> int:
        """How many institutions may receive places."""
        return len(self.row.recognised)

    @property
    def stage(self) -> str:
        """What it waits for: nobody, sole, filed, returned, draft or none."""
        if not self.row.recognised:
            return "nobody"
        if self.row.sole:
            return "sole"
        if self.proposal is not None and self.proposal.status == ClusterStatus.FILED:
            return "filed"
        if self.proposal is not None and self.proposal.status == ClusterStatus.RETURNED:
            return "returned"
        return "draft" if self.has_draft else "none"

    @property
    def is_asked(self) -> bool:
        """Whether a proposal is still to be filed."""
        return self.stage in ("returned", "draft", "none")


def lines_of(cycle: Cycle, region: Region, grid: Grid | None = None) -> list[ClusterLine]:
    """Every specialism of which the region got places, in protocol order. A fixed number of
    queries."""
    grid = grid or grid_of(cycle, region)
    latest, drafts = latest_in(cycle, region), drafts_in(cycle, region)
    filed = [one for one in latest.values() if one.status == ClusterStatus.FILED]
    states = states_of(one.sheet for one in filed)
    lines = []
    for row in grid.rows:
        if not row.given:
            continue
        found = latest.get(row.code)
        counts = found is not None and found.status == ClusterStatus.FILED
        lines.append(
            ClusterLine(
                region=region,
                row=row,
                proposal=found,
                has_draft=row.code in drafts,
                in_grid=stands_in(grid, found) if found and counts else "",
                state=states.get(found.sheet_id) if found else None,
            )
        )
    return lines


def stands_in(grid: Grid, proposal: ClusterProposal) -> str:
    """Where a filed version stands in the grid.

    TAKEN: the same numbers; DEPARTS: others, chosen after it was filed; else NEW.
    """
    row = grid.by_code.get(proposal.specialism.code)
    if row is None:
        return NEW
    places = places_of(proposal)
    codes = {*row.places, *places}
    if not row.is_empty and all((row.places.get(at) or 0) == places.get(at, 0) for at in codes):
        return TAKEN
    changed = [cell.changed_at for (code, _at), cell in grid.changes.items() if code == row.code]
    return DEPARTS if any(at > proposal.filed_at for at in changed) else NEW


@dataclass(frozen=True, slots=True)
class GridStep:
    """What one institution has in the grid, and gets by taking a version over."""

    name: str
    now: int | None
    becomes: int

    @property
    def change(self) -> int:
        """The difference; 0 where it stays as it is."""
        return self.becomes - (self.now or 0)


def steps_of(grid: Grid, proposal: ClusterProposal) -> list[GridStep]:
    """What taking a version over changes in the grid, institution by institution."""
    row = grid.by_code.get(proposal.specialism.code)
    now = row.places if row else {}
    places = places_of(proposal)
    names = {cell.institution.code: cell.institution.name for cell in proposal.cells.all()}
    lapsed = {at: grid.names[at] for at, number in now.items() if number and at not in names}
    return [
        GridStep(name, now.get(at), places.get(at, 0)) for at, name in {**names, **lapsed}.items()
    ]


def to_take_over(lines: Iterable[ClusterLine]) -> list[ClusterProposal]:
    """The filed versions that are new to the grid."""
    return [one.proposal for one in lines if one.proposal and one.in_grid == NEW]


def filed_counts(cycle: Cycle) -> dict[str, int]:
    """How many clusters of each region (by key) have filed a version that counts."""
    found = ClusterProposal.objects.filter(cycle=cycle, status=ClusterStatus.FILED)
    return dict(found.values_list("region__key").annotate(n=Count("pk")).order_by("region__key"))
