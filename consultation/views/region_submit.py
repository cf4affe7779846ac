"""What follows on a version: the region submits it; the bureau sends it back, or gives leave."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import NotNow, Refused
from allocation.roles import BUREAU_ROLES
from allocation.selectors.recipients import recipients_with
from allocation.views.person import signed_in
from bols_portal.ui.formats import digest_text
from bols_portal.ui.pieces import Link, Review
from consultation.forms.regions import IncompleteForm, LeaveForm, ReturnForm
from consultation.permissions import SIGN
from consultation.policies.phase import phase_3_runs
from consultation.policies.regions import may_submit
from consultation.selectors.region_mail import coordinators_of
from consultation.selectors.regions import lacking_in, living_proposal
from consultation.services.region_proposals import (
    grant_region_leave,
    return_region_proposal,
    submit_region_proposal,
)
from consultation.views.region_parts import (
    FORM_METHODS,
    PAGES,
    address_of,
    crumbs,
    for_bureau,
    for_coordinator,
    help_note,
    put_refusal,
)

if TYPE_CHECKING:
    from allocation.models import Cycle, Region
    from allocation.selectors.recipients import Recipient
    from consultation.models import RegionProposal


@require_http_methods(FORM_METHODS)
def submit(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Lists what is missing, says what submitting does, and submits."""
    cycle, region = for_coordinator(request, year, key)
    proposal = _living(cycle, region)
    if proposal.status != "signing":
        raise NotNow(_("This proposal lies with BOLS already."), rule=SIGN)
    may_submit(cycle, region, timezone.now()).enforce()
    missing = lacking_in(proposal)
    form = IncompleteForm(_posted(request)) if missing else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            submit_region_proposal(
                proposal=proposal,
                incomplete=form is not None,
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form = form or IncompleteForm(request.POST)
            put_refusal(form, refusal)
        else:
            messages.success(request, _("The proposal is submitted to BOLS."))
            return redirect("region", year, key)
    context = {
        "lacking": missing,
        "title": _("Submit version %(number)s to BOLS") % {"number": proposal.number},
        "review": _submitting(proposal, bool(missing)),
    }
    return _page(request, "submit.html", cycle, region, form, context)


@require_http_methods(FORM_METHODS)
def send_back(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The bureau sends a submitted proposal back to the region, with the reason."""
    cycle, region = for_bureau(request, year, key)
    proposal = _living(cycle, region)
    if proposal.status != "submitted":
        raise NotNow(_("Only a submitted proposal can be sent back."), rule=SIGN)
    phase_3_runs(cycle.pk).enforce()
    form = ReturnForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return_region_proposal(
                proposal=proposal, by=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            put_refusal(form, refusal)
        else:
            text = _("The proposal is sent back. The message to the region waits in Messages.")
            messages.success(request, text)
            return redirect("region", year, key)
    happens = [
        _("The region can submit this version again, or adopt another one."),
        _("What was signed stays valid for this version."),
        _("The message waits in Messages until you send it."),
    ]
    context = {
        "title": _("Send version %(number)s back") % {"number": proposal.number},
        "review": _review(happens, _("Send back"), address_of(proposal), coordinators_of(region)),
    }
    return _page(request, "step.html", cycle, region, form, context)


@require_http_methods(FORM_METHODS)
def leave(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The bureau lets a region submit after the deadline."""
    cycle, region = for_bureau(request, year, key)
    phase_3_runs(cycle.pk).enforce()
    living = living_proposal(cycle, region)
    if living is not None and living.status != "signing":
        raise NotNow(_("This region has submitted its proposal: it needs no leave."), rule=SIGN)
    form = LeaveForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            grant_region_leave(
                cycle=cycle,
                region=region,
                by=signed_in(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            put_refusal(form, refusal)
        else:
            text = _("This region can submit later. The message to it waits in Messages.")
            messages.success(request, text)
            return redirect("region", year, key)
    happens = [
        _("The region can submit its proposal until and including that day."),
        _("The message waits in Messages until you send it."),
    ]
    back = reverse("region", args=[year, key])
    context = {
        "title": _("Let %(region)s submit later") % {"region": region},
        "review": _review(happens, _("Give leave"), back, coordinators_of(region)),
    }
    return _page(request, "step.html", cycle, region, form, context)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None for who only looks. An empty post was sent too."""
    return request.POST if request.method == "POST" else None


def _living(cycle: "Cycle", region: "Region") -> "RegionProposal":
    found = living_proposal(cycle, region)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    template: str,
    cycle: "Cycle",
    region: "Region",
    form: forms.Form | None,
    context: dict[str, object],
) -> HttpResponse:
    shared = {
        "cycle": cycle,
        "region": region,
        "form": form,
        "crumbs": crumbs(cycle, region, Link(str(context["title"]), "")),
        "help_note": help_note(),
    }
    status = 409 if form is not None and form.is_bound and form.non_field_errors() else 200
    return render(request, f"{PAGES}{template}", shared | context, status=status)


def _submitting(proposal: "RegionProposal", incomplete: bool) -> Review:
    told = recipients_with(BUREAU_ROLES, proposal.cycle)
    happens = [
        _("Version %(number)s goes to BOLS. Digest %(digest)s.")
        % {"number": proposal.number, "digest": digest_text(proposal.digest)},
        _("From then on you can’t change it, unless the bureau sends it back."),
        _("You get a receipt as pdf."),
    ]
    if incomplete:
        happens.insert(1, _("Who has not signed yet can still sign, until the board decides."))
    return _review(happens, _("Submit to BOLS"), address_of(proposal), told)


def _review(happens: list[str], confirm: str, back: str, told: "list[Recipient]") -> Review:
    return Review(
        happens=happens,
        confirm=confirm,
        back_href=back,
        mailed=[f"{one.name} ({one.capacity})" for one in told],
        mailed_count=len(told),
    )
