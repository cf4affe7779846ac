"""Writing what the board is asked: the seven proposals, and its own decisions per region."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.permissions import may_read_dossiers
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from bols_portal.ui.typed import keepable
from consultation.forms.advices import seen_in
from consultation.forms.preliminary import rows_in, wish_in
from consultation.permissions import may_propose_decision
from consultation.policies.preliminary import may_propose
from consultation.selectors.preliminary import choice_of, living_preliminary, rulings_of
from consultation.selectors.preliminary_arguments import arguments_of
from consultation.selectors.preliminary_checks import rulable
from consultation.selectors.preliminary_ground import PreliminaryGround, RegionGround, ground_of
from consultation.services.preliminary import Wish, decide_in_region, propose_preliminary
from consultation.services.preliminary_content import reason_field
from consultation.views.preliminary_lines import region_lines
from consultation.views.preliminary_links import crumbs, help_note, inside, reads
from consultation.views.preliminary_rows import ReasonField, row_forms, wish_of

if TYPE_CHECKING:
    from allocation.models import Cycle

PAGE = "consultation/phase_3/preliminary/decide.html"
REGION = "consultation/phase_3/preliminary/region.html"


def _ground(request: HttpRequest, year: int) -> "tuple[Cycle, PreliminaryGround]":
    """The cycle and what is decided on; 404 while the board has not decided phase II."""
    cycle = get_cycle(request.user, year)
    may_read_dossiers(request.user, cycle).enforce()
    ground = ground_of(cycle)
    if ground is None:
        raise Http404
    return cycle, ground


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, year: int) -> HttpResponse:
    """Bureau, board and auditors read; bureau and board members propose."""
    cycle, ground = _ground(request, year)
    if request.method != "POST":
        return _page(request, cycle, ground)
    try:
        propose_preliminary(
            cycle=cycle,
            reason=keepable(request.POST.get("reason", "")),
            seen=seen_in(request.POST),
            by=signed_in(request),
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:  # what was typed stays on the page
        return _page(request, cycle, ground, refusal)
    messages.success(request, _("The decision is proposed. The bureau puts it to the board."))
    return redirect("preliminary_decide", year)


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    ground: PreliminaryGround,
    refusal: Refused | None = None,
) -> HttpResponse:
    shown = _standing(request, cycle)
    choice, lines = shown["choice"], region_lines(ground, shown["rulings"])
    typed = request.POST.get("reason", choice.reason if choice else "")
    context = shown | {
        "ground": ground,
        "lines": lines,
        "open": sum(bool(line.decides) for line in lines),
        "refusal": refusal,
        "why": ReasonField("reason", _("Explanation"), typed, ""),
        "crumbs": crumbs(cycle, inside(cycle), Link(_("Decision of the board"), "")),
    }
    return render(request, PAGE, context, status=_status(refusal))


def _standing(request: HttpRequest, cycle: "Cycle") -> dict[str, Any]:
    """What is proposed so far, and whether this person can write now."""
    living = living_preliminary(cycle)
    choice = choice_of(living) if living else None
    moment = may_propose(cycle)
    may = bool(may_propose_decision(request.user, cycle))
    return {
        "cycle": cycle,
        "living": living,
        "reads_living": reads(request.user, living),
        "choice": choice,
        "rulings": rulings_of(choice),
        "moment": moment,
        "may_propose": may and bool(moment),
        "seen": seen_in(request.POST) if request.POST else choice.number if choice else 0,
        "help_note": help_note(),
    }


def _status(refusal: Refused | None) -> int:
    return 409 if isinstance(refusal, Stale | NotNow) else 200


@require_http_methods(["GET", "HEAD", "POST"])
def region(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """What the board decides itself in one region, with the arguments beside the numbers."""
    cycle, ground = _ground(request, year)
    one = ground.by_key.get(key)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _region(request, cycle, ground, one)
    may_propose_decision(request.user, cycle).enforce()
    wish = wish_in(request.POST, one)
    try:
        decide_in_region(
            cycle=cycle,
            region=key,
            wish=wish,
            seen=seen_in(request.POST),
            by=signed_in(request),
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:  # what was typed stays on the page
        return _region(request, cycle, ground, one, wish, refusal)
    messages.success(request, _("The decision on %(region)s is stored.") % {"region": one.region})
    return redirect("preliminary_decide", year)


def _region(
    request: HttpRequest,
    cycle: "Cycle",
    ground: PreliminaryGround,
    one: RegionGround,
    wish: Wish | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    shown = _standing(request, cycle)
    arguments = arguments_of(cycle, one)
    faults = refusal.faults if isinstance(refusal, FaultyInput) else []
    wish = wish or wish_of(one, shown["rulings"], arguments, rows_in(request.GET, one))
    picked = set(wish.rows)
    context = shown | {
        "one": one,
        "rows": row_forms(ground, one, wish, arguments, faults),
        "others": [(code, ground.names[code]) for code in rulable(one) if code not in picked],
        "refusal": refusal,
        "faults": faults,
        "why": ReasonField(
            reason_field(""), _("One weighing for all specialisms below"), wish.reason, ""
        ),
        "crumbs": crumbs(
            cycle,
            inside(cycle),
            Link(_("Decision of the board"), reverse("preliminary_decide", args=[cycle.year])),
            Link(str(one.region), ""),
        ),
    }
    return render(request, REGION, context, status=_status(refusal))
