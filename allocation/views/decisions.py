"""Pages of the bureau's side of a decision: list, sheet, prepare, put, withdraw."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from allocation.enums import DecisionKind
from allocation.errors import Refused
from allocation.forms.decisions import DecisionForm, ReasonForm, VoteForm
from allocation.permissions import may_run_process
from allocation.phases.decision_kinds import rules_of
from allocation.phases.transitions import DECISION
from allocation.policies.decisions import may_prepare, may_report_error
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.selectors.decisions import (
    board_members,
    decisions_visible_to,
    earlier_attempt,
    get_decision,
)
from allocation.services.decision_mailings import board_recipients
from allocation.services.decisions import (
    prepare_decision,
    put_to_board,
    revise_decision,
    withdraw_decision,
)
from allocation.views.decision_sheet import STATUS_SHAPE, board_rule, crumbs, sheet
from allocation.views.decision_texts import KIND_OF_SLUG, SLUG_OF_KIND, standard_text
from bols_portal.ui.pieces import Help, Link, Review

if TYPE_CHECKING:
    from allocation.models import BoardDecision, Cycle

BASE = "allocation/phase_1/decisions/"


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The decisions that the person may see, and for the bureau which can be prepared now."""
    cycle = get_cycle(request.user, year)
    runs = bool(may_run_process(request.user, cycle))
    kinds = [(kind, may_prepare(cycle, kind)) for kind in SLUG_OF_KIND] if runs else []
    found = decisions_visible_to(request.user).filter(cycle=cycle)
    context = {
        "cycle": cycle,
        "decisions": [(one, STATUS_SHAPE[one.status]) for one in found],  # type: ignore[index]
        "can_prepare": [
            (DecisionKind(kind), SLUG_OF_KIND[kind]) for kind, moment in kinds if moment
        ],
        "can_report": runs and bool(may_report_error(cycle)),
        "runs": runs,
        "crumbs": [*crumbs(year)[:1], Link(_("Decision"), "")],
    }
    return render(request, BASE + "overview.html", context)


