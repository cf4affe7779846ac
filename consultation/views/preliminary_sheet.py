"""The sheet of the decision on the preliminary proposal, and the vote on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allocation.enums import DecisionKind, TableKind
from allocation.forms.decisions import VoteForm
from allocation.permissions import may_vote
from allocation.selectors.cycles import get_cycle
from allocation.selectors.decisions import get_decision
from allocation.services.decisions import vote
from allocation.views.board import said_of_vote
from allocation.views.decision_sheet import sheet
from allocation.views.person import signed_in
from allocation.views.refusals import told_on
from bols_portal.ui.pieces import Link
from consultation.selectors.preliminary import choice_of, parts_of, written_in
from consultation.views.preliminary_links import crumbs, help_note, inside

if TYPE_CHECKING:
    from allocation.models import BoardDecision
    from consultation.models import PreliminaryChoice

PAGE = "consultation/phase_3/preliminary/sheet.html"


@dataclass(frozen=True, slots=True)
class PartLine:
    """The proposal of a region on which the decision rests."""

    name: str
    version: int | None
    digest: str


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The decision on one sheet."""
    decision = get_decision(request.user, get_cycle(request.user, year), number)
    if decision.kind != DecisionKind.PRELIMINARY:
        return redirect("decision", year, number)
    return render(request, PAGE, _context(request, decision) | {"form": VoteForm()})


@require_POST
def vote_on(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A board member approves, or does not; what was typed is kept where it is refused."""
    decision = get_decision(request.user, get_cycle(request.user, year), number)
    may_vote(request.user, decision).enforce()
    form = VoteForm(request.POST)
    if form.is_valid():
        with told_on(form):
            vote(decision=decision, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
            decision.refresh_from_db()
            messages.success(request, said_of_vote(decision.status))
            return redirect("preliminary_decision", year, number)
    return render(request, PAGE, _context(request, decision) | {"form": form})


def _context(request: HttpRequest, decision: "BoardDecision") -> dict[str, Any]:
    """The sheet of every decision, with the regions and what the board decides itself."""
    cycle = decision.cycle
    choice = choice_of(decision)
    shown = sheet(request, decision)
    # The generic sheet draws the table of the decision as a base distribution.
    shown["matrix"] = None
    board = Link(_("Decision of the board"), reverse("preliminary_decide", args=[cycle.year]))
    back = [inside(cycle), board] if shown["inside"] else []
    here = Link(_("Decision %(n)s") % {"n": decision.number}, "")
    table = decision.table
    return shown | {
        "choice": choice,
        "parts": _parts(choice) if choice else [],
        "rulings": written_in(choice) if choice else [],
        "frozen": table if table and table.kind == TableKind.PRELIMINARY else None,
        "crumbs": crumbs(cycle, *back, here),
        "help_note": help_note(),
        "vote_url": reverse("preliminary_vote", args=[cycle.year, decision.number]),
    }


def _parts(choice: "PreliminaryChoice") -> list[PartLine]:
    return [
        PartLine(
            one.region.name,
            one.proposal.number if one.proposal else None,
            one.proposal.digest if one.proposal else "",
        )
        for one in parts_of(choice)
    ]
