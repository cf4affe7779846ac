"""What phase II asks of the bureau: a round on the table of the framework, and a reminder in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import Cycle
from allocation.roles import Right
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from bols_portal.ui.formats import places_text
from consultation.enums import RoundStatus
from consultation.models import Round
from consultation.selectors.phase import phase_2_is_open
from consultation.selectors.reminders import reminder_mailings
from consultation.selectors.round_overview import missing_in
from consultation.selectors.rounds import agenda_of, current_round

REMIND_WITHIN = timedelta(days=7)


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """While phase II is open: a round where none runs on that table, a reminder where one does."""
    if not has_right(user, Right.RUN_PROCESS, cycle) or not phase_2_is_open(cycle.pk):
        return
    framework = adopted_framework(cycle)
    if framework is None:
        return
    alive = Round.objects.filter(
        cycle=cycle, status__in=[RoundStatus.OPEN, RoundStatus.PREPARED], table=framework.table
    )
    if any(one.status == RoundStatus.OPEN for one in alive):
        yield from _reminder(cycle, now)
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


def _reminder(cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item in the last week before a deadline, while parties are missing and nobody was
    reminded."""
    consultation = current_round(cycle)
    if consultation is None or consultation.opens_at is None or now < consultation.opens_at:
        return
    near = [
        one
        for one in agenda_of(cycle).last_days
        if one.closes_at is not None and now < one.closes_at <= now + REMIND_WITHIN
    ]
    if not near or reminder_mailings(consultation).exists():
        return
    missing = len(missing_in(consultation, now))
    if not missing:
        return
    detail = ngettext(
        "%(count)s party has not filed yet. Nobody is mailed before you have read it.",
        "%(count)s parties have not filed yet. Nobody is mailed before you have read it.",
        missing,
    )
    yield TodoItem(
        title=_("Send a reminder in the consultation round"),
        detail=detail % {"count": places_text(missing)},
        deadline=near[0],
        url=reverse("round_remind", args=[cycle.year, consultation.number]),
        button=_("To the reminder"),
    )
