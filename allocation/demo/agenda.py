"""The agenda of the demo, moved to the day on which the demo is loaded.

The story ends in the spring of 2026. What still lay ahead there lies ahead for whoever tries the
demo: the bureau moves those terms by whole weeks, with the reason, as it would any other.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from allocation.demo.stages_story import Story
from allocation.enums import PhaseStatus
from allocation.models import Phase
from allocation.policies.deadlines import conflicts_of
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from allocation.services import outbox
from allocation.services.deadlines import Move, move_deadline
from allocation.services.messages import cancel_mailing, release_mailing
from bols_portal.audit.models import Event
from bols_portal.ui.formats import date_text

SOON = timedelta(days=14)  # how far away the first term is, at least
WEEK = timedelta(weeks=1)
REASON = (
    "Deze demo is geladen op {day}. Alle termijnen die nog komen schuiven {weeks} weken op, zodat "
    "u ze zelf kunt meemaken."
)
NOT_SENT = "De fase van deze termijn is nog niet begonnen. De nieuwe dag staat in de agenda."


def bring_to_today(story: Story, *, now: datetime) -> int:
    """Moves every term that lay ahead where the story ends; returns the number of weeks.

    The first falls two to three weeks from now. Nothing moves when it does already. The last term
    goes first, so that none overtakes another.
    """
    ahead = _ahead(story)
    if not ahead:
        return 0
    first = min(one.closes_at for one in ahead if one.closes_at)
    weeks = -((first - now - SOON) // WEEK)
    if weeks <= 0:
        return 0
    reason = REASON.format(day=date_text(timezone.localdate(now)), weeks=weeks)
    begun = _phases(story, PhaseStatus.OPEN, PhaseStatus.AT_BOARD)
    ahead.sort(key=lambda moment: (moment.closes_at, moment.deadline.position), reverse=True)
    for one in ahead:
        move = _move(story, one, weeks, reason, now)
        if one.deadline.phase in begun:
            release_mailing(mailing=move.mailing, by=story.anna, now=now)
        else:
            cancel_mailing(mailing=move.mailing, by=story.anna, now=now, reason=NOT_SENT)
    outbox.send_due(clock=lambda: now)
    return weeks


def _ahead(story: Story) -> list[DeadlineMoment]:
    """The terms after the last event of the story, of phases that are not done."""
    last = Event.objects.latest("pk").at
    done = _phases(story, PhaseStatus.CLOSED)
    return [
        one
        for one in deadlines_of(story.cycle)
        if one.closes_at and one.closes_at > last and one.deadline.phase not in done
    ]


def _phases(story: Story, *statuses: str) -> set[int]:
    phases = Phase.objects.filter(cycle=story.cycle, status__in=statuses)
    return set(phases.values_list("number", flat=True))


def _move(story: Story, one: DeadlineMoment, weeks: int, reason: str, now: datetime) -> Move:
    if one.day is None:
        raise RuntimeError("a term without a day does not move")
    day, kind = one.day + weeks * WEEK, one.version.kind
    conflicts = conflicts_of(deadlines_of(story.cycle), one.key, day, kind, now)
    return move_deadline(
        moment=one,
        day=day,
        kind=kind,
        reason=reason,
        seen=one.version.number,
        acknowledged=[conflict.code for conflict in conflicts],
        by=story.anna,
        now=now,
    )
