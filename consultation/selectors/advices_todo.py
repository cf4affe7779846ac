"""What a round asks of advisers: an advice for each specialism that has none yet."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Association, Cycle, Specialism
from allocation.roles import Right, Role
from allocation.selectors.cycles import protocol_of
from allocation.selectors.deadlines import DeadlineMoment
from allocation.selectors.rights import held_on
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.models import Filing
from consultation.selectors.filings import specialisms_advised_by
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.rounds import current_round, deadline_for, is_superseded
from consultation.selectors.todo_detail import task_detail


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item a specialism, while the round runs and nothing was filed in it.

    A fixed number of queries. What is overdue stays, and says so.
    """
    advises = held_on(user, Right.ADVISE, Association) or held_on(user, Right.ADVISE, Specialism)
    consultation = current_round(cycle) if advises else None
    if consultation is None or consultation.opens_at is None or now < consultation.opens_at:
        return
    if not phase_2_is_open(cycle.pk) or is_superseded(consultation):
        return
    own = list(specialisms_advised_by(user))
    filed = set(
        Filing.objects.filter(round=consultation, specialism__in=own).values_list(
            "specialism_id", flat=True
        )
    )
    leaves: dict[int | None, date] = {}
    for leave in consultation.late_leaves.filter(specialism__in=own).order_by("until"):
        leaves[leave.specialism_id] = leave.until
    asked = _(
        "Round %(number)s: per region the number, the lowest, the highest and the reason."
    ) % {"number": consultation.number}
    deadlines: dict[bool, DeadlineMoment | None] = {}
    for specialism in own:
        if specialism.pk in filed:
            continue
        inside = protocol_of(cycle).specialism(specialism.code).in_framework
        if inside not in deadlines:  # all of a kind have the same one
            deadlines[inside] = deadline_for(cycle, specialism)
        deadline = deadlines[inside]
        yield TodoItem(
            title=_("File the advice for %(name)s") % {"name": specialism.name},
            detail=task_detail(asked, deadline, leaves.get(specialism.pk), now),
            deadline=deadline,
            url=reverse("advice", args=[cycle.year, specialism.code]),
            button=_("To the advice"),
            capacity=Role.ADVISER.label,
        )
