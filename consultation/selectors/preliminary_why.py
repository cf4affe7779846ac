"""Where the number of an institution comes from: region, cluster, general board, board of BOLS."""

from dataclasses import dataclass

from allocation.models import Cycle, Institution
from consultation.models import RegionAdjustment, RegionProposal
from consultation.selectors.preliminary import Ruling, joined, said_of
from consultation.selectors.preliminary_ground import ground_of


@dataclass(frozen=True, slots=True)
class Origin:
    """The steps to a number. None or empty: that step was not there."""

    name: str  # of the specialism
    institution: Institution
    places: int
    given: int  # to the region for this specialism
    sole: bool
    cluster: int | None
    proposal: RegionProposal | None
    proposed: int | None
    adjustment: str  # why the region departs from its cluster
    ruling: Ruling | None


def origin_of(cycle: Cycle, region: str, code: str, institution: str) -> Origin | None:
    """The origin of a number; None where the institution has no part in it.

    Who may read it is for the caller to check.
    """
    ground = ground_of(cycle)
    one = ground.by_key.get(region) if ground else None
    if ground is None or one is None or code not in one.given:
        return None
    rulings = said_of(cycle)
    places = joined(ground, rulings)
    if (code, region, institution) not in places:
        return None
    adjusted = RegionAdjustment.objects.filter(proposal=one.proposal, specialism__code=code)
    return Origin(
        name=ground.names[code],
        institution=ground.institutions[institution],
        places=places[code, region, institution],
        given=one.given[code],
        sole=one.recognised.is_sole(code),
        cluster=one.clusters.get(code, {}).get(institution),
        proposal=one.proposal if one.submitted else None,
        proposed=one.division(code).get(institution) if one.submitted else None,
        adjustment=adjusted.values_list("reason", flat=True).first() or "",
        ruling=rulings.get((region, code)),
    )
