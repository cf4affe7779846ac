"""What a round asks of coordinators: the focus points of each region that has sent none yet."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.models import Cycle, Region
from allocation.roles import Right, Role
from allocation.selectors.rights import held_on
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.models import Filing
from consultation.selectors.rounds import closes_for, current_round, deadline_for


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item a region, while the round runs and nothing was filed in it."""
    held = held_on(user, Right.COORDINATE, Region)
    consultation = current_round(cycle) if held else None
    if consultation is None or consultation.opens_at is None or now < consultation.opens_at:
        return
    if not cycle.phases.filter(number=2, status=PhaseStatus.OPEN).exists():
        return
    filed = Filing.objects.filter(round=consultation, region__in=held).values_list("region_id")
    for region in Region.objects.filter(pk__in=held).exclude(pk__in=filed).order_by("position"):
        closing = closes_for(consultation, region)
        if closing is not None and now >= closing:
            continue
        yield TodoItem(
            title=_("File the focus points of %(name)s") % {"name": region.name},
            detail=_("Round %(number)s: what BOLS and FMS should take into account.")
            % {"number": consultation.number},
            deadline=deadline_for(cycle, region),
            url=reverse("focus", args=[cycle.year, region.key]),
            button=_("To the focus points"),
            capacity=Role.COORDINATOR.label,
        )
