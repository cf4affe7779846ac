"""What the board weighs where it decides itself: numbers beside each other, views, mediation."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocation.models import Cycle
from allocation.selectors.institution_tables import previous_table
from consultation.enums import ClusterStatus
from consultation.models import ClusterProposal, Mediation, PreliminaryRuling, RegionAdjustment
from consultation.selectors.preliminary_ground import RegionGround
from consultation.selectors.signing import SlotState, states_of


@dataclass(frozen=True)
class Arguments:
    """Everything about one region; by specialism code where it is about one.

    `cluster_views`: trainers who did not sign their cluster's proposal. `earlier`: the last
    weighing that was written for a row, to begin with.
    """

    previous: Mapping[tuple[str, str], int]
    adjustments: Mapping[str, str]
    cluster_views: Mapping[str, tuple[SlotState, ...]]
    motivations: Mapping[str, str]
    mediations: Mapping[str, tuple[Mediation, ...]]
    earlier: Mapping[str, str]


def arguments_of(cycle: Cycle, one: RegionGround) -> Arguments:
    """The arguments in a region; a fixed number of queries."""
    before = previous_table(cycle)
    places = before.places if before else {}
    clusters = list(
        ClusterProposal.objects.filter(
            cycle=cycle, region=one.region, status=ClusterStatus.FILED
        ).select_related("specialism", "sheet")
    )
    states = states_of(proposal.sheet for proposal in clusters)
    mediations: dict[str, list[Mediation]] = {}
    for mediation in one.mediations:
        for specialism in mediation.specialisms.all():
            mediations.setdefault(specialism.code, []).append(mediation)
    written = PreliminaryRuling.objects.filter(
        choice__decision__cycle=cycle, region=one.region
    ).order_by("pk")
    adjusted = RegionAdjustment.objects.filter(proposal=one.proposal)
    return Arguments(
        previous={
            (code, at): number for (code, key, at), number in places.items() if key == one.key
        },
        adjustments=dict(adjusted.values_list("specialism__code", "reason")),
        cluster_views={at.specialism.code: states[at.sheet_id].dissenting for at in clusters},
        motivations={at.specialism.code: at.motivation for at in clusters},
        mediations={code: tuple(found) for code, found in mediations.items()},
        earlier=dict(written.values_list("specialism__code", "reason")),
    )
