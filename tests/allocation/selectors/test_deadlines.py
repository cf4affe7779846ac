"""When a term is over: the day, the kind, midnight and the change of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from allocation.enums import DeadlineKind
from allocation.models import DeadlineVersion
from allocation.selectors.deadlines import (
    AMSTERDAM,
    closes_at,
    closing_moment,
    deadline_moment,
    deadlines_of,
    is_open,
)
from tests import factories

BEFORE, LATEST = DeadlineKind.BEFORE, DeadlineKind.AT_THE_LATEST


def amsterdam(day: int, month: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("kind", "moment", "expected"),
    [
        (LATEST, amsterdam(12, 6, 23, 59), True),
        (LATEST, amsterdam(13, 6, 0, 0), False),
        (LATEST, amsterdam(13, 6, 0, 1), False),
        (BEFORE, amsterdam(11, 6, 23, 59), True),
        (BEFORE, amsterdam(12, 6, 0, 0), False),
        (BEFORE, amsterdam(12, 6, 0, 1), False),
    ],
)
def test_uiterlijk_includes_the_day_and_voor_excludes_it(
    kind: str, moment: datetime, expected: bool
) -> None:
    version = DeadlineVersion(day=date(2026, 6, 12), kind=kind)
    assert is_open(version, moment) is expected
    # The same moment on a machine that thinks in UTC.
    assert is_open(version, moment.astimezone(UTC)) is expected


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),  # winter
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),  # the clock goes forward
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),  # summer
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),  # the clock goes back
        (date(2026, 12, 31), datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_midnight_is_dutch_midnight_also_when_the_clock_changes(
    day: date, in_utc: datetime
) -> None:
    assert closing_moment(day, LATEST) == in_utc
    assert closing_moment(day + timedelta(days=1), BEFORE) == in_utc


def test_the_days_of_the_clock_change_have_23_and_25_hours() -> None:
    def hours(day: date) -> float:
        length = closing_moment(day, LATEST).astimezone(UTC) - closing_moment(
            day, BEFORE
        ).astimezone(UTC)
        return length.total_seconds() / 3600

    assert hours(date(2026, 3, 29)) == 23
    assert hours(date(2026, 10, 25)) == 25


def test_without_a_day_a_term_stays_open() -> None:
    version = DeadlineVersion(day=None, kind=LATEST)
    assert closes_at(version) is None
    assert is_open(version, datetime(2099, 1, 1, tzinfo=UTC))


@pytest.mark.django_db
def test_the_latest_version_holds(django_assert_num_queries) -> None:
    cycle = factories.make_cycle()
    moment = deadline_moment(cycle, "mediation")
    assert moment is not None
    assert (moment.day, moment.exclusive, moment.moved) == (date(2026, 5, 12), True, False)
    assert moment.last_day == date(2026, 5, 11)
    DeadlineVersion.objects.create(
        deadline=moment.deadline,
        number=2,
        day=date(2026, 5, 18),
        kind=LATEST,
        reason="VWS is later",
        set_at=factories.NOW,
        set_by=cycle.opened_by,
    )
    with django_assert_num_queries(2):
        moments = deadlines_of(cycle)
    moved = next(one for one in moments if one.key == "mediation")
    assert (moved.day, moved.exclusive, moved.moved) == (date(2026, 5, 18), False, True)
    assert moved.last_day == date(2026, 5, 18)
    assert [one.key for one in moments][:2] == ["assignment_check", "assignment_established"]


@pytest.mark.django_db
def test_a_key_that_the_protocol_lacks_gives_nothing() -> None:
    assert deadline_moment(factories.make_cycle(), "party") is None