@require_GET
def detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A decision on one sheet; kinds of later phases have a sheet of their own."""
    decision = get_decision(request.user, get_cycle(request.user, year), number)
    page = rules_of(decision.kind).page
    if page != "decision":
        return redirect(page, year, number)
    return render(request, BASE + "detail.html", sheet(request, decision) | {"form": VoteForm()})


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The bureau writes a decision; it goes to the board in a later step."""
    cycle = get_cycle(request.user, year)
    if kind not in KIND_OF_SLUG:
        raise Http404
    chosen = KIND_OF_SLUG[kind]
    may_run_process(request.user, cycle).enforce()
    may_prepare(cycle, chosen).enforce()
    form = DecisionForm(
        request.POST or None,
        request.FILES or None,
        kind=chosen,
        initial=_initial(cycle, chosen),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = prepare_decision(
                cycle=cycle, kind=chosen, **form.cleaned_data, **_acting(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("decision", year, made.number)
    return _form_page(request, cycle, form, chosen)


def _initial(cycle: "Cycle", kind: str) -> dict[str, str]:
    """What was written before where the board rejected it or the bureau withdrew it."""
    earlier = earlier_attempt(cycle, kind)
    if earlier:
        return {"title": earlier.title, "text": earlier.text, "reason": earlier.reason}
    return standard_text(cycle, kind)


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The bureau changes a decision that was not put yet."""
    cycle = get_cycle(request.user, year)
    decision = get_decision(request.user, cycle, number)
    may_run_process(request.user, cycle).enforce()
    DECISION.step(decision.status, "put")
    if not rules_of(decision.kind).on_form:
        return redirect("decision", year, number)
    initial = {"title": decision.title, "text": decision.text, "reason": decision.reason}
    form = DecisionForm(
        request.POST or None, request.FILES or None, kind=decision.kind, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            revise_decision(decision=decision, **form.cleaned_data, **_acting(request))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("decision", year, number)
    return _form_page(request, cycle, form, decision.kind, decision)


def _form_page(
    request: HttpRequest,
    cycle: "Cycle",
    form: DecisionForm,
    kind: str,
    decision: "BoardDecision | None" = None,
) -> HttpResponse:
    context = {
        "cycle": cycle,
        "form": form,
        "kind": DecisionKind(kind),
        "decision": decision,
        "crumbs": crumbs(cycle.year, Link(DecisionKind(kind).label, "")),
        "help_note": Help(rules=[board_rule()]),
    }
    return render(request, BASE + "form.html", context)


def _acting(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now()}


@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The review before a decision goes to the board."""
    cycle = get_cycle(request.user, year)
    decision = get_decision(request.user, cycle, number)
    may_run_process(request.user, cycle).enforce()
    DECISION.step(decision.status, "put")
    refusal = ""
    if request.method == "POST":
        try:
            put_to_board(decision=decision, **_acting(request))
        except Refused as refused:
            refusal = str(refused.message)
        else:
            messages.success(
                request, _("The decision is before the board. The message to its members is ready.")
            )
            return redirect("decision", year, number)
    context = sheet(request, decision) | {
        "review": _put_review(request, decision),
        "refusal": refusal,
        "crumbs": crumbs(
            year,
            Link(_("Decision %(n)s") % {"n": number}, reverse("decision", args=[year, number])),
            Link(_("Put to the board"), ""),
            phase=decision.phase,
        ),
    }
    return render(request, BASE + "put.html", context)


def _put_review(request: HttpRequest, decision: "BoardDecision") -> Review:
    cycle = decision.cycle
    authors = {*decision.authors, request.user.pk}
    members = board_members(cycle, timezone.localdate())
    voters = [member for member in members if member.pk not in authors]
    needed = protocol_of(cycle).board_majority.needed(len(voters)) if voters else 0
    told = board_recipients(cycle)
    return Review(
        happens=[
            _("Text, minutes and tables are frozen under one digest."),
            ngettext(
                "%(voters)s board member can vote: %(names)s.",
                "%(voters)s board members can vote: %(names)s.",
                len(voters),
            )
            % {"voters": len(voters), "names": ", ".join(str(member) for member in voters)},
            ngettext(
                "%(needed)s approval adopts the decision; it then holds at once.",
                "%(needed)s approvals adopt the decision; it then holds at once.",
                needed,
            )
            % {"needed": needed},
            _("The message to the members is prepared. It goes out when you release it."),
        ],
        confirm=_("Put to the board"),
        back_href=reverse("decision", args=[cycle.year, decision.number]),
        mailed=[f"{one.name} ({one.capacity})" for one in told],
        mailed_count=len(told),
        final=[
            _("The content can't be changed any more. You can withdraw it until it is decided.")
        ],
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The bureau takes a decision back before it is decided."""
    cycle = get_cycle(request.user, year)
    decision = get_decision(request.user, cycle, number)
    may_run_process(request.user, cycle).enforce()
    DECISION.step(decision.status, "withdraw", reason="-")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_decision(decision=decision, **form.cleaned_data, **_acting(request))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The decision is withdrawn."))
            return redirect("decision", year, number)
    back = reverse("decision", args=[year, number])
    context = {
        "cycle": cycle,
        "decision": decision,
        "form": form,
        "review": Review(
            happens=[
                _("The decision is not voted on any more. What was said stays readable."),
                _("You can prepare it anew."),
            ],
            confirm=_("Withdraw the decision"),
            back_href=back,
            danger=True,
        ),
        "crumbs": crumbs(
            year,
            Link(_("Decision %(n)s") % {"n": number}, back),
            Link(_("Withdraw"), ""),
            phase=decision.phase,
        ),
    }
    return render(request, BASE + "withdraw.html", context)
