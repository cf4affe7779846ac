"""What a submitted proposal asks of the bureau: its test."""

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
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.proposals import submitted_proposal


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item, while a submitted proposal has no test."""
    if not has_right(user, Right.RUN_PROCESS, cycle):
        return
    proposal = submitted_proposal(cycle)
    if proposal is None or proposal.tests.exists() or not phase_2_is_open(cycle.pk):
        return
    yield TodoItem(
        title=_("Test the proposal of FMS"),
        detail=_(
            "Version %(number)s was submitted: does it keep to the framework, and was the "
            "process careful?"
        )
        % {"number": proposal.number},
        deadline=deadline_moment(cycle, "board_regions"),
        url=reverse("proposal_test", args=[cycle.year, proposal.number]),
        button=_("To the test"),
        capacity=Role.BUREAU.label,
    )
