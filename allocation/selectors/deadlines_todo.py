"""What the agenda asks of the bureau: days that the protocol does not name."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadlines_of
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One line for all days of the open phase and the next that are still to be set."""
    if not has_right(user, Right.RUN_PROCESS, cycle):
        return
    closed = cycle.phases.filter(status=PhaseStatus.CLOSED).count()
    titles = [
        moment.title
        for moment in deadlines_of(cycle)
        if moment.day is None and moment.rule.phase in (closed + 1, closed + 2)
    ]
    if titles:
        yield TodoItem(
            title=_("Set the days that the protocol does not name"),
            detail=", ".join(titles),
            deadline=None,
            url=reverse("agenda", args=[cycle.year]),
            button=_("To the agenda"),
            capacity=Role.BUREAU.label,
        )
