"""What the outbox asks of the bureau: messages to read and release, messages that failed."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.messages import failed_count, open_mailings
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """Mailings that wait for release, each, and one line for all messages that failed."""
    if not has_right(user, Right.RUN_PROCESS, cycle):
        return
    for mailing, count in open_mailings(user, cycle):
        yield TodoItem(
            title=_("Read and send: %(subject)s") % {"subject": mailing.subject},
            detail=ngettext(
                "Nothing was sent yet. %(count)s person gets this message.",
                "Nothing was sent yet. %(count)s people get this message.",
                count,
            )
            % {"count": count},
            deadline=None,
            url=reverse("mailing", args=[mailing.pk]),
            button=_("Read"),
            capacity=Role.BUREAU.label,
        )
    failed = failed_count(user, cycle)
    if failed:
        yield TodoItem(
            title=_("See to messages that were not sent"),
            detail=ngettext(
                "%(count)s message could not be sent.",
                "%(count)s messages could not be sent.",
                failed,
            )
            % {"count": failed},
            deadline=None,
            url=reverse("mailings", args=[cycle.year]),
            button=_("Look"),
            capacity=Role.BUREAU.label,
        )
