"""Advices on the distribution over the regions: the list, the form, the filed version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from allocation.errors import FaultyInput, NotPermitted, Refused
from allocation.selectors.cycles import get_cycle, protocol_of
from consultation.forms.advices import seen_in, typed_in
from consultation.permissions import may_file_advice, may_read_filings
from consultation.selectors.advice_overview import advice_overview
from consultation.selectors.advices import (
    cells_of,
    content_of,
    get_advised,
    previous_advice,
    round_on_page,
    statuses,
)
from consultation.services.advices import file_advice, file_unchanged, save_advice_draft
from consultation.views.advice_page import advice_page
from consultation.views.advice_parts import PAGES, crumbs, help_note, round_now
from consultation.views.autosave import draft_refused, draft_saved, saves_itself


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """One's own specialisms; for FMS, bureau, board and auditors all that was filed."""
    cycle = get_cycle(request.user, year)
    consultation = round_on_page(cycle)
    lines = statuses(request.user, consultation, cycle)
    reads_all = may_read_filings(request.user, cycle)
    if not lines:
        reads_all.enforce()
    shown = None
    if reads_all:
        lines = [line for line in lines if line.own]
        shown = advice_overview(request.user, consultation, cycle) if consultation else None
    context = {
        "cycle": cycle,
        "round": consultation,
        "lines": lines,
        "filed": sum(line.filing is not None for line in lines),
        "overview": shown,
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_GET
def advice(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The advice on one specialism."""
    cycle = get_cycle(request.user, year)
    return advice_page(request, cycle, get_advised(request.user, cycle, code))


@require_POST
def file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Saves the draft or files the advice; what was typed stays where it is refused.

    A form that saves itself is answered in JSON; only a draft is saved so, never filed.
    """
    cycle = get_cycle(request.user, year)
    specialism = get_advised(request.user, cycle, code)
    may_file_advice(request.user, specialism).enforce()
    typed = typed_in(request.POST, [one.key for one in protocol_of(cycle).regions])
    itself = saves_itself(request)
    files = request.POST.get("action") == "file" and not itself
    try:
        facts = {
            "consultation": round_now(cycle),
            "specialism": specialism,
            "content": typed,
            "seen": seen_in(request.POST),
            "by": request.user,
            "now": timezone.now(),
        }
        if files:
            file_advice(**facts)  # type: ignore[arg-type]
        else:
            draft = save_advice_draft(**facts)  # type: ignore[arg-type]
    except NotPermitted:
        raise
    except Refused as refusal:
        if itself:
            return draft_refused(refusal)
        return advice_page(request, cycle, specialism, typed=typed, refusal=refusal)
    if itself:
        return draft_saved(draft)
    done = _("Your advice is filed.") if files else _("Your draft is saved. It is not filed yet.")
    messages.success(request, done)
    return redirect("advice", year, code)


@require_POST
def unchanged(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Files the advice of an earlier round again, as it was; else it stands in the form."""
    cycle = get_cycle(request.user, year)
    specialism = get_advised(request.user, cycle, code)
    may_file_advice(request.user, specialism).enforce()
    consultation = round_now(cycle)
    try:
        file_unchanged(
            consultation=consultation,
            specialism=specialism,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except FaultyInput as refusal:
        earlier = previous_advice(consultation, specialism)
        start = content_of(cells_of(earlier), earlier.motivation) if earlier else {}
        return advice_page(request, cycle, specialism, typed=start, refusal=refusal)
    messages.success(request, _("Your earlier advice is filed for this round."))
    return redirect("advice", year, code)
