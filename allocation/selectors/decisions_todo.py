"""What a person has to do about decisions: judge them, or put them to the board."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import DecisionStatus
from allocation.models import BoardDecision, Cycle
from allocation.roles import Right, Role
from allocation.selectors.deadlines import DeadlineMoment, deadline_moment
from allocation.selectors.decisions import LIVING, can_vote
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User

DEADLINE_OF_KIND = {
    "assignment": "assignment_established",
    "framework": "framework",
    "distribution": "board_regions",
}


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """Board member: judge what lies before the board. Bureau: put what is ready."""
    if has_right(user, Right.VOTE, cycle):
        yield from _to_judge(user, cycle)
    if has_right(user, Right.RUN_PROCESS, cycle):
        yield from _to_put(cycle)


def _living(cycle: Cycle, status: str) -> list[BoardDecision]:
    return list(
        BoardDecision.objects.filter(cycle=cycle, status__in=LIVING)
        .filter(status=status)
        .order_by("number")
    )


def _deadline(decision: BoardDecision) -> DeadlineMoment | None:
    key = DEADLINE_OF_KIND.get(decision.kind)
    return deadline_moment(decision.cycle, key) if key else None


def _to_judge(user: User, cycle: Cycle) -> Iterator[TodoItem]:
    for decision in _living(cycle, DecisionStatus.AT_BOARD):
        may = any(member["user"] == user.pk for member in can_vote(decision.electorate))
        if may and not decision.votes.filter(member=user).exists():
            yield TodoItem(
                title=_("Judge the decision “%(title)s”") % {"title": decision.title},
                detail=_("Read what it rests on and say whether you approve."),
                deadline=_deadline(decision),
                url=reverse("decision", args=[cycle.year, decision.number]),
                button=_("Judge"),
                capacity=Role.BOARD.label,
            )


def _to_put(cycle: Cycle) -> Iterator[TodoItem]:
    for decision in _living(cycle, DecisionStatus.PREPARED):
        yield TodoItem(
            title=_("Put the decision “%(title)s” to the board") % {"title": decision.title},
            detail=_("It is prepared. Read it over and put it."),
            deadline=_deadline(decision),
            url=reverse("decision", args=[cycle.year, decision.number]),
            button=_("Read over"),
            capacity=Role.BUREAU.label,
        )
