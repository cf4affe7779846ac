"""What FMS does with a version: submit it, and withdraw it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import FaultyInput
from allocation.roles import BUREAU_ROLES
from allocation.selectors.cycles import get_cycle
from allocation.selectors.recipients import recipients_with
from allocation.views.person import signed_in
from bols_portal.ui.formats import digest_text
from bols_portal.ui.pieces import Review
from consultation.forms.proposals import WithdrawForm
from consultation.permissions import may_compose
from consultation.policies.phase import phase_2_runs
from consultation.policies.proposals import may_step
from consultation.selectors.proposal_checks import findings_of, lacking
from consultation.selectors.proposal_sheet import sheet_of
from consultation.selectors.proposals import get_proposal
from consultation.services.proposals import submit_proposal, withdraw_proposal
from consultation.views.proposals import PAGES, crumbs, help_note

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.models import Proposal

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def submit(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Says what is missing, or what submitting does, and submits."""
    cycle, proposal = _for_fms(request, year, number)
    may_step(proposal, "submit").enforce()
    refused = False
    if request.method == "POST":
        try:
            submit_proposal(proposal=proposal, by=signed_in(request), now=timezone.now())
        except FaultyInput:  # the page below names everything, with links
            refused = True
        else:
            messages.success(request, _("The proposal is submitted to BOLS."))
            return redirect("proposal", year, number)
    sheet = sheet_of(proposal)
    missing = lacking(proposal, timezone.now(), sheet)
    context = {
        "cycle": cycle,
        "proposal": proposal,
        "lacking": missing,
        "warnings": findings_of(sheet, warnings=True),
        "review": None if missing else _review(cycle, proposal),
        "crumbs": crumbs(cycle, proposal),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}submit.html", context, status=409 if refused else 200)


@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Takes a submitted proposal back, with the reason."""
    cycle, proposal = _for_fms(request, year, number)
    phase_2_runs(cycle.pk).enforce()
    may_step(proposal, "withdraw").enforce()
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_proposal(
            proposal=proposal,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, _("The proposal is withdrawn. It stays readable."))
        return redirect("proposal", year, number)
    context = {
        "cycle": cycle,
        "proposal": proposal,
        "form": form,
        "review": Review(
            happens=[
                _("BOLS no longer tests this version, and the board does not get it."),
                _("Bureau, board members and auditors keep seeing it, with your reason."),
            ],
            confirm=_("Withdraw the proposal"),
            back_href=reverse("proposal", args=[year, number]),
            final=[_("This version can’t be submitted again. Save the workbench anew for that.")],
            danger=True,
        ),
        "crumbs": crumbs(cycle, proposal),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}withdraw.html", context)


def _for_fms(request: HttpRequest, year: int, number: int) -> "tuple[Cycle, Proposal]":
    cycle = get_cycle(request.user, year)
    proposal = get_proposal(request.user, cycle, number)
    may_compose(request.user, cycle).enforce()
    return cycle, proposal


def _review(cycle: "Cycle", proposal: "Proposal") -> Review:
    told = recipients_with(BUREAU_ROLES, cycle)
    return Review(
        happens=[
            _(
                "Version %(number)s goes to BOLS, with its motivation and reasons. Digest "
                "%(digest)s."
            )
            % {"number": proposal.number, "digest": digest_text(proposal.digest)},
            _("Bureau, board members and auditors can read it from now on."),
            _("Once the board has decided, all parties can read its reasons and motivation."),
            _("A message is prepared; the bureau sends it."),
            _("You can withdraw it until it lies before the board."),
        ],
        confirm=_("Submit the proposal"),
        back_href=reverse("proposal", args=[cycle.year, proposal.number]),
        mailed=[f"{one.name} ({one.capacity})" for one in told],
        mailed_count=len(told),
    )
