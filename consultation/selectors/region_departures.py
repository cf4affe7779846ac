"""Where a region's division departs from what its clusters filed: each needs a reason.

Toewijzingsprotocol 2027, fase III 1.2: the general board adjusts where needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from allocation.models import Cycle, Region
from consultation.models import ClusterProposal
from consultation.selectors.clusters import filed_in
from consultation.selectors.divisions import Grid, GridRow


@dataclass(frozen=True, slots=True)
class Change:
    """An institution whose places differ: as its cluster proposed, and as the region divides."""

    institution: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A specialism in which the region divides otherwise than its cluster proposed."""

    code: str
    name: str
    changes: tuple[Change, ...]


def departures_in(cycle: Cycle, region: Region, grid: Grid) -> list[Departure]:
    """Every specialism that departs from its filed cluster proposal, in protocol order."""
    return departures_from(filed_in(cycle, region), grid)


def departures_from(filed: Mapping[str, ClusterProposal], grid: Grid) -> list[Departure]:
    """The same, for cluster proposals by specialism code with their cells."""
    found = []
    for row in grid.rows:
        proposal = filed.get(row.code)
        changes = changes_from(proposal, row) if proposal else ()
        if changes:
            found.append(Departure(row.code, row.name, changes))
    return found


def changes_from(proposal: ClusterProposal, row: GridRow) -> tuple[Change, ...]:
    """Where a row differs from the cells of a cluster proposal, by institution; empty: nowhere."""
    proposed = {one.institution.code: one for one in proposal.cells.all()}
    names = {code: one.institution.name for code, one in proposed.items()}
    return tuple(
        Change(names.get(code, code), old, new)
        for code in sorted({*proposed, *row.places}, key=lambda code: (names.get(code, ""), code))
        if (old := proposed[code].places if code in proposed else 0)
        != (new := row.places.get(code) or 0)
    )
