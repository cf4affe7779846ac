"""What is asked in phase III about a region's proposal: of its coordinators, and of the bureau."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Cycle, Region
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.rights import has_right, held_with
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.enums import RegionStatus
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.region_overview import overview_of
from consultation.selectors.region_proposals import DEADLINE, latest_proposals
from consultation.selectors.signing import states_of


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """The next step of each region that the person coordinates; for the bureau, what came in."""
    if not phase_3_is_open(cycle.pk):
        return
    for region in held_with(user, Right.COORDINATE, Region).order_by("position"):
        yield from _of_coordinator(user, cycle, region, now)
    if has_right(user, Right.RUN_PROCESS, cycle):
        yield from _of_bureau(cycle)


def _of_coordinator(user: User, cycle: Cycle, region: Region, now: datetime) -> Iterator[TodoItem]:
    found = overview_of(user, cycle, region, now)
    step = found.step
    if step is None or not step.href:
        return
    yield TodoItem(
        title=step.title,
        detail=step.text,
        deadline=found.deadline,
        url=reverse("region", args=[cycle.year, region.key]),
        button=_("To your region"),
        capacity=f"{Role.COORDINATOR.label}, {region}",
    )


def _of_bureau(cycle: Cycle) -> Iterator[TodoItem]:
    """A proposal that came in incomplete: wait for the signatures, or send it back."""
    submitted = [
        one
        for one in latest_proposals(cycle).values()
        if one.status == RegionStatus.SUBMITTED and one.lacking
    ]
    states = states_of([one.sheet for one in submitted])
    for one in submitted:
        state = states[one.sheet.pk]
        if state.all_signed:
            continue
        yield TodoItem(
            title=_("Look at the incomplete proposal of %(region)s") % {"region": one.region},
            detail=_("%(signed)s of %(asked)s institutions signed. Wait, or send it back.")
            % {"signed": state.signed, "asked": state.asked},
            deadline=deadline_moment(cycle, DEADLINE),
            url=reverse("region_proposal", args=[cycle.year, one.region.key, one.number]),
            button=_("To the proposal"),
            capacity=Role.BUREAU.label,
        )
