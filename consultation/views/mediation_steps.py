"""Steps of a mediation: taking it up or not, the chair, the outcome, withdrawing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allocation.errors import NotPermitted
from allocation.permissions import may_run_process
from allocation.selectors.recipients import Recipient
from allocation.views.person import signed_in
from consultation.forms.mediations import ChairForm, OutcomeForm, ReasonForm
from consultation.permissions import SIGN, may_chair_mediation
from consultation.policies.mediations import may_end, may_step, may_work
from consultation.services.mediation_mail import recipients_of
from consultation.services.mediation_parties import take_chair
from consultation.services.mediations import (
    accept_mediation,
    end_mediation,
    refuse_mediation,
    withdraw_mediation,
)
from consultation.views.mediation_parts import carried_out, facts_of, found, step_page


@require_POST
def accept(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The bureau takes the request up."""
    _cycle, mediation = found(request, year, number)
    accept_mediation(mediation=mediation, **facts_of(request))
    messages.success(
        request, _("The request is taken up. Now set the parties; the mail waits below.")
    )
    return redirect("mediation", year, number)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The bureau does not take the request up, with its reason."""
    _cycle, mediation = found(request, year, number)
    may_run_process(request.user, mediation.cycle).enforce()
    may_step(mediation, "refuse").enforce()
    form = ReasonForm(request.POST or None)
    if carried_out(request, form, refuse_mediation, mediation=mediation):
        messages.success(request, _("The request is not taken up. The mail waits below."))
        return redirect("mediation", year, number)
    asker = mediation.requested_by
    return step_page(
        request,
        mediation,
        form,
        title=_("Do not take up the request"),
        lead=_("Who asked reads the reason, here and by mail."),
        button=_("Do not take it up"),
        mailed=[Recipient(asker, asker.email, mediation.capacity)],
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def chair(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A secretary takes the chair."""
    _cycle, mediation = found(request, year, number)
    may_chair_mediation(request.user, mediation.cycle).enforce()
    may_work(mediation).enforce()
    form = ChairForm(request.POST or None)
    if carried_out(request, form, take_chair, mediation=mediation):
        messages.success(request, _("You are in the chair of this mediation."))
        return redirect("mediation", year, number)
    lead = _("You lead the session, and record what was discussed and how it ended.")
    if mediation.chair is not None:
        lead = _("You take over the chair from %(who)s.") % {"who": mediation.chair}
    return step_page(
        request, mediation, form, title=_("Take the chair"), lead=lead, button=_("Take the chair")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The secretary in the chair records how it ended."""
    _cycle, mediation = found(request, year, number)
    if mediation.chair_id != signed_in(request).pk:
        raise NotPermitted(_("Only the secretary in the chair records the outcome."), rule=SIGN)
    may_end(mediation).enforce()
    form = OutcomeForm(request.POST or None)
    if carried_out(request, form, end_mediation, form.outcome, mediation=mediation):
        messages.success(request, _("The outcome is recorded. The mail waits below."))
        return redirect("mediation", year, number)
    return step_page(
        request,
        mediation,
        form,
        title=_("Record the outcome"),
        lead=_("The outcome goes to the board. After this the mediation is closed."),
        button=_("Record the outcome"),
        mailed=recipients_of(mediation),
        note=_("With consensus the coordinators of the region are told too, without the text."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Who asked for it takes the request back."""
    _cycle, mediation = found(request, year, number)
    if mediation.requested_by_id != signed_in(request).pk:
        raise NotPermitted(_("Only who asked for mediation can withdraw the request."), rule=SIGN)
    may_step(mediation, "withdraw").enforce()
    form = ReasonForm(request.POST or None)
    if carried_out(request, form, withdraw_mediation, mediation=mediation):
        messages.success(request, _("Your request is withdrawn."))
        return redirect("mediation", year, number)
    return step_page(
        request,
        mediation,
        form,
        title=_("Withdraw the request"),
        lead=_("The mediation stops. A planned session is cancelled."),
        button=_("Withdraw the request"),
        mailed=recipients_of(mediation),
        danger=True,
    )
