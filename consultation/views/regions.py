"""Phase III of the regions: the seven side by side, and the start page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.permissions import may_read_dossiers, may_run_process
from allocation.selectors.cycles import get_cycle
from bols_portal.ui.pieces import Link
from consultation.policies.phase import phase_3_runs
from consultation.selectors.regions import (
    get_region,
    overview_of,
    region_lines,
    regions_visible_to,
    texts_of,
)
from consultation.views.region_parts import PAGES, crumbs, help_note

STATUS_KINDS = {
    "signing": "busy",
    "submitted": "waiting",
    "replaced": "stopped",
    "established": "done",
}


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The seven regions with their state; a coordinator is sent to the own region."""
    cycle = get_cycle(request.user, year)
    own = list(regions_visible_to(request.user, cycle))
    if not own:
        raise Http404
    if len(own) == 1:
        return redirect("region", year, own[0].key)
    keys = {one.key for one in own}
    phase = Link(_("Phase %(number)s") % {"number": "III"}, reverse("phase", args=[year, 3]))
    lines = [one for one in region_lines(cycle) if one.region.key in keys]
    context = {
        "cycle": cycle,
        "lines": lines,
        "given": sum(one.given for one in lines),
        "divided": sum(one.divided for one in lines),
        "submitted": sum(
            one.proposal is not None and one.proposal.status != "signing" for one in lines
        ),
        "crumbs": [phase, Link(_("Regions"), "")],
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_safe
def one(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Where a region stands: its specialisms, its versions, what is missing, the next step."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    now = timezone.now()
    found = overview_of(request.user, cycle, region, now)
    context = {
        "cycle": cycle,
        "region": region,
        "found": found,
        "runs": phase_3_runs(cycle.pk),
        "living": found.living,
        "missed": texts_of(found.living.lacking) if found.living else [],
        "versions": [(version, STATUS_KINDS[version.status]) for version in found.versions],
        "deadlines": [one for one in (found.mediation, found.deadline) if one and one.day],
        "runs_process": bool(may_run_process(request.user, cycle)),
        "reads_all": bool(may_read_dossiers(request.user, cycle)),
        "now": now,
        "crumbs": crumbs(cycle, region),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}region.html", context)
