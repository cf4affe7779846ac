"""The page of a phase: where are we, what is asked, until when, what happens next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.enums import PhaseNumber, PhaseStatus
from allocation.permissions import may_read_confidential, may_run_process
from allocation.phases.definitions import PhaseDefinition
from allocation.phases.gates import GateCheck, exit_checks
from allocation.phases.registry import definition_of
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadlines_of
from allocation.selectors.decisions import (
    adopted_framework,
    decisions_visible_to,
    may_see_votes,
)
from allocation.selectors.memberships import holds_any
from allocation.selectors.phases import get_phase
from allocation.selectors.todo import todo_of
from allocation.views.decision_sheet import STATUS_SHAPE, board_rule
from bols_portal.ui.formats import roman_text
from bols_portal.ui.pieces import Help, Link

if TYPE_CHECKING:
    from allocation.models import Cycle, Phase

SHAPES = {
    PhaseStatus.WAITING: "waiting",
    PhaseStatus.OPEN: "busy",
    PhaseStatus.AT_BOARD: "busy",
    PhaseStatus.CLOSED: "done",
}
# The page that says which part is confidential: usage is for bureau and auditors alone.
CONFIDENTIAL_PARTS = {"usage"}
# Phases that say what becomes of the framework while they run.
ON_FRAMEWORK = {PhaseNumber.FRAMEWORK, PhaseNumber.REGIONS}


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """An exit check as this person sees it."""

    check: GateCheck
    shape: str
    label: str
    detail: str = ""
    url: str = ""


def _rectifying(found: "Phase") -> "Phase | None":
    """Phase I while an error in its framework is corrected, also for the phase that rests on it."""
    if found.number not in ON_FRAMEWORK or found.status == PhaseStatus.CLOSED:
        return None
    if found.number != PhaseNumber.FRAMEWORK:
        found = get_phase(found.cycle, PhaseNumber.FRAMEWORK)
    return found if found.status != PhaseStatus.CLOSED and found.error_in else None


@require_GET
def phase(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A phase of the cycle, for everybody who takes part."""
    cycle = get_cycle(request.user, year)
    found = get_phase(cycle, number)
    definition = definition_of(number)
    now = timezone.now()
    deadlines = [one for one in deadlines_of(cycle) if one.rule.phase == number]
    context = {
        "cycle": cycle,
        "phase": found,
        "definition": definition,
        "numeral": roman_text(number),
        "shape": SHAPES[PhaseStatus(found.status)],
        "rectifying": _rectifying(found),
        "in_force": adopted_framework(cycle) if number in ON_FRAMEWORK else None,
        "now": now,
        "deadlines": deadlines,
        "ends": next((one for one in deadlines if one.key == definition.ends_by), None),
        "todos": todo_of(request.user, cycle, now)  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
        if found.status in (PhaseStatus.OPEN, PhaseStatus.AT_BOARD)
        else [],
        "checks": _checks(request, cycle, number),
        "decisions": [
            (one, STATUS_SHAPE[one.status])  # type: ignore[index]
            for one in decisions_visible_to(request.user).filter(cycle=cycle, phase=number)
        ],
        # A phase that waits has no work yet: its page says what it waits for.
        "parts": [] if found.status == PhaseStatus.WAITING else _parts(request, cycle, definition),
        "crumbs": [
            Link(_("My tasks"), reverse("home")),
            Link(f"{cycle.name}, " + _("phase %(number)s") % {"number": roman_text(number)}, ""),
        ],
        "help_note": Help(rules=[board_rule()]),
    }
    return render(request, "allocation/phases/phase.html", context)


def _checks(request: HttpRequest, cycle: "Cycle", number: int) -> list[ShownCheck]:
    """Everybody sees which checks hold; explanation and links are for who has the dossier."""
    inside = may_see_votes(request.user, cycle)
    runs = bool(may_run_process(request.user, cycle))
    return [
        ShownCheck(
            check,
            *_state(check),
            detail=str(check.detail) if inside else "",
            url=check.url if runs and not check.passed else "",
        )
        for check in exit_checks(cycle, number)
    ]


def _state(check: GateCheck) -> tuple[str, str]:
    if check.passed:
        return "done", _("in order")
    if check.outdated:
        return "attention", _("out of date")
    return "todo", _("not yet")


def _parts(
    request: HttpRequest, cycle: "Cycle", definition: PhaseDefinition
) -> list[dict[str, Any]]:
    confidential = bool(may_read_confidential(request.user, cycle))
    return [
        {"name": part.name, "asks": part.asks, "href": reverse(part.url_name, args=[cycle.year])}
        for part in definition.parts
        if (confidential or part.url_name not in CONFIDENTIAL_PARTS)
        and (not part.seen_by or holds_any(request.user, part.seen_by))
    ]
