"""The board's page: what it reads of phase II, and what it is asked to decide."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.enums import DecisionStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.permissions import may_read_dossiers
from allocation.selectors.cycles import get_cycle
from allocation.selectors.decisions import decisions_visible_to
from allocation.views.decision_sheet import STATUS_SHAPE
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.enums import Course
from consultation.forms.advices import seen_in
from consultation.forms.distribution import wish_in
from consultation.permissions import DECIDE, may_propose_decision
from consultation.policies.distribution import FALLBACK, course_fits, may_propose
from consultation.selectors.distribution import (
    adopted_distribution,
    choice_of,
    living_distribution,
)
from consultation.selectors.distribution_ground import Ground, ground_of
from consultation.services.distribution import propose_distribution
from consultation.services.distribution_content import Wish
from consultation.views.distribution_form import course_lines, form_context, wish_of
from consultation.views.distribution_reading import reading

if TYPE_CHECKING:
    from allocation.models import Cycle

PAGE = "consultation/phase_2/distribution/decide.html"


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, year: int) -> HttpResponse:
    """Bureau, board and auditors read; bureau and board members propose one of four courses."""
    cycle = get_cycle(request.user, year)
    may_read_dossiers(request.user, cycle).enforce()
    ground = ground_of(cycle)
    if request.method != "POST":
        return _page(request, cycle, ground)
    may_propose_decision(request.user, cycle).enforce()
    if ground is None:
        raise NotNow(_("There is no framework in force yet."), rule=DECIDE)
    wish = wish_in(request.POST, ground)
    if request.POST.get("action") == "reasons":  # only to be asked for the reasons
        return _page(request, cycle, ground, wish)
    try:
        propose_distribution(
            cycle=cycle,
            wish=wish,
            seen=seen_in(request.POST),
            by=signed_in(request),
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:  # what was typed stays on the page
        return _page(request, cycle, ground, wish, refusal)
    messages.success(request, _("The decision is proposed. The bureau puts it to the board."))
    return redirect("distribution_decide", year)


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    ground: Ground | None,
    wish: Wish | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "cycle": cycle,
        "ground": ground,
        "decided": adopted_distribution(cycle),
        "refusal": refusal,
        "faults": refusal.faults if isinstance(refusal, FaultyInput) else [],
        "crumbs": [*crumbs(cycle), Link(_("Decision of the board"), "")],
        "help_note": help_note(),
    }
    if ground is not None:
        context |= reading(ground) | _asked(request, ground, wish, context["faults"])
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, PAGE, context, status=status)


def _asked(
    request: HttpRequest, ground: Ground, wish: Wish | None, faults: list[Any]
) -> dict[str, Any]:
    """The courses, what is proposed so far, and the form of the course that was picked."""
    cycle = ground.cycle
    living = living_distribution(cycle)
    choice = choice_of(living) if living else None
    moment = may_propose(cycle)
    may = bool(may_propose_decision(request.user, cycle))
    picked = wish.course if wish else request.GET.get("koers", "")
    shown: dict[str, Any] = {
        "living": living,
        "living_shape": STATUS_SHAPE[DecisionStatus(living.status)] if living else "",
        "reads_living": living is not None
        and decisions_visible_to(request.user).filter(pk=living.pk).exists(),
        "choice": choice,
        "moment": moment,
        "may_propose": may and bool(moment),
        "courses": course_lines(ground, picked),
        "seen": seen_in(request.POST) if wish else choice.number if choice else 0,
    }
    fits = picked in Course.values and (wish or course_fits(ground, picked))
    if may and fits and (moment or wish):
        shown |= form_context(ground, wish or wish_of(choice, picked), faults)
    return shown


def crumbs(cycle: "Cycle") -> list[Link]:
    """The way back to the phase."""
    phase = _("Phase %(number)s") % {"number": "II"}
    return [Link(phase, reverse("phase", args=[cycle.year, 2]))]


def help_note() -> Help:
    """The rules about the decision."""
    return Help(
        rules=[
            Rule(
                _(
                    "The proposal of FMS weighs heavily. Where the board departs from it, it gives "
                    "its reasons."
                ),
                DECIDE,
            ),
            Rule(
                _("Where no supported proposal comes about, the base distribution holds."),
                FALLBACK,
            ),
        ]
    )
