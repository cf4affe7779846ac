"""A version of a region's proposal as it is read: table, what changed since, signatures, views."""

from dataclasses import dataclass

from allocation.models import Cycle, Region
from allocation.selectors.institution_tables import InstitutionTable, institution_table
from consultation.enums import ClusterStatus
from consultation.models import ClusterProposal, RegionAdjustment, RegionProposal
from consultation.selectors.divisions import Fault, Grid, faults_of, grid_of
from consultation.selectors.region_departures import Departure, departures_in
from consultation.selectors.region_overview import differs
from consultation.selectors.region_proposals import (
    board_meetings_of,
    living_proposal,
    versions_of,
)
from consultation.selectors.region_signatories import Signatory, signatories_in
from consultation.selectors.signing import SheetState, SlotState, state_of, states_of


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A cell that differs from the earlier version."""

    code: str
    name: str
    institution: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class TrainerView:
    """A trainer who does not agree with the proposal of the own cluster."""

    code: str
    name: str
    slot: SlotState


@dataclass(frozen=True)
class RegionSheet:
    """A version, the one before it, and where its signatures stand."""

    proposal: RegionProposal
    table: InstitutionTable
    earlier: RegionProposal | None
    before: InstitutionTable | None
    signing: SheetState
    adjustments: list[RegionAdjustment]
    trainers: list[TrainerView]

    @property
    def changes(self) -> list[PlaceChange]:
        """Every cell that differs from the earlier version, in protocol order."""
        if self.before is None:
            return []
        names = self.before.names | self.table.names
        at = {code: one.name for code, one in self.before.institutions.items()}
        at |= {code: one.name for code, one in self.table.institutions.items()}
        old, new = self.before.places, self.table.places
        return [
            PlaceChange(key[0], names[key[0]], at[key[2]], old.get(key, 0), new.get(key, 0))
            for key in dict.fromkeys([*new, *old])
            if old.get(key, 0) != new.get(key, 0)
        ]

    @property
    def texts_changed(self) -> bool:
        """Whether motivation, views or the way of adopting differ from the earlier version."""
        one, other = self.proposal, self.earlier
        return other is not None and (
            (one.motivation, one.views, one.consensus)
            != (other.motivation, other.views, other.consensus)
        )


def sheet_of(proposal: RegionProposal) -> RegionSheet:
    """Everything on the page of a version; a fixed number of queries."""
    versions = versions_of(proposal.cycle, proposal.region)
    earlier = versions.filter(number__lt=proposal.number).first()
    return RegionSheet(
        proposal=proposal,
        table=institution_table(proposal.table),
        earlier=earlier,
        before=institution_table(earlier.table) if earlier else None,
        signing=state_of(proposal.sheet),
        adjustments=list(proposal.adjustments.select_related("specialism")),
        trainers=trainer_views(proposal.cycle, proposal.region),
    )


def trainer_views(cycle: Cycle, region: Region) -> list[TrainerView]:
    """Who does not agree with the proposal of the own cluster: it stays with it to the end."""
    filed = list(
        ClusterProposal.objects.filter(
            cycle=cycle, region=region, status=ClusterStatus.FILED
        ).select_related("specialism", "sheet")
    )
    states = states_of([one.sheet for one in filed])
    return [
        TrainerView(one.specialism.code, one.specialism.name, slot)
        for one in filed
        for slot in states[one.sheet.pk].dissenting
    ]


@dataclass(frozen=True)
class Adoption:
    """What the general board would adopt now, and what stands in the way."""

    grid: Grid
    faults: list[Fault]
    met: bool
    departures: list[Departure]
    signatories: list[Signatory]
    living: RegionProposal | None
    lapsing: list[SlotState]  # what was signed, and would count no more
    unchanged: bool  # the division is that of the living version

    @property
    def number(self) -> int:
        """The number that the version would get."""
        return self.living.number + 1 if self.living else 1

    @property
    def is_ready(self) -> bool:
        """Whether the division adds up and the general board has met."""
        return self.met and not self.faults


def adoption_in(cycle: Cycle, region: Region) -> Adoption:
    """The division as it stands, beside the version that it would replace."""
    grid, living = grid_of(cycle, region), living_proposal(cycle, region)
    slots = state_of(living.sheet).slots if living else ()
    return Adoption(
        grid=grid,
        faults=faults_of(grid),
        met=board_meetings_of(cycle, region).exists(),
        departures=departures_in(cycle, region, grid),
        signatories=signatories_in(cycle, region),
        living=living,
        lapsing=[one for one in slots if one.signature or one.waiting],
        unchanged=living is not None and not differs(living, grid),
    )
