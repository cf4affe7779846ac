"""What a task to file says: what is asked, or how late it is."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from allocation.enums import DeadlineKind
from allocation.selectors.deadlines import DeadlineMoment, closing_moment
from bols_portal.ui.formats import date_text


def task_detail(
    asked: str, deadline: DeadlineMoment | None, leave: date | None, now: datetime
) -> str:
    """What is asked; past the last day, what can still be done. `leave`: until and including."""
    if deadline is None or deadline.is_open(now):
        return asked
    if leave is not None and now < closing_moment(leave, DeadlineKind.AT_THE_LATEST):
        return _("Too late, but the bureau lets you file until and including %(day)s.") % {
            "day": date_text(leave)
        }
    return _("Too late: the last day has passed. Ask the bureau whether you may still file.")
