"""What the bureau does for the parties of a round: leave to file late, and a reminder."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import NotNow, NotPermitted, Refused
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Review
from consultation.forms.rounds import LeaveForm
from consultation.policies.reminders import may_remind
from consultation.selectors.round_letters import asked_in
from consultation.selectors.round_overview import addressees_in, missing_in, standing
from consultation.services import rounds as service
from consultation.services.reminders import prepare_reminder, reminder_text
from consultation.views.round_parts import (
    FORM_METHODS,
    PAGES,
    address,
    crumbs,
    for_bureau,
    form_page,
    help_note,
)


@require_http_methods(FORM_METHODS)
def leave(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Lets one party file after the deadline."""
    cycle, consultation = for_bureau(request, year, number)
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
    return form_page(request, cycle, consultation, form, title, button)


@require_http_methods(FORM_METHODS)
def remind(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Shows who would be reminded, and of what; a post puts the reminder in Messages."""
    cycle, consultation = for_bureau(request, year, number)
    now = timezone.now()
    may_remind(consultation, now).enforce()
    if request.method == "POST":
        mailing = prepare_reminder(consultation=consultation, by=signed_in(request), now=now)
        messages.success(request, _("The reminder is prepared. Read it here, then send it."))
        return redirect("mailing", mailing.pk)
    missing = missing_in(consultation, now)
    mailed = asked_in(consultation, addressees_in(missing))
    review = Review(
        happens=[
            _("The reminder waits in Messages. You can change its text before you send it."),
            _("Each person gets the letter of the round again, as an enclosure."),
        ],
        confirm=_("Prepare the reminder"),
        back_href=address(cycle, consultation),
        mailed=[f"{one.name} ({one.capacity})" for one in mailed],
        mailed_count=len(mailed),
    )
    context = {
        "cycle": cycle,
        "round": consultation,
        "missing": missing,
        "review": review,
        "text": reminder_text(consultation, now),
        "crumbs": crumbs(cycle, consultation),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}remind.html", context)
