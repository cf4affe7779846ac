"""A request for mediation as typed: its shape, its faults, and when it is refused at once.

Toewijzingsprotocol 2027, fase III 2, bemiddeling.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from allocation.errors import Fault
from allocation.models import Specialism
from bols_portal.ui.formats import places_text
from bols_portal.ui.typed import keepable
from consultation.models import Mediation
from consultation.selectors.mediation_people import Capacity, specialisms_for

FORMAT = "bols-mediation-1"
LONGEST = 8000
YES, NO = "yes", "no"
TEXTS = ("subject", "process", "views", "discussed_with")
WORDS = ("capacity", "discussed", "discussed_on", "protocol")
# What the protocol says, quoted, so in Dutch alone; each with where it stands.
SOURCE = "Toewijzingsprotocol 2027, fase III 2, bemiddeling"
NOT_DISCUSSED = (
    "Als de klacht of het geschil binnen de OOR is besproken en partijen er gezamenlijk niet "
    "uitkomen, kan het BOLS-bureau om bemiddeling worden gevraagd."
)
ABOUT_PROTOCOL = (
    "De klacht of het geschil heeft geen betrekking op de inhoud van het toewijzingsprotocol."
)


def as_typed(content: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with line ends as stored and nothing that can't be kept."""
    typed: dict[str, Any] = {key: _text(content.get(key)) for key in (*TEXTS, *WORDS)}
    typed["specialisms"] = [_text(one)[:2] for one in content.get("specialisms") or []]
    return typed


def refusals_of(typed: Mapping[str, Any]) -> list[str]:
    """The sentences of the protocol by which it is refused at once; none: it is taken in."""
    found = []
    if typed.get("discussed") == NO:
        found.append(NOT_DISCUSSED)
    if typed.get("protocol") == YES:
        found.append(ABOUT_PROTOCOL)
    return found


def faults_of(typed: Mapping[str, Any], capacities: Sequence[Capacity], today: date) -> list[Fault]:
    """Everything that keeps it from being sent; of what is refused at once only the essence."""
    capacity = capacity_in(typed, capacities)
    found: list[Fault] = []
    if typed["discussed"] not in {YES, NO}:
        found.append(Fault(_("Answer whether it was discussed."), column="discussed"))
    if typed["protocol"] not in {YES, NO}:
        found.append(Fault(_("Answer whether it is about the protocol."), column="protocol"))
    if typed["discussed"] == YES:
        found += _discussion_faults(typed, today)
    if capacity is None:
        found.append(Fault(_("Choose as whom you ask for mediation."), column="capacity"))
    if not specialisms_in(typed, capacity, capacities):
        text = _("Choose at least one specialism that you may ask for.")
        found.append(Fault(text, column="specialisms"))
    found += _missing(typed)
    return found + [
        Fault(
            _("The text is longer than %(most)s characters.") % {"most": places_text(LONGEST)},
            column=key,
        )
        for key in TEXTS
        if len(typed[key]) > LONGEST
    ]


def _missing(typed: Mapping[str, Any]) -> list[Fault]:
    asked = {"subject": _("Write what you ask mediation about.")}
    if not refusals_of(typed):
        asked["process"] = _("Describe the process inside the region.")
        asked["views"] = _("Describe the views that differ.")
    return [Fault(text, column=key) for key, text in asked.items() if not typed[key].strip()]


def _discussion_faults(typed: Mapping[str, Any], today: date) -> list[Fault]:
    found = []
    day = day_in(typed)
    if day is None:
        found.append(Fault(_("Give the day on which it was discussed."), column="discussed_on"))
    elif day > today:
        text = _("Choose a day that has been: not in the future.")
        found.append(Fault(text, column="discussed_on"))
    if not typed["discussed_with"].strip():
        text = _("Write with whom it was discussed.")
        found.append(Fault(text, column="discussed_with"))
    return found


def day_in(typed: Mapping[str, Any]) -> date | None:
    """The day on which it was discussed; None where there is none, or none that exists."""
    try:
        return parse_date(typed["discussed_on"])
    except ValueError:
        return None


def capacity_in(typed: Mapping[str, Any], capacities: Sequence[Capacity]) -> Capacity | None:
    """As whom it is asked; with one capacity there is nothing to choose."""
    if len(capacities) == 1:
        return capacities[0]
    return next((one for one in capacities if one.key == typed.get("capacity")), None)


def specialisms_in(
    typed: Mapping[str, Any], capacity: Capacity | None, capacities: Sequence[Capacity]
) -> list[Specialism]:
    """The chosen specialisms, as far as they may be chosen; all chosen ones must be."""
    offered = {one.code: one for one in specialisms_for(capacity, capacities)}
    chosen = list(dict.fromkeys(typed["specialisms"]))
    if not set(chosen) <= set(offered):
        return []
    return sorted((offered[code] for code in chosen), key=lambda one: one.position)


def digest_of(mediation: Mediation) -> str:
    """The SHA-256 of a request as it was sent; the same for as long as it is kept."""
    content = {
        "format": FORMAT,
        "cycle": mediation.cycle.year,
        "number": mediation.number,
        "region": mediation.region.key,
        "institution": mediation.institution.code if mediation.institution else None,
        "specialisms": [one.code for one in mediation.specialisms.all()],
        "discussed_inside": mediation.discussed_inside,
        "discussed_on": mediation.discussed_on.isoformat() if mediation.discussed_on else None,
        "discussed_with": mediation.discussed_with,
        "about_protocol": mediation.about_protocol,
        "subject": mediation.subject,
        "process": mediation.process,
        "views": mediation.views,
        "requested_at": mediation.requested_at.isoformat(),
        "requested_by": mediation.requested_by_id,
    }
    written = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _text(value: object) -> str:
    return keepable(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))
