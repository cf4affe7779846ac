"""The header of every page: the cycle, its phases, and the entries that this person has."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.permissions import may_administer, may_read_log
from allocation.phases.registry import definition_of
from allocation.selectors.cycles import CycleOnPage, cycle_on_page
from allocation.selectors.deadlines import DeadlineMoment
from allocation.selectors.messages import unread_count
from allocation.selectors.people_on_page import capacities_of
from allocation.views.person import signed_in
from bols_portal.ui.formats import date_text
from bols_portal.ui.navigation import Navigation, NavItem, PhaseItem, PhaseState

CHOSEN = "cycle_year"  # the cycle that the person chose last, in the session

# Pages that belong to an entry of the header, by the names of their addresses.
_OPEN: dict[str, frozenset[str]] = {
    "tables": frozenset({"tables"}),
    "documents": frozenset({"documents", "protocol", "agenda", "deadline", "move_deadline"}),
    "messages": frozenset({"messages", "message", "mailings", "mailing"}),
    "people": frozenset(),
    "log": frozenset({"log"}),
}


def on_page(request: HttpRequest) -> CycleOnPage | None:
    """The cycle that this page is about: of its address, else the chosen one, else the newest.

    Read once a request.
    """
    if not hasattr(request, "cycle_on_page"):
        match = request.resolver_match
        year = match.kwargs.get("year") if match else None
        request.cycle_on_page = cycle_on_page(  # type: ignore[attr-defined]
            request.user, year or request.session.get(CHOSEN)
        )
    found: CycleOnPage | None = request.cycle_on_page  # type: ignore[attr-defined]
    return found


def navigation_for(request: HttpRequest) -> Navigation:
    """The header of this request; for who isn't signed in or has no role, an empty one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Navigation()
    found = on_page(request)
    return Navigation(
        cycle_name=found.cycle.name if found else "",
        home_href=reverse("home"),
        phases=phase_items(request, found, ()) if found else (),
        items=_items(request, found),
        roles=capacities_of(user),
    )


def phase_items(
    request: HttpRequest, found: CycleOnPage, moments: Sequence[DeadlineMoment]
) -> list[PhaseItem]:
    """The six phases; with `moments` also the date, or what the phase waits for."""
    by_key = {moment.key: moment for moment in moments}
    items = []
    current = next((one for one in found.phases if one.status != PhaseStatus.CLOSED), None)
    for phase in found.phases:
        definition = definition_of(phase.number)
        moment = by_key.get(definition.ends_by)
        waits = definition.waits_for if current and phase.number == current.number + 1 else ""
        items.append(
            PhaseItem(
                number=phase.number,
                name=definition.name,
                state=_state(phase.status),
                href=href("phase", year=found.cycle.year, number=phase.number),
                note=_note(phase.status, phase.closed_at, moment, str(waits)) if moments else "",
                open=_is_open(request, found.cycle.year, phase.number),
            )
        )
    return items


def href(name: str, **kwargs: object) -> str:
    """The address of a page; empty where the portal has no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _state(status: str) -> PhaseState:
    if status == PhaseStatus.CLOSED:
        return PhaseState.DONE
    return PhaseState.UPCOMING if status == PhaseStatus.WAITING else PhaseState.CURRENT


def _note(
    status: str, closed_at: datetime | None, moment: DeadlineMoment | None, waits: str
) -> str:
    if status == PhaseStatus.CLOSED:
        return date_text(closed_at) if closed_at else ""
    if status == PhaseStatus.AT_BOARD:
        return _("before the board")
    if moment and moment.day:
        kind = _("before %(day)s") if moment.exclusive else _("by %(day)s")
        return kind % {"day": date_text(moment.day)}
    return waits or _("day still to be set")


def _is_open(request: HttpRequest, year: int, number: int) -> bool:
    return request.path.startswith(f"/toewijzing/{year}/fase-{number}/")


def _items(request: HttpRequest, found: CycleOnPage | None) -> list[NavItem]:
    user = request.user
    name = request.resolver_match.url_name if request.resolver_match else ""
    unread = unread_count(signed_in(request))
    messages = _("Messages (%(count)s)") % {"count": unread} if unread else _("Messages")
    entries = [("messages", messages, href("messages"))]
    if found:
        year = found.cycle.year
        entries = [
            ("tables", _("Tables"), href("tables", year=year)),
            ("documents", _("Documents"), href("documents", year=year)),
            *entries,
        ]
    reads_log = bool(found and may_read_log(user, found.cycle))
    if reads_log or may_administer(user):
        entries += [
            ("people", _("Administration"), href("people")),
            ("log", _("Log"), href("log")),
        ]
    return [
        NavItem(label, address, open=_belongs(request, name or "", key))
        for key, label, address in entries
        if address
    ]


def _belongs(request: HttpRequest, name: str, key: str) -> bool:
    if key == "people":
        return request.path.startswith("/beheer/")
    return name in _OPEN[key]
