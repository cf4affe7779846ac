"""A region's grid: one page to divide the places, for its coordinators; others of it may read."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from allocation.errors import NotPermitted, Refused, Stale
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from consultation.forms.divisions import Typed, read_typed
from consultation.permissions import may_divide
from consultation.selectors.division_page import state_of
from consultation.selectors.divisions import grid_of, version_of
from consultation.selectors.regions import get_region
from consultation.services.divisions import GridConflict, change_grid
from consultation.views import division_parts as parts

if TYPE_CHECKING:
    from allocation.models import Cycle, Region

PAGES = "consultation/phase_3/divisions/"


def _asked(request: HttpRequest, year: int, key: str) -> "tuple[Cycle, Region]":
    cycle = get_cycle(request.user, year)
    return cycle, get_region(request.user, cycle, key)


@never_cache
@require_safe
def page(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The grid; who divides can type in it."""
    return _page(request, *_asked(request, year, key))


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    region: "Region",
    *,
    typed: Typed | None = None,
    conflicts: list[GridConflict] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page; with what was typed and not stored, and why."""
    kept = {} if typed is None else dict(typed.kept)
    if typed is not None and refusal is not None:
        kept |= parts.typed_texts(typed.changes)
    kept |= parts.typed_texts([one.change for one in conflicts or []])
    context: dict[str, Any] = parts.told_of(
        cycle,
        region,
        kept=kept,
        faults=typed.faults if typed else {},
        conflicts=conflicts or [],
        divides=bool(may_divide(signed_in(request), region)),
        now=timezone.now(),
    )
    context["refusal"] = refusal
    status = 409 if conflicts or refusal else 200
    return render(request, f"{PAGES}division.html", context, status=status)


@require_POST
def save(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Stores what was changed; the page stays with what was not stored, and why."""
    cycle, region = _asked(request, year, key)
    by, by_script = signed_in(request), _is_script(request)
    may_divide(by, region).enforce()
    typed = Typed()
    try:
        typed = read_typed(request.POST, grid_of(cycle, region))
        conflicts = change_grid(
            cycle=cycle, region=region, changes=typed.changes, by=by, now=timezone.now()
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        if by_script:
            return JsonResponse({"refused": str(refusal.message)}, status=409)
        if isinstance(refusal, Stale):
            raise  # what the page showed is unknown, so what was changed on it is too
        return _page(request, cycle, region, typed=typed, refusal=refusal)
    if by_script:
        return _told(cycle, region, conflicts)
    if conflicts or typed.faults:
        return _page(request, cycle, region, typed=typed, conflicts=conflicts)
    messages.success(request, _("Saved."))
    return redirect("division", year, key)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _told(cycle: "Cycle", region: "Region", conflicts: list[GridConflict]) -> HttpResponse:
    """What the script is told after a save: how things stand, and the conflicts to choose in."""
    grid = grid_of(cycle, region)
    lines = [parts.conflict_line(one, grid) for one in conflicts]
    told = render_to_string("_components/conflicts.html", {"conflicts": lines}) if lines else ""
    return JsonResponse({"state": state_of(grid), "conflicts": told})


@never_cache
@require_GET
def state(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """How the grid stands; nothing where that is what the page knows already."""
    cycle, region = _asked(request, year, key)
    if request.GET.get("seen") == str(version_of(cycle, region)):
        return HttpResponse(status=204)
    return JsonResponse({"state": state_of(grid_of(cycle, region))})
