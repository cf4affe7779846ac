"""The capacity frames of a cluster: its chair or the coordinator sets them, others of it read."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from allocation.errors import FaultyInput, NotNow, Stale
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.forms.capacity import lines_of, read_frames
from consultation.permissions import may_chair, may_read_division
from consultation.policies.phase import phase_3_runs
from consultation.selectors.capacity import frames_of, history_of, latest_frame
from consultation.selectors.clusters import get_cluster
from consultation.selectors.recognitions import recognised_in
from consultation.services.capacity import set_frames
from consultation.views.division_parts import crumbs

if TYPE_CHECKING:
    from allocation.errors import Refused
    from allocation.models import Cycle, Region, Specialism
    from bols_portal.accounts.models import User

SOURCE = "Visie regionaal opleiden, capaciteitskaders"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def frames(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """The frames that hold, to change where one may, and all that were set before."""
    cycle = get_cycle(request.user, year)
    region, specialism = get_cluster(request.user, cycle, key, code)
    if request.method != "POST":
        return _page(request, cycle, region, specialism)
    may_chair(signed_in(request), region, specialism).enforce()
    institutions = recognised_in(cycle, region).by_specialism.get(specialism.code, ())
    wishes, faults = read_frames(request.POST, institutions)
    if faults:
        return _page(request, cycle, region, specialism, faults=faults)
    seen = request.POST.get("seen", "")
    try:
        set_frames(
            cycle=cycle,
            region=region,
            specialism=specialism,
            frames=wishes,
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
            by=signed_in(request),
            now=timezone.now(),
        )
    except FaultyInput as refusal:
        found = {fault.cell: str(fault.message) for fault in refusal.faults}
        return _page(request, cycle, region, specialism, faults=found)
    except (NotNow, Stale) as refusal:
        return _page(request, cycle, region, specialism, refusal=refusal)
    messages.success(request, _("The capacity frames are stored."))
    return redirect("capacity", year, key, code)


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    region: "Region",
    specialism: "Specialism",
    *,
    faults: dict[str, str] | None = None,
    refusal: "Refused | None" = None,
) -> HttpResponse:
    """The page; with what was typed and not stored, and why."""
    institutions = recognised_in(cycle, region).by_specialism.get(specialism.code, ())
    typed = request.POST if request.method == "POST" else None
    kept = frames_of(cycle, region, specialism)
    chairs = bool(may_chair(signed_in(request), region, specialism))
    moment = phase_3_runs(cycle.pk)
    context: dict[str, Any] = {
        "cycle": cycle,
        "region": region,
        "specialism": specialism,
        "lines": lines_of(institutions, kept, typed, faults or {}),
        "kept": kept,
        "changed_meanwhile": isinstance(refusal, Stale),
        "history": history_of(cycle, region, specialism),
        "seen": latest_frame(cycle, region, specialism),
        "faults": faults or {},
        "refusal": refusal,
        "chairs": chairs,
        "may_change": chairs and bool(moment),
        "moment": moment,
        "crumbs": _crumbs(signed_in(request), cycle, region, specialism),
        "help_note": Help(
            rules=[
                Rule(
                    _(
                        "A cluster can agree how many places an institution trains at least and at "
                        "most. A division outside that is allowed, with a reason."
                    ),
                    SOURCE,
                )
            ]
        ),
    }
    page = "consultation/phase_3/divisions/capacity.html"
    return render(request, page, context, status=409 if refusal else 200)


def _crumbs(user: "User", cycle: "Cycle", region: "Region", specialism: "Specialism") -> list[Link]:
    """The way to the page; who does not see the whole region comes from the cluster."""
    here = Link(_("Capacity frames of %(name)s") % {"name": specialism.name}, "")
    if may_read_division(user, cycle, region):
        division = reverse("division", args=[cycle.year, region.key])
        return crumbs(cycle, region, Link(_("Division"), division), here)
    phase = reverse("phase", args=[cycle.year, 3])
    cluster = reverse("cluster", args=[cycle.year, region.key, specialism.code])
    return [
        Link(_("Phase %(number)s") % {"number": "III"}, phase),
        Link(_("Cluster"), cluster),
        here,
    ]
