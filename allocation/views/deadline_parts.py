"""A deadline of the agenda as pages show it."""

from datetime import datetime

from allocation.selectors.deadlines import DeadlineMoment
from bols_portal.ui.pieces import Deadline


def deadline_of(moment: DeadlineMoment | None, now: datetime) -> Deadline | None:
    """The day with how long it still is; None while no day is set."""
    if moment is None or moment.day is None:
        return None
    return Deadline(moment.day, now, exclusive=moment.exclusive)
