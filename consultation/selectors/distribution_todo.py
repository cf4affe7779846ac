"""What a tested proposal asks of the bureau: to write what the board is asked to decide.

Putting a decision that is written, and voting on it: allocation/selectors/decisions_todo.py.
"""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.selectors.distribution import living_distribution
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.proposals import submitted_proposal


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item for the bureau, once the proposal is tested and nothing is proposed yet."""
    if not has_right(user, Right.RUN_PROCESS, cycle) or not phase_2_is_open(cycle.pk):
        return
    proposal = submitted_proposal(cycle)
    if proposal is None or not proposal.tests.exists() or living_distribution(cycle):
        return
    yield TodoItem(
        title=_("Prepare the decision on the distribution"),
        detail=_("Version %(number)s of the proposal is tested. Write what the board decides.")
        % {"number": proposal.number},
        deadline=deadline_moment(cycle, "board_regions"),
        url=reverse("distribution_decide", args=[cycle.year]),
        button=_("To the decision"),
        capacity=Role.BUREAU.label,
    )
