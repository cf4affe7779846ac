"""What a round asks of coordinators: the focus points of each region that has sent none yet."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Cycle, Region
from allocation.roles import Right, Role
from allocation.selectors.rights import held_on
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.models import Filing
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.rounds import FOCUS, agenda_of, current_round, is_superseded
from consultation.selectors.todo_detail import task_detail


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item a region, while the round runs and nothing was filed in it.

    A fixed number of queries. What is overdue stays, and says so.
    """
    held = held_on(user, Right.COORDINATE, Region)
    consultation = current_round(cycle) if held else None
    if consultation is None or consultation.opens_at is None or now < consultation.opens_at:
        return
    if not phase_2_is_open(cycle.pk) or is_superseded(consultation):
        return
    filed = Filing.objects.filter(round=consultation, region__in=held).values_list("region_id")
    leaves: dict[int | None, date] = {}
    for leave in consultation.late_leaves.filter(region__in=held).order_by("until"):
        leaves[leave.region_id] = leave.until
    deadline = agenda_of(cycle).moments.get(FOCUS)
    asked = _("Round %(number)s: what BOLS and FMS should take into account.") % {
        "number": consultation.number
    }
    for region in Region.objects.filter(pk__in=held).exclude(pk__in=filed).order_by("position"):
        yield TodoItem(
            title=_("File the focus points of %(name)s") % {"name": region.name},
            detail=task_detail(asked, deadline, leaves.get(region.pk), now),
            deadline=deadline,
            url=reverse("focus", args=[cycle.year, region.key]),
            button=_("To the focus points"),
            capacity=Role.COORDINATOR.label,
        )
