"""What has to be done now about the region assignment: by checkers, and by the bureau."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.enums import AssignmentStatus
from allocation.models import AssignmentVersion, Cycle, Institution, LateChange, Region
from allocation.roles import Right, Role
from allocation.selectors.assignment import (
    checks_anything,
    current_assignment,
    established_assignment,
)
from allocation.selectors.assignment_check import Checker, Counts, checker_of
from allocation.selectors.assignment_objections import open_objections
from allocation.selectors.assignment_pages import check_page
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.memberships import Person
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem

NAMED = 2  # institutions by name; of more their number


def todo(user: Person, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """Lines to check, objections to answer, a draft to send on."""
    current = current_assignment(cycle)
    if current and current.status == AssignmentStatus.IN_CHECK and checks_anything(user):
        yield from _to_check(user, cycle, current)
    if has_right(user, Right.RUN_PROCESS, cycle):
        yield from _of_bureau(cycle, current)


def _to_check(user: Person, cycle: Cycle, current: AssignmentVersion) -> Iterator[TodoItem]:
    page = check_page(user, current)
    counts = Counts.of(view.state for view in page.views if view.own and view.state)
    if not counts.todo:
        return
    yield TodoItem(
        title=ngettext(
            "Check %(count)s line of the region assignment",
            "Check %(count)s lines of the region assignment",
            counts.todo,
        )
        % {"count": counts.todo},
        detail=_("%(confirmed)s of %(total)s confirmed.")
        % {"confirmed": counts.confirmed, "total": counts.total},
        deadline=deadline_moment(cycle, "assignment_check"),
        url=reverse("assignment", args=[cycle.year]),
        button=_("View the lines"),
        capacity=_capacity(checker_of(user)),
    )


def _capacity(checker: Checker) -> str:
    """As whom: "OOR-coördinator, OOR NO"."""
    parts = []
    if checker.regions:
        names = ", ".join(str(one) for one in Region.objects.filter(pk__in=checker.regions))
        parts.append(f"{Role.COORDINATOR.label}, {names}")
    if checker.institutions:
        houses = [str(one) for one in Institution.objects.filter(pk__in=checker.institutions)]
        shown = ", ".join(houses)
        if len(houses) > NAMED:
            shown = _("%(n)s institutions") % {"n": len(houses)}
        parts.append(f"{Role.LEARNING_HOUSE.label}, {shown}")
    return "; ".join(parts)


def _of_bureau(cycle: Cycle, current: AssignmentVersion | None) -> Iterator[TodoItem]:
    if current is None:
        yield _item(
            cycle,
            _("Upload the recognitions and the region assignment"),
            _("From the data of RGS, NVKC, NVKF/OKF and NVZA."),
            "assignment_upload",
            _("Upload"),
        )
        return
    if current.status == AssignmentStatus.DRAFT and established_assignment(cycle) is None:
        yield _item(
            cycle,
            _("Send the region assignment to the coordinators"),
            _("Version %(number)s is a draft.") % {"number": current.number},
            "assignment_send",
            _("Send"),
        )
    count = len(open_objections(current))
    if count:
        yield _item(
            cycle,
            ngettext(
                "Answer %(count)s objection to the region assignment",
                "Answer %(count)s objections to the region assignment",
                count,
            )
            % {"count": count},
            _("The board can only decide after every objection has an answer."),
            "assignment_objections",
            _("Answer"),
        )
    yield from _late_changes(cycle)


def _late_changes(cycle: Cycle) -> Iterator[TodoItem]:
    waiting = LateChange.objects.filter(cycle=cycle, answer__isnull=True).count()
    if waiting:
        yield _item(
            cycle,
            ngettext(
                "Answer %(count)s proposed change for the next cycle",
                "Answer %(count)s proposed changes for the next cycle",
                waiting,
            )
            % {"count": waiting},
            _("It goes on the list, or you say why not."),
            "late_changes",
            _("Answer"),
        )


def _item(cycle: Cycle, title: str, detail: str, route: str, button: str) -> TodoItem:
    return TodoItem(
        title=title,
        detail=detail,
        deadline=deadline_moment(cycle, "assignment_check"),
        url=reverse(route, args=[cycle.year]),
        button=button,
        capacity=str(Role.BUREAU.label),
    )
