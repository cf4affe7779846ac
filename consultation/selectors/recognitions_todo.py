"""What reported recognitions ask of the bureau: to look each of them up in the register."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.recognition_reports import unanswered


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item for the bureau, while a report has no answer."""
    if not has_right(user, Right.RUN_PROCESS, cycle) or not phase_3_is_open(cycle.pk):
        return
    count = unanswered(cycle).count()
    if count:
        yield TodoItem(
            title=ngettext(
                "Check a reported recognition", "Check %(count)s reported recognitions", count
            )
            % {"count": count},
            detail=_("Look in the register whether it is right. Until you answer, it counts."),
            deadline=deadline_moment(cycle, "region_proposals"),
            url=reverse("recognition_reports", args=[cycle.year]),
            button=_("To the reports"),
            capacity=Role.BUREAU.label,
        )
