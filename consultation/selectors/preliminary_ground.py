"""What the board decides on in phase III: seven proposals, their signatures, and mediation.

Toewijzingsprotocol 2027, fase III 2 and 3. Who may read it is for the caller to check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from allocation.models import AllocationTable, Cycle, Institution, Region, TableCell
from consultation.enums import ClusterStatus, MediationStatus, RegionStatus
from consultation.models import ClusterCell, Mediation, RegionProposal
from consultation.selectors.distribution import decided_table
from consultation.selectors.recognitions import Recognitions, recognised_by_region
from consultation.selectors.region_proposals import latest_proposals
from consultation.selectors.signing import SheetState, SlotState, states_of

Row = tuple[str, str]  # region key, specialism code
Division = Mapping[str, int]  # places by institution code
_WITH_BOLS = (RegionStatus.SUBMITTED, RegionStatus.ESTABLISHED)
_UNDER_WAY = (MediationStatus.REQUESTED, MediationStatus.ACCEPTED)


@dataclass(frozen=True)
class RegionGround:
    """One region: its places, its latest proposal, who signed it, and what was mediated.

    `given`: decided places by specialism code, those above nought. `proposed`: places by code and
    institution of the latest version, also where it was not submitted.
    """

    region: Region
    proposal: RegionProposal | None
    sheet: SheetState | None
    given: Mapping[str, int]
    recognised: Recognitions
    proposed: Mapping[tuple[str, str], int]
    clusters: Mapping[str, Division]
    mediations: tuple[Mediation, ...]
    institutions: Mapping[str, Institution]

    @property
    def key(self) -> str:
        """The key of the region."""
        return self.region.key

    @property
    def submitted(self) -> bool:
        """Whether a proposal of the region lies with BOLS."""
        return self.proposal is not None and self.proposal.status in _WITH_BOLS

    @property
    def unsigned(self) -> tuple[SlotState, ...]:
        """The institutions that have another view, and those that said nothing that counts."""
        return (*self.sheet.dissenting, *self.sheet.missing) if self.sheet else ()

    @property
    def under_way(self) -> tuple[Mediation, ...]:
        """The mediations that have not ended."""
        return tuple(one for one in self.mediations if one.status in _UNDER_WAY)

    @cached_property
    def without_consensus(self) -> dict[str, Mediation]:
        """The last mediation without consensus, by specialism code."""
        found: dict[str, Mediation] = {}
        for one in self.mediations:
            if one.status == MediationStatus.NO_CONSENSUS:
                found |= {each.code: one for each in one.specialisms.all()}
        return {code: one for code, one in found.items() if code in self.given}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The specialisms on which the board decides itself, whatever else it finds."""
        if not self.submitted:
            return tuple(self.given)
        return tuple(code for code in self.given if code in self.without_consensus)

    def specialisms_of(self, institution: str) -> tuple[str, ...]:
        """The specialisms of the region's places in which an institution takes part."""
        return tuple(code for code in self.given if institution in self.takers(code))

    def takers(self, code: str) -> tuple[str, ...]:
        """The codes of the institutions of a row: recognised ones, and who was given places."""
        recognised = [one.code for one in self.recognised.by_specialism.get(code, ())]
        more = [at for (row, at), places in self.proposed.items() if row == code and places]
        return tuple(dict.fromkeys([*recognised, *more]))

    def division(self, code: str) -> dict[str, int]:
        """The places of a row in the latest version; a sole training gets them all."""
        found = {at: places for (row, at), places in self.proposed.items() if row == code}
        if not found and self.recognised.is_sole(code):
            return {self.takers(code)[0]: self.given[code]}
        return found

    def start(self, code: str) -> dict[str, int]:
        """Where the board begins: the latest version, else the cluster's; empty without."""
        return self.division(code) or dict(self.clusters.get(code, {}))


@dataclass(frozen=True)
class PreliminaryGround:
    """The seven regions, in the order of the protocol, on the decided distribution."""

    cycle: Cycle
    decided: AllocationTable
    regions: tuple[RegionGround, ...]
    names: Mapping[str, str]  # of the specialisms, by code, in protocol order
    institutions: Mapping[str, Institution]

    @cached_property
    def by_key(self) -> dict[str, RegionGround]:
        """The regions by their key."""
        return {one.key: one for one in self.regions}

    @property
    def total(self) -> int:
        """All decided places."""
        return sum(sum(one.given.values()) for one in self.regions)


def ground_of(cycle: Cycle) -> PreliminaryGround | None:
    """What can be decided on now; None without a decided distribution.

    A fixed number of queries.
    """
    table = decided_table(cycle)
    if table is None:
        return None
    names, given = _given(table)
    proposals = latest_proposals(cycle)
    recognised = recognised_by_region(cycle)
    institutions = {at.code: at for one in recognised.values() for at in one.institutions}
    proposed = _proposed(proposals, institutions)
    sheets = states_of(one.sheet for one in proposals.values())
    clusters = _clusters(cycle)
    mediations = list(
        Mediation.objects.filter(cycle=cycle)
        .select_related("region", "institution", "chair")
        .prefetch_related("specialisms")
        .order_by("number")
    )
    regions = []
    for region in Region.objects.order_by("position"):
        found = proposals.get(region.key)
        regions.append(
            RegionGround(
                region=region,
                proposal=found,
                sheet=sheets.get(found.sheet_id) if found else None,
                given=given.get(region.key, {}),
                recognised=recognised.get(region.key, Recognitions({})),
                proposed=proposed.get(region.key, {}),
                clusters=clusters.get(region.key, {}),
                mediations=tuple(one for one in mediations if one.region_id == region.pk),
                institutions=institutions,
            )
        )
    return PreliminaryGround(cycle, table, tuple(regions), names, institutions)


def _given(table: AllocationTable) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """The names of the specialisms, and by region key the places above nought by code."""
    cells = TableCell.objects.filter(table=table, institution__isnull=True)
    rows = cells.order_by("specialism__position").values_list(
        "specialism__code", "specialism__name", "region__key", "places"
    )
    names: dict[str, str] = {}
    given: dict[str, dict[str, int]] = {}
    for code, name, key, places in rows:
        names[code] = name
        if places:
            given.setdefault(key, {})[code] = places
    return names, given


def _proposed(
    proposals: Mapping[str, RegionProposal], institutions: dict[str, Institution]
) -> dict[str, dict[tuple[str, str], int]]:
    """The cells of all versions at once; institutions that appear in them alone are added."""
    tables = {one.table_id: key for key, one in proposals.items()}
    cells = TableCell.objects.filter(table__in=tables, institution__isnull=False)
    found: dict[str, dict[tuple[str, str], int]] = {}
    for cell in cells.select_related("specialism", "institution"):
        at = cell.institution
        if at is not None:
            institutions.setdefault(at.code, at)
            key = tables[cell.table_id]
            found.setdefault(key, {})[cell.specialism.code, at.code] = cell.places
    return found


def _clusters(cycle: Cycle) -> dict[str, dict[str, dict[str, int]]]:
    """The filed proposals of clusters: places by region key, specialism code, institution code."""
    cells = ClusterCell.objects.filter(proposal__cycle=cycle, proposal__status=ClusterStatus.FILED)
    found: dict[str, dict[str, dict[str, int]]] = {}
    for key, code, at, places in cells.values_list(
        "proposal__region__key", "proposal__specialism__code", "institution__code", "places"
    ):
        found.setdefault(key, {}).setdefault(code, {})[at] = places
    return found
