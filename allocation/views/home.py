"""Mijn taken: what this person must do now, and where the cycle stands."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.permissions import may_administer
from allocation.selectors.cycles import CycleOnPage
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from allocation.selectors.people_on_page import capacities_of
from allocation.selectors.todo import TodoGroup, grouped, todo_of
from allocation.selectors.todo_item import TodoItem
from allocation.views.deadline_parts import deadline_of
from allocation.views.navigation import CHOSEN, href, on_page, phase_items
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, TaskItem

NEXT_DATES = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The tasks of the chosen cycle; `?toewijzing=2027` chooses another one."""
    chosen = request.GET.get("toewijzing", "")
    if chosen:
        if chosen.isdecimal():
            request.session[CHOSEN] = int(chosen)
        return redirect("home")
    found = on_page(request)
    administers = bool(may_administer(request.user))
    if found is None:
        context: dict[str, object] = {"administers": administers}
        return render(request, "allocation/home/empty.html", context)
    return render(request, "allocation/home/home.html", _context(request, found, administers))


def _context(request: HttpRequest, found: CycleOnPage, administers: bool) -> dict[str, object]:
    now = timezone.now()
    cycle = found.cycle
    moments = deadlines_of(cycle)
    groups = grouped(todo_of(signed_in(request), cycle, now))
    capacities = capacities_of(request.user)
    return {
        "cycle": cycle,
        "groups": [(group.capacity, _rows(group, now)) for group in groups],
        "labelled": len(groups) > 1 or len(capacities) > 1,
        "long_phases": phase_items(request, found, moments),
        "dates": [(moment, deadline_of(moment, now)) for moment in _coming(moments, now)],
        "capacities": capacities,
        "administers": administers,
        "switcher": [
            Link(one.name, f"?toewijzing={one.year}", open=one == cycle) for one in found.visible
        ],
        "help_note": Help(contact_name=_("BOLS bureau"), contact_mail="info@stichtingbols.nl"),
        "agenda_href": href("agenda", year=cycle.year),
    }


def _coming(moments: list[DeadlineMoment], now: datetime) -> list[DeadlineMoment]:
    """The next dates that are still open, the earliest first."""
    coming = [one for one in moments if one.closes_at and one.is_open(now)]
    return sorted(coming, key=lambda one: one.closes_at or now)[:NEXT_DATES]


def _rows(group: TodoGroup, now: datetime) -> list[TaskItem]:
    return [_task(item, now, primary=not place) for place, item in enumerate(group.items)]


def _task(item: TodoItem, now: datetime, *, primary: bool) -> TaskItem:
    return TaskItem(
        title=item.title,
        href=item.url,
        action=item.button,
        detail=item.detail,
        deadline=deadline_of(item.deadline, now),
        primary=primary,
    )
