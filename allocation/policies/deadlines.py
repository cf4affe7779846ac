"""Which new day of a deadline fits the others, and what the bureau must see before it moves one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from allocation.selectors.deadlines import DeadlineMoment, closing_moment
from bols_portal.ui.formats import date_text


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something illogical that a new day brings about; `code` names it for the acknowledgement."""

    code: str
    text: str


def conflicts_of(
    moments: Sequence[DeadlineMoment], key: str, day: date, kind: str, now: datetime
) -> list[Conflict]:
    """Every conflict of moving deadline `key` to this day: with its predecessors and successors in
    the protocol's order, with the clock, and with the weekend. The others keep their days.
    """
    by_key = {moment.key: moment for moment in moments}
    moved = by_key[key]
    closing = closing_moment(day, kind)
    return [
        *_too_early(moved, by_key, closing),
        *_too_late(moved, moments, closing),
        *_odd_day(day, kind, closing, now),
    ]


def _too_early(
    moved: DeadlineMoment, by_key: dict[str, DeadlineMoment], closing: datetime
) -> Iterator[Conflict]:
    for key in moved.rule.after:
        earlier = by_key[key]
        if earlier.closes_at and earlier.closes_at > closing:
            yield Conflict(
                f"before:{key}",
                _("“%(moved)s” would fall before “%(other)s” (%(day)s).") % _names(moved, earlier),
            )


def _too_late(
    moved: DeadlineMoment, moments: Sequence[DeadlineMoment], closing: datetime
) -> Iterator[Conflict]:
    for later in moments:
        if moved.key in later.rule.after and later.closes_at and later.closes_at < closing:
            yield Conflict(
                f"after:{later.key}",
                _("“%(moved)s” would fall after “%(other)s” (%(day)s).") % _names(moved, later),
            )


def _odd_day(day: date, kind: str, closing: datetime, now: datetime) -> Iterator[Conflict]:
    if closing <= now:
        yield Conflict("past", _("This day has passed: the term would be over at once."))
    last = closing - timedelta(days=1)
    if last.date().weekday() >= 5:
        yield Conflict(
            "weekend",
            _("The last day of the term, %(day)s, is in a weekend.")
            % {"day": date_text(last.date())},
        )


def _names(moved: DeadlineMoment, other: DeadlineMoment) -> dict[str, str]:
    return {
        "moved": moved.title,
        "other": other.title,
        "day": date_text(other.day) if other.day else "",
    }
