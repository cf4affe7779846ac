"""Reading proposals of clusters (clustervoorstellen): whose they are, drafts and filed versions.

Toewijzingsprotocol 2027, fase III 1.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from allocation.models import Cluster, Cycle, Institution, Region, Specialism
from allocation.roles import Right
from allocation.selectors.institution_tables import previous_table
from allocation.selectors.rights import Person, has_right, held_on
from consultation.enums import ClusterStatus
from consultation.models import CapacityFrame, ClusterDraft, ClusterProposal, SigningSheet
from consultation.selectors.capacity import frames_in
from consultation.selectors.recognitions import given_to, recognised_in

# As typed: `assembly`, by institution code `places`, `reasons` and `trainers` (name, email),
# `meetings` and `motivation`.
Content = Mapping[str, Any]


@dataclass(frozen=True)
class ClusterGround:
    """What a cluster divides, and between whom. The institutions that may receive, by name."""

    cycle: Cycle
    region: Region
    specialism: Specialism
    given: int
    institutions: tuple[Institution, ...]
    last_year: Mapping[str, int] = field(default_factory=dict)
    frames: Mapping[str, CapacityFrame] = field(default_factory=dict)
    has_last_year: bool = False

    @property
    def is_sole(self) -> bool:
        """Whether one training gets all places, so that there is nothing to file."""
        return len(self.institutions) == 1

    @property
    def codes(self) -> list[str]:
        """The codes of the institutions."""
        return [one.code for one in self.institutions]


def get_cluster(user: Person, cycle: Cycle, key: str, code: str) -> tuple[Region, Specialism]:
    """A specialism in a region; Http404 where the person may not see what is filed there."""
    region = Region.objects.filter(key=key).first()
    specialism = Specialism.objects.filter(code=code).first()
    if region is None or specialism is None:
        raise Http404
    if not (
        has_right(user, Right.READ_DOSSIERS, cycle)
        or has_right(user, Right.COORDINATE, region)
        or _held(user).filter(region=region, specialism=specialism).exists()
    ):
        raise Http404
    return region, specialism


def ground_of(cycle: Cycle, region: Region, specialism: Specialism) -> ClusterGround:
    """The places given, the recognised institutions, last year's places, capacity frames."""
    previous = previous_table(cycle)
    places = previous.places if previous else {}
    frames = frames_in(cycle, region)
    return ClusterGround(
        cycle=cycle,
        region=region,
        specialism=specialism,
        given=given_to(cycle, region).get(specialism.code, 0),
        institutions=recognised_in(cycle, region).by_specialism.get(specialism.code, ()),
        last_year={
            at: number
            for (code, key, at), number in places.items()
            if code == specialism.code and key == region.key
        },
        frames={at: frame for (code, at), frame in frames.items() if code == specialism.code},
        has_last_year=previous is not None,
    )


def draft_of(cycle: Cycle, region: Region, specialism: Specialism) -> ClusterDraft | None:
    """What was typed so far. For who may file alone."""
    found = ClusterDraft.objects.filter(cycle=cycle, region=region, specialism=specialism)
    return found.select_related("saved_by").first()


def drafts_in(cycle: Cycle, region: Region) -> set[str]:
    """The specialism codes of a region in which something was typed."""
    return set(
        ClusterDraft.objects.filter(cycle=cycle, region=region).values_list(
            "specialism__code", flat=True
        )
    )


def versions_of(cycle: Cycle, region: Region, specialism: Specialism) -> list[ClusterProposal]:
    """The filed versions of one cluster, the newest first, with cells and meetings."""
    found = _proposals(cycle, region).filter(specialism=specialism)
    return list(found.order_by("-number"))


def filed_of(cycle: Cycle, region: Region, specialism: Specialism) -> ClusterProposal | None:
    """The version that counts; None where none was filed or it was sent back."""
    found = _proposals(cycle, region).filter(specialism=specialism, status=ClusterStatus.FILED)
    return found.first()


def filed_in(cycle: Cycle, region: Region) -> dict[str, ClusterProposal]:
    """The version that counts of every cluster of a region, by specialism code, with cells."""
    found = _proposals(cycle, region).filter(status=ClusterStatus.FILED)
    return {one.specialism.code: one for one in found}


def latest_in(cycle: Cycle, region: Region) -> dict[str, ClusterProposal]:
    """The last version of every cluster of a region, also where it was sent back."""
    found = _proposals(cycle, region).order_by("number")
    return {one.specialism.code: one for one in found}


def get_cluster_proposal(
    user: Person, cycle: Cycle, key: str, code: str, number: int
) -> ClusterProposal:
    """A filed version; Http404 where there is none or the person may not see it."""
    region, specialism = get_cluster(user, cycle, key, code)
    found = _proposals(cycle, region).filter(specialism=specialism, number=number).first()
    if found is None:
        raise Http404
    return found


def clusters_of(user: Person) -> list[Cluster]:
    """The clusters that the person chairs or trains in, in the order of the protocol."""
    found = _held(user).select_related("region", "specialism")
    return list(found.order_by("region__position", "specialism__position"))


def places_of(proposal: ClusterProposal | None) -> dict[str, int]:
    """What a version gives each institution, by code; empty without one."""
    if proposal is None:
        return {}
    return {cell.institution.code: cell.places for cell in proposal.cells.all()}


def trainers_of(sheet: SigningSheet | None) -> dict[str, dict[str, str]]:
    """Who was asked to sign a sheet, by institution code."""
    if sheet is None:
        return {}
    return {
        slot.institution.code: {"name": slot.name, "email": slot.email}
        for slot in sheet.slots.select_related("institution")
    }


def begun(ground: ClusterGround, draft: ClusterDraft | None) -> dict[str, Any]:
    """What the form begins with: the draft, with the trainers whom the last sheet asked.

    Who was corrected on the sheet after the draft was typed is taken from the sheet.
    """
    content = dict(draft.content) if draft else {}
    last = (
        SigningSheet.objects.filter(region=ground.region, specialism=ground.specialism)
        .order_by("-pk")
        .first()
    )
    known, typed = trainers_of(last), content.get("trainers", {})
    older = draft is None or (last is not None and draft.saved_at <= last.opened_at)
    content["trainers"] = {
        code: known[code]
        if code in known and (older or not any(typed.get(code, {}).values()))
        else typed.get(code, {})
        for code in ground.codes
    }
    return content


def content_of(proposal: ClusterProposal) -> dict[str, Any]:
    """A filed version as it would be typed."""
    cells = list(proposal.cells.all())
    return {
        "assembly": proposal.assembly,
        "places": {one.institution.code: str(one.places) for one in cells},
        "reasons": {one.institution.code: one.reason for one in cells},
        "meetings": [one.held_on.isoformat() for one in proposal.meetings.all()],
        "motivation": proposal.motivation,
        "trainers": trainers_of(proposal.sheet),
    }


def _held(user: Person) -> QuerySet[Cluster]:
    """The clusters that the person chairs or trains in."""
    held = {*held_on(user, Right.CHAIR, Cluster), *held_on(user, Right.TRAIN, Cluster)}
    return Cluster.objects.filter(pk__in=held)


def _proposals(cycle: Cycle, region: Region) -> QuerySet[ClusterProposal]:
    return (
        ClusterProposal.objects.filter(cycle=cycle, region=region)
        .select_related("cycle", "region", "specialism", "filed_by", "sheet")
        .prefetch_related("cells__institution", "meetings")
    )
