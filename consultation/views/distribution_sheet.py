"""The sheet of a decision on the distribution, and the vote on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allocation.enums import DecisionKind
from allocation.forms.decisions import VoteForm
from allocation.permissions import may_vote
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.selectors.decisions import get_decision, table_is_open_to
from allocation.selectors.tables import places_of
from allocation.services.decisions import vote
from allocation.views.board import said_of_vote
from allocation.views.decision_sheet import sheet
from allocation.views.person import signed_in
from allocation.views.refusals import told_on
from bols_portal.ui.pieces import Difference, Link
from bols_portal.ui.tables import Cell as Drawn
from bols_portal.ui.tables import Column, Matrix
from consultation.permissions import may_read_filings
from consultation.selectors.distribution import (
    DECIDING,
    base_of,
    changes_of,
    choice_of,
    places_chosen,
)
from consultation.selectors.distribution_ground import (
    Cell,
    ground_of,
    zeros_in,
)
from consultation.selectors.distribution_ground import places_in as numbers_in
from consultation.views.distribution import crumbs, help_note

if TYPE_CHECKING:
    from allocation.models import BoardDecision
    from consultation.models import DistributionChoice


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as numbers: what is decided, or None where nothing was entered yet."""

    regions: tuple[str, ...]
    names: Mapping[str, str]
    places: Mapping[Cell, int | None]
    zeros: frozenset[Cell]


PAGE = "consultation/phase_2/distribution/sheet.html"


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The decision on one sheet."""
    decision = get_decision(request.user, get_cycle(request.user, year), number)
    if decision.kind != DecisionKind.DISTRIBUTION:
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
            return redirect("distribution", year, number)
    return render(request, PAGE, _context(request, decision) | {"form": form})


def _context(request: HttpRequest, decision: "BoardDecision") -> dict[str, Any]:
    """The sheet of every decision, with the course and the decided table beside the others."""
    cycle = decision.cycle
    choice = choice_of(decision)
    here = _("Decision %(n)s") % {"n": decision.number}
    board = Link(_("Decision of the board"), reverse("distribution_decide", args=[cycle.year]))
    shown = sheet(request, decision)
    inside = shown["inside"]
    # The generic sheet draws the table of the decision as a base distribution.
    shown["matrix"] = None
    shown |= {
        "choice": choice,
        "crumbs": [*crumbs(cycle), *([board] if inside else []), Link(here, "")],
        "help_note": help_note(),
        "changes": _changes(request, decision, choice) if choice else [],
        "vote_url": reverse("distribution_vote", args=[cycle.year, decision.number]),
    }
    return shown | _matrices(request, decision, choice, inside=inside)


def _changes(
    request: HttpRequest, decision: "BoardDecision", choice: "DistributionChoice"
) -> list[Difference]:
    """The cells that the board changed. What was advised outside the framework is for those who
    read all advices; what FMS proposed is told to all."""
    cycle = decision.cycle
    reads_all = bool(may_read_filings(request.user, cycle))
    inside = {one.code for one in protocol_of(cycle).framework_specialisms}
    return [
        _difference(one) for one in changes_of(choice) if reads_all or one.specialism.code in inside
    ]


def _difference(one: Any) -> Difference:
    return Difference(
        one.specialism.name,
        one.region.key,
        one.proposed or 0,
        one.decided,
        code=one.specialism.code,
        reason=one.reason,
    )


def _matrices(
    request: HttpRequest,
    decision: "BoardDecision",
    choice: "DistributionChoice | None",
    *,
    inside: bool,
) -> dict[str, Any]:
    """What is decided against the base distribution, and for insiders against the proposal."""
    laid = _laid_out(request, decision, choice, inside=inside)
    if laid is None:
        return {}
    decided, base = laid
    proposed = choice.proposal.table if inside and choice and choice.proposal else None
    return {
        "against_base": _matrix("decided", decided, base),
        "against_proposal": _matrix("proposed", decided, numbers_in(places_of(proposed)))
        if proposed
        else None,
    }


def _laid_out(
    request: HttpRequest,
    decision: "BoardDecision",
    choice: "DistributionChoice | None",
    *,
    inside: bool,
) -> "tuple[Laid, Mapping[Cell, int]] | None":
    """The numbers that were put, or that would be put now, and the base distribution."""
    if choice is None or choice.course not in DECIDING:
        return None
    if decision.put_at is None:
        ground = ground_of(decision.cycle)
        if not inside or ground is None:
            return None
        changes = {(one.specialism.code, one.region.key): one.decided for one in changes_of(choice)}
        places = places_chosen(ground, choice.course, changes)
        zeros = frozenset(ground.framework.zeros)
        base = numbers_in(ground.base)
        return Laid(ground.regions, ground.names, places, zeros), base
    table = decision.table
    if table is None or not table_is_open_to(request.user, table):
        return None
    decided = places_of(table)
    found = base_of(decision)
    base = numbers_in(places_of(found)) if found else {}
    names = {row.code: row.name for row in decided.rows}
    return Laid(decided.regions, names, numbers_in(decided), zeros_in(decided)), base


def _matrix(key: str, decided: Laid, other: Mapping[Cell, int]) -> Matrix:
    def cell(place: tuple[str, str]) -> Drawn:
        number = decided.places.get(place)
        change = number - other[place] if number is not None and place in other else 0
        return Drawn(number, changed=change, zero=place in decided.zeros)

    return Matrix.of_places(
        key=key,
        caption=_("The decided distribution, places by specialism and region"),
        columns=[Column(region, title=f"OOR {region}") for region in decided.regions],
        rows=[
            (code, name, [cell((code, region)) for region in decided.regions])
            for code, name in decided.names.items()
        ],
        percentages=True,
    )
