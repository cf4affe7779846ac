"""Consultation rounds: the list, one round, preparing one and dropping it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.enums import PhaseStatus
from allocation.permissions import may_run_process
from allocation.policies import OPEN
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from consultation.enums import RoundStatus
from consultation.forms.rounds import ReasonForm
from consultation.permissions import may_read_filings
from consultation.policies.filings import base_holds
from consultation.policies.reminders import may_remind
from consultation.policies.rounds import may_open, may_prepare
from consultation.selectors.phase import phase_2_status
from consultation.selectors.round_letters import letter_of
from consultation.selectors.round_overview import PartyStanding, files_for, standing
from consultation.selectors.rounds import agenda_of, get_round, rounds_visible_to
from consultation.services import rounds as service
from consultation.views.round_parts import (
    FORM_METHODS,
    PAGES,
    address,
    crumbs,
    for_bureau,
    form_page,
    help_note,
)


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The rounds that this person may see; the bureau prepares a new one from here."""
    cycle = get_cycle(request.user, year)
    runs = bool(may_run_process(request.user, cycle))
    context = {
        "cycle": cycle,
        "rounds": rounds_visible_to(request.user, cycle),
        "now": timezone.now(),
        "ended": phase_2_status(cycle.pk) == PhaseStatus.CLOSED,
        "runs": runs,
        "moment": may_prepare(cycle) if runs else None,
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One round: its letter and last days; for who may read all, what each party filed."""
    cycle = get_cycle(request.user, year)
    consultation = get_round(request.user, cycle, number)
    now = timezone.now()
    reads_all = bool(may_read_filings(request.user, cycle)) and bool(consultation.opened_at)
    parties = standing(consultation) if reads_all else []
    missing = [party for party in parties if party.filing is None]
    only_missing = request.GET.get("show") == "missing"
    runs = bool(may_run_process(request.user, cycle))
    base = base_holds(consultation) if consultation.status == RoundStatus.OPEN else OPEN
    here = address(cycle, consultation)
    context = {
        "cycle": cycle,
        "round": consultation,
        "now": now,
        "ended": phase_2_status(cycle.pk) == PhaseStatus.CLOSED,
        "letter": letter_of(consultation),
        "days": agenda_of(cycle).last_days,
        "files": files_for(request.user, consultation),
        "reads_all": reads_all,
        "parties": parties,
        "filed": len(parties) - len(missing),
        "groups": _groups(missing if only_missing else parties),
        "only_missing": only_missing,
        "filters": [
            Link(_("All parties"), here, open=not only_missing, count=len(parties)),
            Link(_("Not filed yet"), f"{here}?show=missing", only_missing, len(missing)),
        ],
        "runs": runs,
        "moment": may_open(consultation) if runs else None,
        "superseded": base.reason,
        "remind": may_remind(consultation, now) if runs and reads_all else None,
        "crumbs": crumbs(cycle, consultation),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}round.html", context)


def _groups(parties: list[PartyStanding]) -> list[tuple[str, str, list[PartyStanding]]]:
    """The two tables of the page: title, what a party is called, and its rows."""
    regions = [party for party in parties if party.is_region]
    advices = [party for party in parties if not party.is_region]
    return [
        (_("Focus points of the regions"), _("Region"), regions),
        (_("Advices on the specialisms"), _("Specialism"), advices),
    ]


@require_http_methods(FORM_METHODS)
def prepare(request: HttpRequest, year: int) -> HttpResponse:
    """Prepares a round on the table of the framework in force."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    may_prepare(cycle).enforce()
    needed = rounds_visible_to(request.user, cycle).exists()
    read_by = _("All parties read it in the letter.")
    form = ReasonForm(request.POST or None, help_text=read_by) if needed else None
    if request.method == "POST" and (form is None or form.is_valid()):
        made = service.prepare_round(
            cycle=cycle,
            reason=form.cleaned_data["reason"] if form else "",
            by=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, _("The round is prepared. Read the letter before you open it."))
        return redirect("round", year, made.number)
    title, button = _("Prepare a consultation round"), _("Prepare the round")
    return form_page(request, cycle, None, form, title, button)


@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Drops a prepared round, with the reason."""
    cycle, consultation = for_bureau(request, year, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.cancel_round(
            consultation=consultation,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, _("The round is cancelled."))
        return redirect("rounds", year)
    title, button = _("Cancel this round"), _("Cancel the round")
    return form_page(request, cycle, consultation, form, title, button)
