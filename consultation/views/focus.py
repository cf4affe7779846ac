"""Focus points of regions: the list, the form, what was filed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from allocation.errors import NotNow, NotPermitted, Refused
from allocation.selectors.cycles import get_cycle
from consultation.forms.advices import seen_in
from consultation.forms.focus import removed_in, texts_typed_in
from consultation.permissions import CONSULT, may_file_focus, may_read_filings
from consultation.selectors.advices import round_on_page
from consultation.selectors.focus import focus_statuses, get_region, points_in, texts_in
from consultation.services.focus import file_focus, file_focus_unchanged, save_focus_draft
from consultation.services.focus_content import warning_texts, warnings_of
from consultation.views.autosave import draft_refused, draft_saved, saves_itself
from consultation.views.focus_page import PAGES, crumbs, focus_page, help_note

if TYPE_CHECKING:
    from allocation.models import Cycle, Region
    from consultation.models import FilingDraft, Round


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """One's own regions; for FMS, bureau, board and auditors all seven."""
    cycle = get_cycle(request.user, year)
    consultation = round_on_page(cycle)
    lines = focus_statuses(request.user, consultation, cycle)
    reads_all = may_read_filings(request.user, cycle)
    if not lines:
        reads_all.enforce()
    context = {
        "cycle": cycle,
        "round": consultation,
        "lines": lines,
        "filed": sum(line.filing is not None for line in lines),
        "points": points_in(consultation) if reads_all and consultation else {},
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_GET
def one(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The focus points of one region."""
    cycle = get_cycle(request.user, year)
    return focus_page(request, cycle, get_region(request.user, cycle, key))


@require_POST
def file(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Saves the draft or files it; what was typed stays where it is refused."""
    cycle, region, consultation = own_region(request, year, key)
    typed = texts_typed_in(request.POST)
    try:
        draft = _write(request, consultation, region, typed)
    except NotPermitted:
        raise
    except Refused as refusal:
        if saves_itself(request):
            return draft_refused(refusal)
        return focus_page(request, cycle, region, typed=typed, refusal=refusal)
    if draft is None:
        messages.success(request, _("Your focus points are filed."))
        return redirect("focus", year, key)
    if saves_itself(request):
        return draft_saved(draft, warning_texts(warnings_of(texts_in(draft.content))))
    messages.success(request, _("Your draft is saved. It is not filed yet."))
    return redirect("focus", year, key)


def _write(
    request: HttpRequest, consultation: "Round", region: "Region", typed: dict[str, str]
) -> "FilingDraft | None":
    """Files, or saves the draft and returns it: which of the two, the pressed button says."""
    sent: dict[str, Any] = {
        "consultation": consultation,
        "region": region,
        "texts": typed,
        "seen": seen_in(request.POST),
        "added": request.FILES.getlist("files"),
        "by": request.user,
        "now": timezone.now(),
    }
    if request.POST.get("action") == "file":
        file_focus(**sent, confirmed="confirmed" in request.POST)
        return None
    return save_focus_draft(**sent, removed=removed_in(request.POST))


@require_POST
def unchanged(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Files the focus points of an earlier round again, as they were."""
    _cycle, region, consultation = own_region(request, year, key)
    file_focus_unchanged(
        consultation=consultation,
        region=region,
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )
    messages.success(request, _("Your earlier focus points are filed for this round."))
    return redirect("focus", year, key)


def own_region(request: HttpRequest, year: int, key: str) -> "tuple[Cycle, Region, Round]":
    """The round and the region of somebody who files; refused for everybody else."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    may_file_focus(request.user, region).enforce()
    consultation = round_on_page(cycle)
    if consultation is None:
        raise NotNow(_("No round was opened yet."), rule=CONSULT)
    return cycle, region, consultation
