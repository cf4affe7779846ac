"""What is asked of FMS when a version of the proposal is ready: submit it."""

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
from consultation.enums import ProposalStatus
from consultation.models import Proposal
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.proposal_checks import DEADLINE, lacking


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item, while the last version was saved and nothing is missing in it."""
    if not has_right(user, Right.COMPOSE, cycle) or not phase_2_is_open(cycle.pk):
        return
    last = (
        Proposal.objects.filter(cycle=cycle)
        .select_related("cycle", "round", "base", "table")
        .order_by("-number")
        .first()
    )
    if last is None or last.status != ProposalStatus.SAVED or lacking(last, now):
        return
    yield TodoItem(
        title=_("Submit the proposal"),
        detail=_("Nothing is missing in version %(number)s.") % {"number": last.number},
        deadline=deadline_moment(cycle, DEADLINE),
        url=reverse("proposal_submit", args=[cycle.year, last.number]),
        button=_("To the proposal"),
        capacity=Role.FMS.label,
    )
