"""The two pages of a cluster's proposal: the form, and a filed version to read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, NotNow, Refused, Stale
from allocation.selectors.deadlines import deadline_moment
from bols_portal.ui.pieces import Link
from consultation.permissions import may_chair, may_divide, may_read_division
from consultation.policies.clusters import has_to_divide, may_file_now
from consultation.selectors.cluster_form import form_sheet, unfiled
from consultation.selectors.cluster_lines import stands_in
from consultation.selectors.cluster_people import chairs_of, coordinators_of
from consultation.selectors.clusters import (
    ClusterGround,
    begun,
    draft_of,
    filed_of,
    places_of,
    versions_of,
)
from consultation.selectors.divisions import grid_of
from consultation.selectors.signing import state_of
from consultation.views.cluster_parts import PAGES, crumbs, help_note

if TYPE_CHECKING:
    from consultation.models import ClusterProposal

Typed = dict[str, Any]


def form_page(
    request: HttpRequest,
    ground: ClusterGround,
    *,
    typed: Typed | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The form; with `typed` what was sent, and why it was refused."""
    cycle, region, specialism = ground.cycle, ground.region, ground.specialism
    draft = draft_of(cycle, region, specialism)
    filed = filed_of(cycle, region, specialism)
    versions = versions_of(cycle, region, specialism)
    faults = refusal.faults if isinstance(refusal, FaultyInput) else []
    content = begun(ground, draft) if typed is None else typed
    if typed is None and draft is None and not chairs_of(region, specialism):
        content["assembly"] = bool(may_divide(request.user, region))
    context = _shared(request, ground) | {
        "sheet": form_sheet(ground, content, _errors(faults)),
        "lines": [_line(one) for one in faults],
        "refusal": refusal,
        "draft": draft,
        "unfiled": unfiled(draft, versions[0] if versions else None),
        "seen": draft.version if draft else 0,
        "filed": filed,
        "lapses": _answered(filed) if filed else 0,
        "returned": versions[0] if versions and versions[0].status == "returned" else None,
        "coordinates": bool(may_divide(request.user, region)),
        "told": [one.name for one in coordinators_of(region) if one.user != request.user],
    }
    if isinstance(refusal, Stale) and draft is not None:
        context["other"] = draft
        context["theirs"] = form_sheet(ground, draft.content, {})
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, f"{PAGES}form.html", context, status=status)


def reading_page(
    request: HttpRequest,
    ground: ClusterGround,
    versions: "list[ClusterProposal]",
    proposal: "ClusterProposal | None",
) -> HttpResponse:
    """A filed version, or why there is none."""
    region, specialism = ground.region, ground.specialism
    own = bool(may_chair(request.user, region, specialism))
    moment = may_file_now(ground)
    context = _shared(request, ground) | {
        "proposal": proposal,
        "versions": versions,
        "own": own,
        "moment": moment,
        "divides": has_to_divide(ground),
        "may_file": own and bool(moment),
    }
    if proposal is not None:
        others = [one for one in reversed(versions) if one != proposal]
        context |= {
            "state": state_of(proposal.sheet),
            "others": others,
            "rows": _rows(ground, others, proposal),
            "is_last": proposal == versions[0],
            "counts": proposal.status == "filed",
        }
        if proposal.status == "filed" and may_read_division(request.user, ground.cycle, region):
            context["in_grid"] = stands_in(grid_of(ground.cycle, region), proposal)
            context["may_take"] = bool(may_divide(request.user, region)) and bool(moment)
    return render(request, f"{PAGES}reading.html", context)


def _shared(request: HttpRequest, ground: ClusterGround) -> dict[str, Any]:
    title = _("Cluster proposal %(name)s") % {"name": ground.specialism.name}
    return {
        "cycle": ground.cycle,
        "region": ground.region,
        "specialism": ground.specialism,
        "ground": ground,
        "title": title,
        "deadline_day": deadline_moment(ground.cycle, "region_proposals"),
        "crumbs": crumbs(request.user, ground.cycle, ground.region, Link(title, "")),
        "help_note": help_note(ground.cycle),
    }


def _answered(filed: "ClusterProposal") -> int:
    state = state_of(filed.sheet)
    return state.asked - len(state.missing)


def _errors(faults: list[Fault]) -> dict[tuple[str, str], str]:
    """The faults by where they stand: institution code, or the row of a meeting, and field."""
    return {
        (one.cell if one.row is None else str(one.row), one.column): str(one.message)
        for one in faults
    }


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A line of the summary and the id of the field it leads to."""

    text: str
    target: str


def _line(fault: Fault) -> FaultLine:
    if fault.column == "meeting":
        target = f"meeting-{fault.row}"
    elif fault.column == "total":
        target = f"{fault.cell}-places"
    else:
        target = f"{fault.cell}-{fault.column}" if fault.cell else fault.column
    return FaultLine(str(fault.message), target)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An institution in a filed version, and in the other ones, the oldest first."""

    name: str
    places: int
    reason: str
    last_year: int | None
    frame: Any
    others: list[int | None]


def _rows(
    ground: ClusterGround, others: "list[ClusterProposal]", proposal: "ClusterProposal"
) -> list[ReadRow]:
    beside = [places_of(one) for one in others]
    return [
        ReadRow(
            name=cell.institution.name,
            places=cell.places,
            reason=cell.reason,
            last_year=(
                ground.last_year.get(cell.institution.code, 0) if ground.has_last_year else None
            ),
            frame=ground.frames.get(cell.institution.code),
            others=[one.get(cell.institution.code) for one in beside],
        )
        for cell in proposal.cells.all()
    ]
