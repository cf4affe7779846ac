"""The seven regions side by side, for bureau, board members and auditors."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, Sum

from allocation.models import Cycle, Region, TableCell
from consultation.enums import ClusterStatus, RegionStatus
from consultation.models import ClusterProposal, GridCell, RegionLeave, RegionProposal
from consultation.selectors.distribution import decided_table
from consultation.selectors.recognitions import recognised_by_region
from consultation.selectors.region_proposals import latest_proposals
from consultation.selectors.signing import SheetState, states_of

KINDS = {
    "": "todo",
    RegionStatus.SIGNING: "busy",
    RegionStatus.SUBMITTED: "waiting",
    RegionStatus.ESTABLISHED: "done",
}


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region: its places given and divided, cluster proposals, version, signatures, leave."""

    region: Region
    given: int
    divided: int
    clusters: int
    proposal: RegionProposal | None
    signing: SheetState | None
    leave: RegionLeave | None

    @property
    def kind(self) -> str:
        """The shape of its status; asks attention where it was submitted incomplete."""
        if self.proposal is None:
            return KINDS[""]
        if self.proposal.status == RegionStatus.SUBMITTED and not self.is_complete:
            return "attention"
        return KINDS[RegionStatus(self.proposal.status)]

    @property
    def is_complete(self) -> bool:
        """Whether everybody who was asked signed the version."""
        return self.signing is not None and self.signing.all_signed


def region_lines(cycle: Cycle) -> list[RegionLine]:
    """All regions in protocol order; a fixed number of queries."""
    proposals = latest_proposals(cycle)
    states = states_of([one.sheet for one in proposals.values()])
    leaves = {one.region_id: one for one in RegionLeave.objects.filter(cycle=cycle).order_by("pk")}
    filed = Counter(
        ClusterProposal.objects.filter(cycle=cycle, status=ClusterStatus.FILED).values_list(
            "region_id", flat=True
        )
    )
    given = _given(cycle)
    divided = _divided(cycle, given)
    return [
        RegionLine(
            region=region,
            given=sum(given.get(region.key, {}).values()),
            divided=divided.get(region.key, 0),
            clusters=filed[region.pk],
            proposal=(proposal := proposals.get(region.key)),
            signing=states[proposal.sheet.pk] if proposal else None,
            leave=leaves.get(region.pk),
        )
        for region in Region.objects.order_by("position")
    ]


def _given(cycle: Cycle) -> dict[str, dict[str, int]]:
    """The decided places by region key and specialism code."""
    table = decided_table(cycle)
    found: dict[str, dict[str, int]] = {}
    if table is None:
        return found
    cells = TableCell.objects.filter(Q(table=table), institution__isnull=True)
    for key, code, places in cells.values_list("region__key", "specialism__code", "places"):
        found.setdefault(key, {})[code] = places
    return found


def _divided(cycle: Cycle, given: dict[str, dict[str, int]]) -> dict[str, int]:
    """The divided places by region key: a sole training has all places by itself."""
    recognised = recognised_by_region(cycle)
    found: Counter[str] = Counter()
    for key, row in given.items():
        if key in recognised:
            found[key] += sum(n for code, n in row.items() if recognised[key].is_sole(code))
    cells = GridCell.objects.filter(grid__cycle=cycle, places__gt=0).values_list(
        "grid__region__key", "specialism__code"
    )
    for key, code, places in cells.annotate(places_=Sum("places")).order_by():
        sole = key in recognised and recognised[key].is_sole(code)
        if not sole and given.get(key, {}).get(code):
            found[key] += places
    return dict(found)
