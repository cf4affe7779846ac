"""Consultation rounds: the list, one round, and what the bureau does with it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.formats import date_text
from bols_portal.ui.pieces import Help, Link, Review, Rule
from consultation.forms.rounds import LeaveForm, LetterForm, OpenForm, ReasonForm
from consultation.permissions import CONSULT, may_read_filings
from consultation.policies.rounds import may_open, may_prepare
from consultation.selectors.round_overview import asked_in, last_days, letter_of, standing
from consultation.selectors.rounds import get_round, rounds_visible_to
from consultation.services import rounds as service

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.models import Round

PAGES = "consultation/phase_2/rounds/"
_PASSED = gettext_lazy(
    "A last day above has passed: nobody can file until you move it in the agenda. Move it first."
)
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The rounds that this person may see; the bureau prepares a new one from here."""
    cycle = get_cycle(request.user, year)
    runs = bool(may_run_process(request.user, cycle))
    context = {
        "cycle": cycle,
        "rounds": rounds_visible_to(request.user, cycle),
        "runs": runs,
        "moment": may_prepare(cycle) if runs else None,
        "crumbs": _crumbs(cycle),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One round: its letter and last days; for who may read all, what each party filed."""
    cycle = get_cycle(request.user, year)
    consultation = get_round(request.user, cycle, number)
    reads_all = bool(may_read_filings(request.user, cycle))
    parties = standing(consultation) if reads_all else []
    runs = bool(may_run_process(request.user, cycle))
    context = {
        "cycle": cycle,
        "round": consultation,
        "letter": letter_of(consultation),
        "days": last_days(cycle),
        "reads_all": reads_all,
        "parties": parties,
        "filed": sum(party.filing is not None for party in parties),
        "runs": runs,
        "moment": may_open(consultation) if runs else None,
        "crumbs": _crumbs(cycle, consultation),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}round.html", context)


@require_http_methods(FORM_METHODS)
def prepare(request: HttpRequest, year: int) -> HttpResponse:
    """Prepares a round on the table of the framework in force."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    may_prepare(cycle).enforce()
    needed = rounds_visible_to(request.user, cycle).exists()
    form = ReasonForm(request.POST or None, needed=needed) if needed else None
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
    return _form_page(request, cycle, None, form, title, button)


@require_http_methods(FORM_METHODS)
def letter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Changes the covering letter."""
    cycle, consultation = _for_bureau(request, year, number)
    title, button = _("Change the letter"), _("Save")
    last = letter_of(consultation)
    initial = (
        {"subject": last.subject, "body": last.body, "seen": last.number} if last else {"seen": 0}
    )
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            service.save_letter(
                consultation=consultation,
                **form.cleaned_data,
                by=signed_in(request),
                now=timezone.now(),
            )
        except Stale as refusal:  # what was typed stays on the page
            form.add_error(None, str(refusal.message))
            page = _form_page(request, cycle, consultation, form, title, button)
            page.status_code = 409
            return page
        messages.success(request, _("The letter is saved."))
        return redirect("round", year, number)
    return _form_page(request, cycle, consultation, form, title, button)


@require_http_methods(FORM_METHODS)
def open_one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Says what opening does and whom it mails, and opens."""
    cycle, consultation = _for_bureau(request, year, number)
    may_open(consultation).enforce()
    last = letter_of(consultation)
    form = OpenForm(request.POST or None, initial={"seen": last.number if last else 0})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        service.open_round(
            consultation=consultation,
            opens_at=now,
            seen=form.cleaned_data["seen"],
            by=signed_in(request),
            now=now,
        )
        messages.success(request, _("The round is open. Release its letter in Messages."))
        return redirect("round", year, number)
    context = {
        "cycle": cycle,
        "round": consultation,
        "letter": last,
        "form": form,
        "review": _review(cycle, consultation),
        "crumbs": _crumbs(cycle, consultation),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}open.html", context)


@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Drops a prepared round, with the reason."""
    cycle, consultation = _for_bureau(request, year, number)
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
    return _form_page(request, cycle, consultation, form, title, button)


@require_http_methods(FORM_METHODS)
def leave(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Lets one party file after the deadline."""
    cycle, consultation = _for_bureau(request, year, number)
    parties = {party.key: party for party in standing(consultation)}
    choices = [(key, party.name) for key, party in parties.items()]
    form = LeaveForm(request.POST or None, parties=choices)
    if request.method == "POST" and form.is_valid():
        try:
            service.grant_late_leave(
                consultation=consultation,
                party=parties[form.cleaned_data["party"]].party,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except (NotNow, NotPermitted):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("This party can file until and including that day."))
            return redirect("round", year, number)
    title, button = _("Let a party file late"), _("Give leave")
    return _form_page(request, cycle, consultation, form, title, button)


def _for_bureau(request: HttpRequest, year: int, number: int) -> "tuple[Cycle, Round]":
    cycle = get_cycle(request.user, year)
    consultation = get_round(request.user, cycle, number)
    may_run_process(request.user, cycle).enforce()
    return cycle, consultation


def _form_page(
    request: HttpRequest,
    cycle: "Cycle",
    consultation: "Round | None",
    form: forms.Form | None,
    title: str,
    button: str,
) -> HttpResponse:
    context: dict[str, Any] = {
        "cycle": cycle,
        "form": form,
        "title": title,
        "button": button,
        "back": _address(cycle, consultation),
        "crumbs": _crumbs(cycle, consultation),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}form.html", context)


def _review(cycle: "Cycle", consultation: "Round") -> Review:
    mailed, days = asked_in(cycle), last_days(cycle)
    happens = [
        _("The parties can file from now on, on the table of the framework in force."),
        *(f"{one.title}: {date_text(one.last_day)}" for one in days if one.last_day),
        *([str(_PASSED)] if any(not one.is_open(timezone.now()) for one in days) else []),
        _("A round that is open now is replaced. What was filed in it stays readable."),
        _("The letter waits in Messages until the bureau releases it."),
    ]
    return Review(
        happens=happens,
        confirm=_("Open the round"),
        back_href=_address(cycle, consultation),
        mailed=[f"{one.name} ({one.capacity})" for one in mailed],
        mailed_count=len(mailed),
    )


def _address(cycle: "Cycle", consultation: "Round | None") -> str:
    if consultation is None:
        return reverse("rounds", args=[cycle.year])
    return reverse("round", args=[cycle.year, consultation.number])


def _crumbs(cycle: "Cycle", consultation: "Round | None" = None) -> list[Link]:
    phase = Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2]))
    listed = Link(_("Consultation"), reverse("rounds", args=[cycle.year]))
    if consultation is None:
        return [phase, listed]
    label = _("Round %(number)s") % {"number": consultation.number}
    return [phase, listed, Link(label, _address(cycle, consultation))]


def _help() -> Help:
    text = _(
        "In a round BOLS asks regions for focus points and associations for advice on the "
        "distribution over the regions."
    )
    return Help(rules=[Rule(text, CONSULT)])
