"""Reading consultation rounds: which one runs, on which table, and until when for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from allocation.models import Cycle, Region, Specialism
from allocation.roles import Right
from allocation.selectors.cycles import protocol_of
from allocation.selectors.deadlines import DeadlineMoment, closing_moment, deadlines_of
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.rights import Person, has_right
from consultation.enums import RoundStatus
from consultation.models import LateLeave, Round

FOCUS, ADVICE, PROFESSION = "focus_points", "advices", "profession_advices"
Party = Region | Specialism


def rounds_visible_to(user: Person, cycle: Cycle) -> QuerySet[Round]:
    """The rounds of a cycle: for the bureau and auditors all, for others those that were opened."""
    rounds = Round.objects.filter(cycle=cycle).select_related("cycle", "table", "opened_by")
    if has_right(user, Right.READ_CONFIDENTIAL, cycle):
        return rounds
    if not has_right(user, Right.READ_CYCLE, cycle):
        return rounds.none()
    return rounds.filter(opened_at__isnull=False)


def get_round(user: Person, cycle: Cycle, number: int) -> Round:
    """The round of this number that the person may see; raises Http404 otherwise."""
    found = rounds_visible_to(user, cycle).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def current_round(cycle: Cycle) -> Round | None:
    """The round that was opened and that no later one replaced."""
    return (
        Round.objects.filter(cycle=cycle, status=RoundStatus.OPEN)
        .select_related("cycle", "table")
        .first()
    )


def is_superseded(consultation: Round) -> bool:
    """Whether the framework was rectified since: the table of the round holds no more."""
    framework = adopted_framework(consultation.cycle)
    return framework is not None and framework.table_id != consultation.table_id


@dataclass(frozen=True, slots=True)
class Agenda:
    """The deadlines of a cycle, read once, and which of them holds for whom."""

    moments: Mapping[str, DeadlineMoment]
    outside: frozenset[str]  # codes of the specialisms outside the framework

    def of(self, party: Party | None) -> DeadlineMoment | None:
        """The deadline that holds for a party (None: for the associations).

        The protocol gives VSG and NVvO no day of their own: then that of the associations holds.
        """
        if isinstance(party, Region):
            return self.moments.get(FOCUS)
        own = self.moments.get(PROFESSION)
        if party is not None and party.code in self.outside and own is not None and own.day:
            return own
        return self.moments.get(ADVICE)

    @property
    def last_days(self) -> list[DeadlineMoment]:
        """The deadlines until which parties may file; those with a day."""
        moments = (self.moments.get(key) for key in (FOCUS, ADVICE, PROFESSION))
        return [one for one in moments if one is not None and one.day is not None]


def agenda_of(cycle: Cycle) -> Agenda:
    """The deadlines of a cycle as they are now (two queries)."""
    rules = protocol_of(cycle).specialisms
    return Agenda(
        {one.key: one for one in deadlines_of(cycle)},
        frozenset(one.code for one in rules if not one.in_framework),
    )


def deadline_for(cycle: Cycle, party: Party | None) -> DeadlineMoment | None:
    """The deadline of the agenda that holds for a party (None: for the associations)."""
    return agenda_of(cycle).of(party)


def leave_of(consultation: Round, party: Party) -> LateLeave | None:
    """The leave to file late that reaches furthest, if the bureau granted this party one."""
    mine = {"region": party} if isinstance(party, Region) else {"specialism": party}
    return consultation.late_leaves.filter(**mine).order_by("-until", "-pk").first()


def closes_for(consultation: Round, party: Party) -> datetime | None:
    """The first moment that is too late for this party; None while no day is set."""
    leave = leave_of(consultation, party)
    return closing_with(deadline_for(consultation.cycle, party), leave.until if leave else None)


def closing_with(deadline: DeadlineMoment | None, leave_until: date | None) -> datetime | None:
    """The first moment that is too late under a deadline with leave until and including a day."""
    closing = deadline.closes_at if deadline else None
    if closing is None or leave_until is None:
        return closing
    return max(closing, closing_moment(leave_until, "at_the_latest"))


def is_late(consultation: Round, party: Party, now: datetime) -> bool:
    """Whether the deadline for all has passed, so that only leave keeps it open."""
    deadline = deadline_for(consultation.cycle, party)
    return deadline is not None and not deadline.is_open(now)


def last_day_for(consultation: Round, party: Party) -> datetime | None:
    """The last day on which this party may file, as a moment within it."""
    closing = closes_for(consultation, party)
    return timezone.localtime(closing - timedelta(minutes=1)) if closing else None
