"""What the end of phase III asks: of the bureau the decision, of an institution to read its letter.

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
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.preliminary import adopted_preliminary, living_preliminary
from consultation.selectors.preliminary_letter import letters_of
from consultation.selectors.region_proposals import latest_proposals


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """For the bureau: to prepare the decision; for an institution: its letter, until one can no
    longer complain."""
    if has_right(user, Right.RUN_PROCESS, cycle):
        yield from _of_bureau(cycle)
        return
    letters = letters_of(user, adopted_preliminary(cycle))
    deadline = deadline_moment(cycle, "complaints") if letters else None
    if deadline is None or (deadline.closes_at and now >= deadline.closes_at):
        return
    for one in letters:
        yield TodoItem(
            title=_("Read what %(institution)s gets") % {"institution": one.name},
            detail=_("The preliminary proposal is established. You can still complain."),
            deadline=deadline,
            url=reverse("preliminary_letter", args=[cycle.year, one.code]),
            button=_("To the letter"),
            capacity=one.name,
        )


def _of_bureau(cycle: Cycle) -> Iterator[TodoItem]:
    """Once all regions submitted and nothing is proposed yet."""
    if not phase_3_is_open(cycle.pk) or living_preliminary(cycle):
        return
    found = latest_proposals(cycle).values()
    if len(found) < 7 or any(one.submitted_at is None for one in found):
        return
    yield TodoItem(
        title=_("Prepare the decision on the preliminary proposal"),
        detail=_("All regions submitted their proposal."),
        deadline=deadline_moment(cycle, "preliminary_proposal"),
        url=reverse("preliminary", args=[cycle.year]),
        button=_("To the proposals"),
        capacity=Role.BUREAU.label,
    )
