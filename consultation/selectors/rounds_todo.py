"""What phase II asks of the bureau: a round on the table of the framework in force."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.models import Cycle
from allocation.roles import Right
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.enums import RoundStatus
from consultation.models import Round


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item, while phase II is open and no round runs on that table: prepare it or open it."""
    if not has_right(user, Right.RUN_PROCESS, cycle):
        return
    if not cycle.phases.filter(number=2, status=PhaseStatus.OPEN).exists():
        return
    framework = adopted_framework(cycle)
    if framework is None:
        return
    alive = Round.objects.filter(
        cycle=cycle, status__in=[RoundStatus.OPEN, RoundStatus.PREPARED], table=framework.table
    )
    if any(one.status == RoundStatus.OPEN for one in alive):
        return
    prepared = next(iter(alive), None)
    yield TodoItem(
        title=_("Open the consultation round") if prepared else _("Prepare a consultation round"),
        detail=_("No round runs on the table of the framework in force."),
        deadline=None,
        url=reverse("round", args=[cycle.year, prepared.number])
        if prepared
        else reverse("rounds", args=[cycle.year]),
        button=_("To the round") if prepared else _("To the rounds"),
    )
