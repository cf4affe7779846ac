"""Sessions of a mediation: planning, moving, cancelling and recording them."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allocation.permissions import may_run_process
from allocation.views.person import signed_in
from consultation.forms.mediations import ReasonForm, RecordForm, SessionForm, session_values
from consultation.policies.mediations import may_hold, may_plan, may_work
from consultation.selectors.mediations import get_session, parties_of
from consultation.services.mediation_mail import recipients_of
from consultation.services.mediation_sessions import (
    cancel_session,
    invite_new,
    move_session,
    plan_session,
    record_session,
)
from consultation.views.mediation_parts import carried_out, found, step_page

if TYPE_CHECKING:
    from consultation.models import Mediation, MediationSession


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The bureau plans a session; then it reads the invitation and sends it."""
    _cycle, mediation = found(request, year, number)
    may_run_process(request.user, mediation.cycle).enforce()
    may_plan(mediation).enforce()
    form = SessionForm(request.POST or None)
    if mailing := carried_out(request, form, plan_session, form.moments, mediation=mediation):
        messages.success(request, _("The session is planned. Now send the invitation."))
        return redirect("mailing_release", mailing.pk)
    return step_page(
        request,
        mediation,
        form,
        title=_("Plan a session"),
        lead=_("Then you read the invitation, with its calendar file, and send it."),
        button=_("Plan and go on to the invitation"),
        mailed=recipients_of(mediation, with_chair=True),
        note=_without_mail(mediation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, year: int, number: int, session: int) -> HttpResponse:
    """The bureau moves a planned session."""
    mediation, current = _session(request, year, number, session)
    may_work(mediation).enforce()
    initial = session_values(current.starts_at, current.ends_at, current.place)
    form = SessionForm(request.POST or None, initial=initial)
    if mailing := carried_out(request, form, move_session, form.moments, session=current):
        messages.success(request, _("The session is moved. Now send the message."))
        return redirect("mailing_release", mailing.pk)
    return step_page(
        request,
        mediation,
        form,
        title=_("Move the session"),
        lead=_("The calendar file of the message moves the session in everybody’s calendar."),
        button=_("Move and go on to the message"),
        mailed=recipients_of(mediation, with_chair=True),
        note=_without_mail(mediation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, year: int, number: int, session: int) -> HttpResponse:
    """The bureau cancels a planned session."""
    mediation, current = _session(request, year, number, session)
    may_work(mediation).enforce()
    form = ReasonForm(request.POST or None)
    if done := carried_out(request, form, _cancelled, session=current):
        messages.success(request, _("The session is cancelled."))
        if done[0] is not None:
            return redirect("mailing_release", done[0].pk)
        return redirect("mediation", year, number)
    return step_page(
        request,
        mediation,
        form,
        title=_("Cancel the session"),
        lead=_("The calendar file of the message takes it out of everybody’s calendar."),
        button=_("Cancel the session"),
        mailed=recipients_of(mediation, with_chair=True),
        danger=True,
    )


def _cancelled(**facts: Any) -> tuple[Any]:
    """In a tuple, because there is no message where nobody was invited yet."""
    return (cancel_session(**facts),)


@require_POST
def invite(request: HttpRequest, year: int, number: int, session: int) -> HttpResponse:
    """The bureau invites who became a party after the invitation went out."""
    _mediation, current = _session(request, year, number, session)
    mailing = invite_new(session=current, by=signed_in(request), now=timezone.now())
    return redirect("mailing_release", mailing.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, year: int, number: int, session: int) -> HttpResponse:
    """The record of a session; it can be mended until there is an outcome."""
    mediation, current = _session(request, year, number, session)
    may_hold(current, timezone.now()).enforce()
    names = [*(one.name for one in parties_of(mediation)), str(mediation.chair or "")]
    initial = {"present": current.present or "\n".join(filter(None, names))}
    form = RecordForm(
        request.POST or None, request.FILES or None, initial=initial | {"record": current.record}
    )
    added = request.FILES.getlist("document")
    if carried_out(request, form, record_session, form.told, session=current, added=added):
        messages.success(request, _("The record is saved. The parties can read it."))
        return redirect("mediation", year, number)
    return step_page(
        request,
        mediation,
        form,
        title=_("Record of the session"),
        lead=_("You can still mend the record until the outcome is recorded."),
        button=_("Save the record"),
    )


def _session(
    request: HttpRequest, year: int, number: int, session: int
) -> "tuple[Mediation, MediationSession]":
    _cycle, mediation = found(request, year, number)
    may_run_process(request.user, mediation.cycle).enforce()
    return mediation, get_session(mediation, session)


def _without_mail(mediation: "Mediation") -> str:
    """Who can't be mailed, because no address is known."""
    names = [one.name for one in parties_of(mediation) if not one.user and not one.email]
    return _("Without an address: %(names)s.") % {"names": ", ".join(names)} if names else ""
