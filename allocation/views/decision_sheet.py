"""The one sheet of a decision: what is decided, on what, what departs from what, who decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import DecisionKind, DecisionStatus, VoteChoice
from allocation.permissions import may_run_process, may_vote
from allocation.phases.decision_kinds import rules_of
from allocation.phases.gates import missing
from allocation.phases.transitions import DECISION
from allocation.selectors.calculations import calculations_visible_to
from allocation.selectors.cycles import protocol_of
from allocation.selectors.decision_content import ProposedItem, item_name
from allocation.selectors.decisions import (
    Tally,
    may_see_votes,
    replacement_of,
    table_is_open_to,
    tally_of,
)
from allocation.selectors.framework import change_between
from allocation.selectors.intake import numbers_of, sheet_of
from allocation.selectors.tables import places_of
from allocation.views.matrices import base_matrix
from bols_portal.ui.formats import roman_text
from bols_portal.ui.pieces import Difference, Event, Link, Rule

if TYPE_CHECKING:
    from allocation.models import AllocationTable, BoardDecision

STATUS_SHAPE = {
    DecisionStatus.PREPARED: "todo",
    DecisionStatus.AT_BOARD: "busy",
    DecisionStatus.ADOPTED: "done",
    DecisionStatus.REJECTED: "stopped",
    DecisionStatus.WITHDRAWN: "stopped",
    DecisionStatus.REPLACED: "info",
}
LIVING = (DecisionStatus.PREPARED, DecisionStatus.AT_BOARD)


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A line of "on what it rests": name, digest, the page of the record and its download."""

    name: str
    digest: str
    href: str = ""
    download: str = ""


def crumbs(year: int, *more: Link, phase: int = 1) -> list[Link]:
    """The way back from a page about decisions."""
    return [
        Link(
            _("Phase %(number)s") % {"number": roman_text(phase)},
            reverse("phase", args=[year, phase]),
        ),
        Link(_("Decision"), reverse("decisions", args=[year])),
        *more,
    ]


def board_rule() -> Rule:
    """What ends a phase, for the help beside the page."""
    return Rule(
        _("When the board has decided on the result of a phase, the next phase begins."),
        "Toewijzingsprotocol 2027, hoofdstuk 2",
    )


def sheet(request: HttpRequest, decision: "BoardDecision") -> dict[str, Any]:
    """Everything the page of a decision shows to this person."""
    user, cycle = request.user, decision.cycle
    rules = rules_of(decision.kind)
    inside = may_see_votes(user, cycle)
    living = decision.status in LIVING
    frozen = decision.put_at is not None
    tally = tally_of(decision) if frozen else None
    checks = rules.checks(decision) if living and inside else []
    answer = may_vote(user, decision)
    voted = bool(tally and any(vote.member_id == user.pk for vote in tally.votes))
    at_board = decision.status == DecisionStatus.AT_BOARD
    runs = bool(may_run_process(user, cycle))
    return {
        "cycle": cycle,
        "decision": decision,
        "shape": STATUS_SHAPE[DecisionStatus(decision.status)],
        "inside": inside,
        "replacement": replacement_of(decision)
        if decision.status == DecisionStatus.REPLACED
        else None,
        "rectifies": decision.kind == DecisionKind.RECTIFICATION,
        "older": rules.outdated(decision) if living and inside else [],
        "items": [_line(request, decision, item) for item in _items(decision, frozen)],
        "checks": checks,
        "lacking": missing(checks),
        "tally": tally,
        "needs": needs(tally) if tally and at_board else "",
        "events": _events(decision, tally) if inside else _public_events(decision),
        "asks_vote": at_board and bool(answer) and not voted,
        "no_vote_because": answer.reason if at_board and _is_board(user, decision) else "",
        "can_revise": runs and DECISION.allows(decision.status, "put"),
        "can_withdraw": runs and DECISION.allows(decision.status, "withdraw"),
        "crumbs": crumbs(cycle.year, Link(_("Decision %(n)s") % {"n": decision.number}, "")),
        **_tables(request, decision),
    }


