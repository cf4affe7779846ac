"""What has to be done now about the national intake."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.intake import current_intake
from allocation.selectors.memberships import Person
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem


def todo(user: Person, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """The bureau enters the numbers of the ministry's letter; after that nothing waits."""
    if has_right(user, Right.RUN_PROCESS, cycle) and current_intake(cycle) is None:
        yield TodoItem(
            title=_("Enter the national intake"),
            detail=_("The number of places per specialism, from the ministry’s letter."),
            deadline=deadline_moment(cycle, "vws_instructions"),
            url=reverse("intake", args=[cycle.year]),
            button=_("Enter"),
            capacity=str(Role.BUREAU.label),
        )
