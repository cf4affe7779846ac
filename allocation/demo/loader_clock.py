"""The clock of the demo's story: what happened on a day carries that day.

Services take the moment from who calls them, but work in the background asks the clock. While the
story is told, and only in the process that tells it, the clock stands at the moment of the story.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of the story, in Europe/Amsterdam."""
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


@contextmanager
def standing_at(now: datetime) -> Iterator[None]:
    """Lets the clock stand still at a moment for as long as the block lasts."""
    real = timezone.now
    timezone.now = lambda: now
    try:
        yield
    finally:
        timezone.now = real
