"""The invitation to a session as a calendar file (RFC 5545 and 5546), one a person.

The key of the enclosure holds the facts as they were when the message was prepared, so what was
sent stays what it was when the session is moved.
"""

import json
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from allocation.selectors.recipients import Enclosure
from allocation.services.enclosures import draws
from consultation.models import MediationSession

REQUEST, CANCEL = "REQUEST", "CANCEL"
KINDS = {REQUEST: "mediation_invitation", CANCEL: "mediation_cancellation"}
TYPE = "text/calendar; method="


def invitation(
    session: MediationSession, method: str, name: str, address: str, now: datetime
) -> Enclosure:
    """The calendar file of a session for one person, as it stands now."""
    facts = {
        "uid": uid_of(session),
        "sequence": session.version,
        "starts": session.starts_at.isoformat(),
        "ends": session.ends_at.isoformat(),
        "place": session.place,
        "number": session.mediation.number,
        "cycle": str(session.mediation.cycle),
        "name": name,
        "address": address,
        "stamp": now.isoformat(),
    }
    kind = KINDS[method]
    return Enclosure(kind, json.dumps(facts, sort_keys=True), file_name(session, method))


def uid_of(session: MediationSession) -> str:
    """What a calendar knows the session by, however often it is moved."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mediation = session.mediation
    return f"mediation-{mediation.cycle.year}-{mediation.number}-{session.number}@{host}"


def file_name(session: MediationSession, method: str) -> str:
    """The name of the file, in Dutch as all names of files are."""
    what = "afzegging" if method == CANCEL else "uitnodiging"
    return f"{what}-bemiddeling-{session.mediation.number}-zitting-{session.number}.ics"


@draws(KINDS[REQUEST], content_type=f"{TYPE}{REQUEST}")
def draw_invitation(key: str) -> bytes:
    """The invitation; with a higher SEQUENCE a calendar moves what stood there."""
    return _calendar(json.loads(key), REQUEST)


@draws(KINDS[CANCEL], content_type=f"{TYPE}{CANCEL}")
def draw_cancellation(key: str) -> bytes:
    """What takes the session out of a calendar again."""
    return _calendar(json.loads(key), CANCEL)


def _calendar(facts: dict[str, str], method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Stichting BOLS//BOLS-portaal//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", facts["uid"])
    event.add("sequence", int(facts["sequence"]))
    for name, key in (("dtstamp", "stamp"), ("dtstart", "starts"), ("dtend", "ends")):
        # In UTC, so that no file needs a description of the time zone.
        event.add(name, datetime.fromisoformat(facts[key]).astimezone(UTC))
    event.add("summary", _("Mediation session (BOLS)"))
    event.add("location", facts["place"])
    told = _("Mediation %(number)s, %(cycle)s. What is said stays between the parties and BOLS.")
    event.add("description", told % {"number": facts["number"], "cycle": facts["cycle"]})
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText("BOLS")
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{facts['address']}")
    attendee.params["CN"] = vText(facts["name"])
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