def needs(tally: Tally) -> str:
    """How many approvals are still needed, in words."""
    return _("%(have)s of the %(needed)s approvals that are needed; %(waiting)s can still vote") % {
        "have": tally.approvals,
        "needed": tally.needed,
        "waiting": len(tally.waiting),
    }


def _is_board(user: Any, decision: "BoardDecision") -> bool:
    return any(member["user"] == user.pk for member in decision.electorate)


def _items(decision: "BoardDecision", frozen: bool) -> list[ProposedItem]:
    """What was frozen when it was put; before that what it rests on now."""
    if not frozen:
        return rules_of(decision.kind).items(decision)
    items = decision.items.select_related("table", "intake", "assignment")
    return [
        ProposedItem(item.label, item.digest, item.table, item.intake, item.assignment)
        for item in items
    ]


def _line(request: HttpRequest, decision: "BoardDecision", item: ProposedItem) -> SheetItem:
    year = decision.cycle.year
    href = download = ""
    if item.intake:
        href = reverse("intake_version", args=[year, item.intake.number])
    elif item.assignment:
        href = reverse("assignment_version", args=[year, item.assignment.number])
    elif item.table:
        href, download = _table_links(request, decision, item.table)
    return SheetItem(str(item_name(item.label)), item.digest, href, download)


def _table_links(
    request: HttpRequest, decision: "BoardDecision", table: "AllocationTable"
) -> tuple[str, str]:
    found = calculations_visible_to(request.user, decision.cycle).filter(calculation__table=table)
    number = found.values_list("number", flat=True).first()
    if number is None:
        return "", ""
    arguments = [decision.cycle.year, number]
    return reverse("calculation", args=arguments), reverse("calculation_download", args=arguments)


def _tables(request: HttpRequest, decision: "BoardDecision") -> dict[str, Any]:
    """The national intake, the base distribution and, in a rectification, what differs."""
    protocol = protocol_of(decision.cycle)
    shown: dict[str, Any] = {"leeway": protocol.leeway, "floor": protocol.floor}
    if decision.intake:
        shown["intake"] = sheet_of(numbers_of(decision.intake), protocol)
    table = decision.table
    if table is None or not table_is_open_to(request.user, table):
        return shown
    old = decision.replaces.table if decision.replaces else None
    if old is None:
        return shown | {"matrix": base_matrix(places_of(table))}
    change = change_between(old, table)
    return shown | {
        "matrix": base_matrix(change.new, compared=change.old),
        "old_matrix": base_matrix(change.old, key="earlier"),
        "change": change,
        "cells": [
            Difference(one.name, one.region, one.old, one.new, code=one.code)
            for one in change.cells
        ],
    }


def _public_events(decision: "BoardDecision") -> list[Event]:
    """What all parties read: that the board decided and when, not who said what."""
    if decision.decided_at is None:
        return []
    return [Event(_("The board"), _("adopted the decision"), decision.decided_at)]


def _events(decision: "BoardDecision", tally: Tally | None) -> list[Event]:
    events = [
        Event(
            str(decision.prepared_by), _("prepared the decision"), decision.prepared_at, kind="info"
        )
    ]
    if decision.put_at:
        events.append(
            Event(str(decision.put_by), _("put it to the board"), decision.put_at, kind="info")
        )
    for vote in tally.votes if tally else ():
        approved = vote.choice == VoteChoice.APPROVE
        events.append(
            Event(
                str(vote.member),
                _("approved") if approved else _("did not approve"),
                vote.at,
                role=_("Board member"),
                remark=vote.remark,
                kind="done" if approved else "stopped",
            )
        )
    if decision.decided_at:
        events.append(_ending(decision, decision.decided_at))
    return events


def _ending(decision: "BoardDecision", at: datetime) -> Event:
    """How it ended: withdrawn by the bureau, or decided by the board."""
    if decision.status == DecisionStatus.WITHDRAWN:
        return Event(
            str(decision.withdrawn_by),
            _("withdrew the decision"),
            at,
            remark=decision.withdrawn_because,
            kind="stopped",
        )
    rejected = decision.status == DecisionStatus.REJECTED
    return Event(
        _("The board"),
        _("rejected the decision") if rejected else _("adopted the decision"),
        at,
        kind="stopped" if rejected else "done",
    )
