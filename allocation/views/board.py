"""What a board member does with a decision: vote, and read the minutes."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from allocation.enums import DecisionStatus
from allocation.forms.decisions import VoteForm
from allocation.permissions import may_read_dossiers, may_vote
from allocation.selectors.cycles import get_cycle
from allocation.selectors.decisions import get_decision
from allocation.services.decisions import vote
from allocation.views.decision_sheet import sheet
from allocation.views.files import minutes_file
from allocation.views.refusals import told_on


@require_POST
def vote_on(request: HttpRequest, year: int, number: int) -> Any:
    """A board member approves, or does not; what was typed is kept where it is refused."""
    decision = get_decision(request.user, get_cycle(request.user, year), number)
    may_vote(request.user, decision).enforce()
    form = VoteForm(request.POST)
    if form.is_valid():
        with told_on(form):
            vote(decision=decision, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
            decision.refresh_from_db()
            messages.success(request, said_of_vote(decision.status))
            return redirect("decision", year, number)
    context = sheet(request, decision) | {"form": form}
    return render(request, "allocation/phase_1/decisions/detail.html", context)


def said_of_vote(status: str) -> str:
    """What the voter is told: that the vote is in, and whether it decided."""
    if status == DecisionStatus.ADOPTED:
        return _("Your vote is recorded. The board has adopted the decision.")
    if status == DecisionStatus.REJECTED:
        return _("Your vote is recorded. The board has rejected the decision.")
    return _("Your vote is recorded.")


@require_GET
def minutes(request: HttpRequest, year: int, number: int) -> HttpResponse | FileResponse:
    """The minutes as the bureau attached them: for bureau, board members and auditors."""
    cycle = get_cycle(request.user, year)
    decision = get_decision(request.user, cycle, number)
    may_read_dossiers(request.user, cycle).enforce()
    return minutes_file(decision.minutes.name, f"notulen-besluit-{year}-{number}.pdf")
