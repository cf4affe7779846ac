"""The deadlines of cycles as a calendar file (RFC 5545)."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from allocation.models import CalendarFeed, Cycle
from allocation.selectors.cycles import cycles_visible_to
from allocation.selectors.deadlines import DeadlineMoment, deadlines_of
from bols_portal.accounts.models import User


def digest_of(token: str) -> str:
    """What is stored of the secret in a feed's address."""
    return hashlib.sha256(token.encode()).hexdigest()


def user_of_feed(token: str) -> User | None:
    """Whose feed this secret opens; None when it was withdrawn or never was one."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    feed = (
        CalendarFeed.objects.filter(digest=digest, withdrawn_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return feed.user if feed else None


def has_feed(user: User) -> bool:
    """Whether the person has an address that works."""
    return CalendarFeed.objects.filter(user=user, withdrawn_at__isnull=True).exists()


def calendar_for(user: User) -> bytes:
    """The calendar of every cycle in which the person takes part, in the person's language."""
    with translation.override(user.language or "nl"):
        return calendar_of(cycles_visible_to(user))


def calendar_of(cycles: Iterable[Cycle]) -> bytes:
    """The deadlines with a day, each as an event of that whole day.

    An event of a whole day carries no time zone: the day is the Dutch one wherever it is read. A
    term "vóór" a day is shown on the last day on which it may still be done.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Stichting BOLS//BOLS-portaal//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("BOLS deadlines"))
    calendar.add("x-wr-timezone", "Europe/Amsterdam")
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for cycle in cycles:
        for moment in deadlines_of(cycle):
            if moment.day is not None:
                calendar.add_component(_event(cycle, moment))
    content: bytes = calendar.to_ical()
    return content


def _event(cycle: Cycle, moment: DeadlineMoment) -> Event:
    assert moment.last_day is not None  # noqa: S101 - only deadlines with a day come here
    event = Event()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"{cycle.year}-{moment.key}@{host}")
    event.add("dtstamp", moment.version.set_at)
    event.add("last-modified", moment.version.set_at)
    event.add("sequence", moment.version.number - 1)
    event.add("dtstart", moment.last_day)
    event.add("dtend", moment.last_day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{cycle.name}: {moment.title}")
    event.add("description", _description(moment))
    event.add("url", f"{settings.SITE_URL}{reverse('agenda', kwargs={'year': cycle.year})}")
    return event


def _description(moment: DeadlineMoment) -> str:
    lines = [
        _("Who: %(who)s") % {"who": moment.who},
        _("This is the last day; the day after it, on which the term is set, is too late.")
        if moment.exclusive
        else _("At the latest on this day, until midnight (Europe/Amsterdam)."),
    ]
    if moment.moved and moment.version.reason:
        lines.append(_("Moved: %(reason)s") % {"reason": moment.version.reason})
    return "\n".join(lines)
