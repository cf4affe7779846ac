"""What care usage asks of the bureau: a second employee must judge what another one uploaded."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import ImportStatus
from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from allocation.selectors.usage import waiting_imports
from bols_portal.accounts.models import User


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """Every import that waits for a second employee, but one's own: that is for a colleague."""
    if not has_right(user, Right.RUN_PROCESS, cycle):
        return
    for one in waiting_imports(cycle):
        if one.uploaded_by_id == user.pk or one.status != ImportStatus.READY:
            continue
        yield TodoItem(
            title=_("Judge the care usage of %(source)s") % {"source": one.get_source_display()},
            detail=_("Import %(number)s, uploaded by %(name)s. A second employee must accept it.")
            % {"number": one.number, "name": one.uploaded_by},
            deadline=None,
            url=reverse("usage_import", args=[cycle.year, one.number]),
            button=_("Judge"),
            capacity=Role.BUREAU.label,
        )
