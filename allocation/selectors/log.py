"""Reading the audit trail on the page: who may see which events, and the filters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.roles import BUREAU_ROLES, Right, Role
from allocation.selectors.log_facts import facts_text
from allocation.selectors.log_texts import action_text
from allocation.selectors.memberships import Person, holds_any
from allocation.selectors.rights import held_on
from bols_portal.audit.models import Event


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which events are asked for; what is empty does not filter."""

    who: str = ""
    action: str = ""
    object_type: str = ""
    cycle: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""

    def facts(self) -> dict[str, str]:
        """The filters that are set, for the trail itself."""
        names = ("who", "action", "object_type", "cycle", "since", "until", "text")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class LogLine:
    """An event as the page and the download show it."""

    sequence: int
    at: datetime
    who: str
    roles: str
    what: str
    about: str
    cycle: str
    reason: str
    facts: str
    address: str
    hash: str


def events_visible_to(user: Person) -> QuerySet[Event]:
    """All events for the bureau; for an auditor those of their cycles and those of no cycle."""
    if holds_any(user, BUREAU_ROLES):
        return Event.objects.all()
    cycles = held_on(user, Right.READ_LOG, Cycle)
    if not cycles:
        return Event.objects.none()
    return Event.objects.filter(Q(cycle_id__in=cycles) | Q(cycle_id__isnull=True))


def events_matching(user: Person, wanted: LogFilter) -> QuerySet[Event]:
    """The visible events that fit the filter, the latest first."""
    events = events_visible_to(user).order_by("-sequence")
    if wanted.who.strip():
        events = events.filter(actor_name__icontains=wanted.who.strip())
    if wanted.action:
        events = events.filter(action=wanted.action)
    if wanted.object_type:
        events = events.filter(object_type=wanted.object_type)
    if wanted.cycle:
        events = events.filter(cycle_id=wanted.cycle)
    if wanted.since:
        events = events.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        last = min(wanted.until, date.max - timedelta(days=1))
        events = events.filter(at__lt=_midnight(last + timedelta(days=1)))
    if text := wanted.text.strip():
        events = events.filter(
            Q(object_label__icontains=text)
            | Q(reason__icontains=text)
            | Q(actor_name__icontains=text)
        )
    return events


def lines_of(events: Iterable[Event]) -> list[LogLine]:
    """Events as lines of the page; one query for the names of the cycles."""
    cycles = dict(Cycle.objects.values_list("pk", "name"))
    return [_line(event, cycles) for event in events]


def object_types(user: Person) -> list[str]:
    """The kinds of object that events are about, to filter on."""
    found = events_visible_to(user).exclude(object_type="").order_by("object_type")
    return list(found.values_list("object_type", flat=True).distinct())


def last_check(user: Person) -> Event | None:
    """When the whole chain was last checked, and by whom."""
    return events_visible_to(user).filter(action="log.verified").order_by("-sequence").first()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _line(event: Event, cycles: Mapping[int, str]) -> LogLine:
    return LogLine(
        sequence=event.sequence,
        at=event.at,
        who=event.actor_name or _("Somebody who was not signed in"),
        roles=", ".join(_role(held) for held in event.roles),
        what=action_text(event.action),
        about=event.object_label,
        cycle=cycles.get(event.cycle_id, "") if event.cycle_id else "",
        reason=event.reason,
        facts=facts_text(event.data),
        address=event.address or "",
        hash=event.hash,
    )


def _role(held: Mapping[str, str]) -> str:
    code = held.get("role", "")
    label = str(Role(code).label) if code in Role.values else code
    return f"{label}, {held['on']}" if held.get("on") else label
