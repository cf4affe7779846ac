"""Clusters at a glance: one's own, those of a region, and taking over what they filed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from consultation.forms.advices import seen_in
from consultation.permissions import may_chair, may_divide
from consultation.policies.divisions import may_change_grid
from consultation.selectors.cluster_lines import (
    NEW,
    filed_counts,
    lines_of,
    steps_of,
    to_take_over,
)
from consultation.selectors.clusters import clusters_of
from consultation.selectors.divisions import grid_of
from consultation.selectors.regions import get_region, regions_visible_to
from consultation.services.clusters import take_over_all
from consultation.views.cluster_parts import PAGES, crumbs, help_note

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.selectors.cluster_lines import ClusterLine


@require_safe
def mine(request: HttpRequest, year: int) -> HttpResponse:
    """The start page of chairs and trainers; the way to their region for coordinators, bureau,
    board and auditors."""
    cycle = get_cycle(request.user, year)
    own = clusters_of(request.user)
    regions = list(regions_visible_to(request.user, cycle))
    if not own and not regions:
        raise Http404
    if not own and len(regions) == 1:
        return redirect("region_clusters", year, regions[0].key)
    counts = filed_counts(cycle) if regions else {}
    context = {
        "cycle": cycle,
        "lines": _own_lines(request, cycle),
        "regions": [(one, counts.get(one.key, 0)) for one in regions],
        "deadline_day": deadline_moment(cycle, "region_proposals"),
        "crumbs": crumbs(request.user, cycle),
        "help_note": help_note(cycle),
    }
    return render(request, f"{PAGES}mine.html", context)


def _own_lines(request: HttpRequest, cycle: "Cycle") -> "list[tuple[ClusterLine, bool]]":
    """The clusters of this person in which the region got places, and whether one chairs it."""
    own: dict[int, set[str]] = {}
    regions = {}
    for one in clusters_of(request.user):
        own.setdefault(one.region_id, set()).add(one.specialism.code)
        regions[one.region_id] = one.region
    chaired = {
        (one.region_id, one.specialism.code)
        for one in clusters_of(request.user)
        if may_chair(request.user, one.region, one.specialism)
    }
    return [
        (line, (pk, line.code) in chaired)
        for pk, region in regions.items()
        for line in lines_of(cycle, region)
        if line.code in own[pk]
    ]


@require_safe
def region_clusters(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Every specialism of a region: what its cluster did, and what is new to the grid."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    lines = lines_of(cycle, region)
    divides = bool(may_divide(request.user, region))
    context = {
        "cycle": cycle,
        "region": region,
        "lines": lines,
        "asked": sum(one.is_asked for one in lines),
        "fresh": len(to_take_over(lines)),
        "divides": divides,
        "moment": may_change_grid(cycle, region),
        "deadline_day": deadline_moment(cycle, "region_proposals"),
        "crumbs": crumbs(request.user, cycle, region),
        "help_note": help_note(cycle),
    }
    return render(request, f"{PAGES}region.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_over_page(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Shows what taking over changes in the grid, and does it: one version, or all new ones."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    may_divide(request.user, region).enforce()
    may_change_grid(cycle, region).enforce()
    refusal = None
    if request.method == "POST":
        try:
            taken = take_over_all(
                cycle=cycle,
                region=region,
                proposals=_numbers(request.POST.getlist("proposal")),
                seen=seen_in(request.POST),
                by=signed_in(request),
                now=timezone.now(),
            )
        except NotPermitted:
            raise
        except Refused as found:
            refusal = found
        else:
            messages.success(
                request,
                ngettext(
                    "%(n)s proposal is taken over in the division.",
                    "%(n)s proposals are taken over in the division.",
                    taken,
                )
                % {"n": taken},
            )
            return redirect("region_clusters", year, key)
    return _take_over(request, cycle, key, refusal)


def _take_over(
    request: HttpRequest, cycle: "Cycle", key: str, refusal: Refused | None
) -> HttpResponse:
    """What would change now, in the specialism that is asked for, or in all that are new."""
    region = get_region(request.user, cycle, key)
    grid = grid_of(cycle, region)
    code = request.POST.get("code") or request.GET.get("code", "")
    lines = lines_of(cycle, region, grid)
    chosen = [
        one
        for one in lines
        if one.proposal and one.in_grid and (one.code == code if code else one.in_grid == NEW)
    ]
    context: dict[str, Any] = {
        "cycle": cycle,
        "region": region,
        "code": code,
        "seen": grid.version,
        "changes": [(one, steps_of(grid, one.proposal)) for one in chosen if one.proposal],
        "refusal": refusal,
        "crumbs": crumbs(request.user, cycle, region, Link(_("Take over"), "")),
        "help_note": help_note(cycle),
    }
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, f"{PAGES}take_over.html", context, status=status)


def _numbers(sent: list[str]) -> list[int]:
    return [int(one) for one in sent if one.isdecimal() and len(one) < 10]
