"""The decided distribution as all parties read it: beside the base distribution, with reasons.

The decided table and why it departs are open to all parties of the cycle once the board decided.
What was advised stays with its author, FMS, bureau, board and auditors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from allocation.models import BoardDecision, Cluster, Cycle, Institution, Region
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right, held_with
from allocation.selectors.tables import PlacesTable, places_of
from consultation.models import DistributionChange, DistributionChoice
from consultation.selectors.distribution import (
    Departing,
    adopted_distribution,
    base_of,
    changes_of,
    choice_of,
    departures,
)
from consultation.selectors.filings import specialisms_advised_by
from consultation.selectors.proposal_sheet import Departure, reasons_of


@dataclass(frozen=True, slots=True)
class Own:
    """What a reader looks for first: the regions and specialisms of its own party."""

    regions: frozenset[str]
    codes: frozenset[str]


@dataclass(frozen=True)
class Decided:
    """The decided distribution of a cycle, in protocol order."""

    decision: BoardDecision
    choice: DistributionChoice
    places: PlacesTable
    base: PlacesTable
    changes: tuple[DistributionChange, ...]  # of the board, with the reason of each
    reasons: Mapping[tuple[str, str], str]  # by code and region key; without a code of a total

    def base_of(self, code: str, region: str) -> int | None:
        """The base distribution of a cell; None outside the framework."""
        cell = self.base.cell(code, region)
        return cell.places if cell else None

    @cached_property
    def framework_totals(self) -> tuple[int, ...]:
        """The places of each region in the framework, to lay beside the base distribution."""
        inside = {row.code for row in self.base.rows}
        return tuple(
            sum(row.cells[at].places for row in self.places.rows if row.code in inside)
            for at in range(len(self.places.regions))
        )

    @property
    def region_changes(self) -> tuple[int, ...]:
        """How much the total of each region departs from the base distribution."""
        pairs = zip(self.framework_totals, self.base.region_totals, strict=True)
        return tuple(now - before for now, before in pairs)

    @cached_property
    def departures(self) -> list[Departure]:
        """The cells that depart from the base distribution, with the reason."""
        return [
            Departure(
                row.code,
                row.name,
                region,
                before,
                cell.places,
                self.reasons.get((row.code, region)) or self.reasons.get(("", region), ""),
            )
            for row in self.places.rows
            for region, cell in zip(self.places.regions, row.cells, strict=True)
            if (before := self.base_of(row.code, region)) not in (None, cell.places)
            and before is not None
        ]


def decided_of(cycle: Cycle) -> Decided | None:
    """What the board decided; None while it has not. A fixed number of queries."""
    decision = adopted_distribution(cycle)
    choice = choice_of(decision) if decision else None
    if decision is None or decision.table is None or choice is None:
        return None
    base = base_of(decision)
    if base is None:
        return None
    changes = tuple(changes_of(choice))
    reasons = reasons_of(choice.proposal) if choice.proposal else {}
    reasons |= {(one.specialism.code, one.region.key): one.reason.strip() for one in changes}
    return Decided(
        decision=decision,
        choice=choice,
        places=places_of(decision.table),
        base=places_of(base),
        changes=changes,
        reasons=reasons,
    )


def own_of(user: Person) -> Own:
    """The regions and specialisms for which a person acts."""
    clusters = [
        cluster
        for right in (Right.CHAIR, Right.TRAIN)
        for cluster in held_with(user, right, Cluster).select_related("region", "specialism")
    ]
    institutions = [
        one
        for right in (Right.SIGN, Right.CHECK_INSTITUTION)
        for one in held_with(user, right, Institution).select_related("home_region")
    ]
    regions = held_with(user, Right.COORDINATE, Region).values_list("key", flat=True)
    homes = {one.home_region.key for one in institutions if one.home_region is not None}
    codes = specialisms_advised_by(user).values_list("code", flat=True)
    return Own(
        regions=frozenset(regions) | homes | {one.region.key for one in clusters},
        codes=frozenset(codes) | {one.specialism.code for one in clusters},
    )


def advice_departures(user: Person, decided: Decided) -> list[Departing] | None:
    """Where the board departs from advices that the person may read; None who reads none.

    An adviser reads those from its own advice; FMS, bureau, board and auditors all.
    """
    cycle = decided.decision.cycle
    reads_all = has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle)
    own = set(specialisms_advised_by(user).values_list("code", flat=True))
    if not reads_all and not own:
        return None
    return [
        one
        for one in departures(decided.decision)
        if one.advice not in (None, one.decided) and (reads_all or one.code in own)
    ]
