"""Reading deadlines: when they fall, whether they are still open, how they moved.

"vóór" excludes the day, "uiterlijk" includes it; both in Europe/Amsterdam, whatever the clock of
the machine. Toewijzingsprotocol 2027, fase III 2 ("vóór 12 mei") and fase IV ("uiterlijk 12 juni").
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import get_language

from allocation.enums import DeadlineKind
from allocation.models import Cycle, Deadline, DeadlineVersion
from allocation.protocols.rules import DeadlineRule
from allocation.selectors.cycles import protocol_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def closing_moment(day: date, kind: str) -> datetime:
    """The first moment that is too late: midnight before the day ("vóór") or after it."""
    if kind == DeadlineKind.AT_THE_LATEST and day < date.max:  # no day comes after the last
        day += timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


def closes_at(version: DeadlineVersion) -> datetime | None:
    """The first moment that is too late; None while no day is set."""
    return closing_moment(version.day, version.kind) if version.day else None


def is_open(version: DeadlineVersion, now: datetime) -> bool:
    """Whether it may still be done: until the closing moment, or as long as no day is set."""
    closing = closes_at(version)
    return closing is None or now < closing


@dataclass(frozen=True, slots=True)
class DeadlineMoment:
    """A deadline as pages and the calendar show it: its rule in the protocol, its latest version
    and all versions, the oldest first."""

    deadline: Deadline
    rule: DeadlineRule
    versions: tuple[DeadlineVersion, ...]

    @property
    def key(self) -> str:
        """The key in the protocol file."""
        return self.rule.key

    @property
    def version(self) -> DeadlineVersion:
        """The version that holds."""
        return self.versions[-1]

    @property
    def day(self) -> date | None:
        """The day that is named; None while none is set."""
        return self.version.day

    @property
    def exclusive(self) -> bool:
        """Whether the day itself is too late ("vóór")."""
        return self.version.kind == DeadlineKind.BEFORE

    @property
    def closes_at(self) -> datetime | None:
        """The first moment that is too late."""
        return closes_at(self.version)

    @property
    def last_day(self) -> date | None:
        """The last day on which it may be done."""
        if self.day is None:
            return None
        return self.day - timedelta(days=1) if self.exclusive else self.day

    @property
    def moved(self) -> bool:
        """Whether it was set anew since the cycle was opened."""
        return len(self.versions) > 1

    @property
    def title(self) -> str:
        """The title in the language of the reader."""
        return self.rule.title_in(get_language() or "nl")

    @property
    def who(self) -> str:
        """Who has to act, in the language of the reader."""
        return self.rule.who_in(get_language() or "nl")

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be done at this moment."""
        return is_open(self.version, now)


def deadlines_of(cycle: Cycle) -> list[DeadlineMoment]:
    """The deadlines of a cycle in the order of the protocol, with their history (two queries)."""
    protocol = protocol_of(cycle)
    rows = cycle.deadlines.order_by("position").prefetch_related(
        Prefetch("versions", DeadlineVersion.objects.order_by("number").select_related("set_by"))
    )
    return [
        DeadlineMoment(row, protocol.deadline(row.key), tuple(row.versions.all())) for row in rows
    ]


def deadline_moment(cycle: Cycle, key: str) -> DeadlineMoment | None:
    """The deadline of this key; None when the cycle's protocol has none."""
    row = cycle.deadlines.filter(key=key).first()
    if row is None:
        return None
    versions = tuple(row.versions.order_by("number").select_related("set_by"))
    return DeadlineMoment(row, protocol_of(cycle).deadline(key), versions)
