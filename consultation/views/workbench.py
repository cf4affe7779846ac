"""The workbench of FMS: one page for the integral proposal, seen by FMS alone."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from allocation.errors import NotNow, Stale
from allocation.selectors.cycles import get_cycle
from allocation.views.files import xlsx_file
from bols_portal.ui.grids import cell_name
from consultation.forms.workbench import Typed, read_typed
from consultation.permissions import may_compose
from consultation.policies.workbench import may_begin, may_change
from consultation.selectors.proposals import submitted_proposal
from consultation.selectors.rounds import current_round
from consultation.selectors.workbench import bench_of, version_of
from consultation.selectors.workbench_page import row_sheet, shift_of
from consultation.selectors.workbench_state import state_of
from consultation.selectors.workbench_texts import GRID
from consultation.services.workbench import begin_workbench, change_workbench, rebase_workbench
from consultation.services.workbench_workbook import workbench_workbook
from consultation.views import workbench_parts as parts

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.selectors.workbench import Bench
    from consultation.services.workbench_changes import Outcome

PAGES = "consultation/phase_2/workbench/"


def _composed(request: HttpRequest, year: int) -> "Cycle":
    """The cycle, for who composes its proposal."""
    cycle = get_cycle(request.user, year)
    may_compose(request.user, cycle).enforce()
    return cycle


def _begun(cycle: "Cycle") -> "Bench":
    found = bench_of(cycle)
    if found is None:
        raise NotNow(_("FMS has not begun with the proposal yet."))
    return found


@never_cache
@require_GET
def bench(request: HttpRequest, year: int) -> HttpResponse:
    """The page; with `?specialism=` what belongs to one row. To htmx that part alone."""
    cycle = _composed(request, year)
    if request.htmx:  # type: ignore[attr-defined]
        found = _begun(cycle)
        context = {"row": _row(request, cycle, found), "bench": found, "cycle": cycle}
        context["may_change"] = bool(may_change(found.workbench))
        return render(request, f"{PAGES}_row.html", context)
    return _page(request, cycle)


def _row(request: HttpRequest, cycle: "Cycle", found: "Bench") -> Any:
    code = request.GET.get("specialism") or request.POST.get("show") or found.base.rows[0].code
    return row_sheet(found, current_round(cycle), code)


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    *,
    typed: Typed | None = None,
    outcome: "Outcome | None" = None,
    refusal: NotNow | None = None,
) -> HttpResponse:
    """The page; with what was typed and not stored, and why."""
    found, now = bench_of(cycle), timezone.now()
    context: dict[str, Any] = {
        "cycle": cycle,
        "crumbs": parts.crumbs(cycle),
        "help_note": parts.help_note(cycle, now),
        "refusal": refusal,
        "round": current_round(cycle),
    }
    if found is None:
        context["moment"] = may_begin(cycle)
        return render(request, f"{PAGES}begin.html", context)
    conflicts = [] if outcome is None else list(outcome.conflicts)
    kept = parts.typed_texts([one.change for one in conflicts])
    faults: dict[str, str] = {}
    if typed is not None:
        kept |= typed.kept
        faults = typed.faults
        if refusal is not None:
            kept |= parts.typed_texts(typed.changes)
    lines = [parts.conflict_line(one, found) for one in conflicts]
    moment = may_change(found.workbench)
    context |= parts.told_of(found, kept, faults, lines)
    context |= {
        "moment": moment,
        "may_change": bool(moment),
        "row": _row(request, cycle, found),
        "shift": None if found.is_current else shift_of(cycle, found),
        "may_rebase": not found.is_current and bool(may_begin(cycle)),
        "submitted": submitted_proposal(cycle),
    }
    status = 409 if conflicts or refusal else 200
    return render(request, f"{PAGES}workbench.html", context, status=status)


@require_POST
def begin(request: HttpRequest, year: int) -> HttpResponse:
    """Begins with the filed advices, or with the base distribution."""
    cycle = _composed(request, year)
    start = "base" if request.POST.get("start") == "base" else "advices"
    begin_workbench(
        cycle=cycle,
        start=start,  # type: ignore[arg-type]
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )
    return redirect("workbench", year)


@require_POST
def save(request: HttpRequest, year: int) -> HttpResponse:
    """Stores what was changed; the page stays with what was not stored, and why."""
    cycle = _composed(request, year)
    found = _begun(cycle)
    data = _reverted(request, cycle, found)
    by_script = request.headers.get("Accept", "").startswith("application/json")
    try:
        typed = read_typed(data, found)
        outcome = change_workbench(
            cycle=cycle,
            changes=typed.changes,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except (NotNow, Stale) as refusal:
        if by_script:
            return JsonResponse({"refused": str(refusal.message)}, status=409)
        if isinstance(refusal, Stale):
            raise  # what the page showed is unknown, so what was changed on it is too
        return _page(request, cycle, typed=typed, refusal=refusal)
    if by_script:
        return _told(request, cycle, outcome)
    if outcome.conflicts or typed.faults:
        return _page(request, cycle, typed=typed, outcome=outcome)
    if outcome.stored and "show" not in data:
        messages.success(request, _("Saved."))
    return redirect(_back_to(year, data))


def _back_to(year: int, data: QueryDict) -> str:
    """The page, with the row that somebody asked for or set back."""
    code = data.get("show") or data.get("revert", "").split(":")[0]
    page = reverse("workbench", args=[year])
    return f"{page}?specialism={code}#row-{code}" if code.isalnum() else page


def _reverted(request: HttpRequest, cycle: "Cycle", found: "Bench") -> QueryDict:
    """What was sent, with one cell or one row set back to the base distribution or the advice."""
    data = request.POST.copy()
    code, _colon, rest = data.get("revert", "").partition(":")
    region, _colon, source = rest.partition(":")
    sheet = row_sheet(found, current_round(cycle), code) if code else None
    for line in sheet.lines if sheet else ():
        if region in ("all", line.region) and not line.zero:
            number = line.base if source == "base" else line.advice and line.advice.places
            if number is not None:
                data[cell_name(GRID, code, line.region)] = str(number)
    return data


def _told(request: HttpRequest, cycle: "Cycle", outcome: "Outcome") -> HttpResponse:
    """What the script is told after a save: how things stand, and the conflicts to choose in."""
    found = _begun(cycle)
    lines = [parts.conflict_line(one, found) for one in outcome.conflicts]
    conflicts = render(request, "_components/conflicts.html", {"conflicts": lines}).content.decode()
    return JsonResponse({"state": state_of(found), "conflicts": conflicts if lines else ""})


@never_cache
@require_GET
def state(request: HttpRequest, year: int) -> HttpResponse:
    """How the workbench stands; nothing where that is what the page knows already."""
    cycle = _composed(request, year)
    if request.GET.get("seen") == str(version_of(cycle)):
        return HttpResponse(status=204)
    return JsonResponse({"state": state_of(_begun(cycle))})


@require_POST
def rebase(request: HttpRequest, year: int) -> HttpResponse:
    """Moves the workbench to the base distribution in force."""
    cycle = _composed(request, year)
    rebase_workbench(cycle=cycle, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The workbench stands on the base distribution in force now."))
    return redirect("workbench", year)


@never_cache
@require_GET
def download(request: HttpRequest, year: int) -> HttpResponse:
    """The workbench as xlsx: places, base distribution, advices, differences."""
    cycle = _composed(request, year)
    found = _begun(cycle)
    content = workbench_workbook(found, current_round(cycle), now=timezone.now())
    return xlsx_file(content, f"werkbank-{year}.xlsx")
