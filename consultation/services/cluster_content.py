"""What a cluster typed: kept as typed in a draft, and checked when it is filed.

Toewijzingsprotocol 2027, fase III 1.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from allocation.errors import Fault
from bols_portal.ui.formats import places_text, signed_text
from bols_portal.ui.grids import parse_places
from bols_portal.ui.typed import keepable
from consultation.selectors.capacity import outside
from consultation.selectors.clusters import ClusterGround, Content

MOST_PLACES = 999
MOST_MEETINGS = 12
LONGEST = 4000  # of a text
LONGEST_AGO = timedelta(days=366)
LONGEST_NAME = 150  # as the column that keeps it


@dataclass(frozen=True, slots=True)
class Checked:
    """A division that can be filed: by institution code, with the days of the meetings."""

    assembly: bool
    places: Mapping[str, int]
    reasons: Mapping[str, str]
    meetings: tuple[date, ...]
    motivation: str
    trainers: Mapping[str, tuple[str, str]]  # name, e-mail


def as_typed(content: Content, codes: list[str]) -> dict[str, Any]:
    """What was sent as it is kept: of the institutions that may receive places, nothing else."""
    places, reasons = _mapping(content, "places"), _mapping(content, "reasons")
    trainers = _mapping(content, "trainers")
    meetings = content.get("meetings", [])
    return {
        "assembly": bool(content.get("assembly")),
        "places": {code: _text(places.get(code), 12) for code in codes},
        "reasons": {code: _text(reasons.get(code), LONGEST) for code in codes},
        "meetings": [_text(one, 20) for one in meetings][:MOST_MEETINGS],
        "motivation": _text(content.get("motivation"), LONGEST),
        "trainers": {
            code: {
                "name": _text(_mapping(trainers, code).get("name"), LONGEST_NAME),
                "email": _text(_mapping(trainers, code).get("email"), 254),
            }
            for code in codes
        },
    }


def checked(
    typed: Mapping[str, Any], ground: ClusterGround, today: date, *, has_report: bool
) -> tuple[Checked, list[Fault]]:
    """The content in numbers and days, and every fault in it; with faults it can't be filed."""
    faults: list[Fault] = []
    places = _places(typed, ground, faults)
    reasons = _reasons(typed, ground, places, faults)
    meetings = _meetings(typed, today, faults)
    if not has_report:
        faults.append(Fault(_("Add the report of the meeting as pdf."), column="report"))
    trainers = _trainers(typed, ground, faults)
    motivation = typed.get("motivation", "").strip()
    found = Checked(bool(typed.get("assembly")), places, reasons, meetings, motivation, trainers)
    return found, faults


def _places(typed: Mapping[str, Any], ground: ClusterGround, faults: list[Fault]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in ground.institutions:
        text = typed.get("places", {}).get(one.code, "")
        try:
            number = parse_places(text)
        except ValueError:
            number = MOST_PLACES + 1
        if number is None:
            message = _("%(name)s: fill in how many places (0 where there are none).")
        elif number > MOST_PLACES:
            message = _("%(name)s: fill in a whole number of places, without other signs.")
        else:
            found[one.code] = number
            continue
        faults.append(Fault(message % {"name": one.name}, cell=one.code, column="places"))
    total = sum(found.values())
    if len(found) == len(ground.institutions) and total != ground.given:
        message = _(
            "%(total)s places divided, and %(given)s were given (%(change)s). It must be equal."
        ) % {
            "total": places_text(total),
            "given": places_text(ground.given),
            "change": signed_text(total - ground.given),
        }
        faults.append(Fault(message, cell=ground.institutions[0].code, column="total"))
    return found


def _reasons(
    typed: Mapping[str, Any],
    ground: ClusterGround,
    places: Mapping[str, int],
    faults: list[Fault],
) -> dict[str, str]:
    """The reasons; one is required where a number lies outside the capacity frame."""
    found: dict[str, str] = {}
    for one in ground.institutions:
        found[one.code] = reason = typed.get("reasons", {}).get(one.code, "").strip()
        frame, number = ground.frames.get(one.code), places.get(one.code)
        kind = outside(number, frame) if frame and number is not None else ""
        if frame is None or not kind or reason:
            continue
        if kind == "below":
            message, limit = _("%(name)s: below the minimum of %(limit)s. Say why."), frame.minimum
        else:
            message, limit = _("%(name)s: above the maximum of %(limit)s. Say why."), frame.maximum
        text = message % {"name": one.name, "limit": places_text(limit or 0)}
        faults.append(Fault(text, cell=one.code, column="reason"))
    return found


def _meetings(typed: Mapping[str, Any], today: date, faults: list[Fault]) -> tuple[date, ...]:
    found: set[date] = set()
    for number, text in enumerate(typed.get("meetings", [])):
        if not text.strip():
            continue
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            message = _("“%(text)s” is not a day. Fill in day, month and year.") % {"text": text}
            faults.append(Fault(message, row=number, column="meeting"))
            continue
        if day > today:
            message = _("A meeting can’t be in the future: fill in the day on which it was held.")
            faults.append(Fault(message, row=number, column="meeting"))
        elif day < today - LONGEST_AGO:
            message = _("A meeting of more than a year ago can’t be meant: look at the year.")
            faults.append(Fault(message, row=number, column="meeting"))
        found.add(day)
    if not found and not any(one.column == "meeting" for one in faults):
        message = _("Fill in the day of at least one meeting.")
        faults.append(Fault(message, row=0, column="meeting"))
    return tuple(sorted(found))


def _trainers(
    typed: Mapping[str, Any], ground: ClusterGround, faults: list[Fault]
) -> dict[str, tuple[str, str]]:
    """One trainer an institution, who is asked to sign."""
    found: dict[str, tuple[str, str]] = {}
    for one in ground.institutions:
        trainer = typed.get("trainers", {}).get(one.code, {})
        name, email = trainer.get("name", "").strip(), trainer.get("email", "").strip()
        found[one.code] = (name, email)
        if not name and not email:
            message = _("%(name)s: fill in name and e-mail address of the trainer.")
            faults.append(Fault(message % {"name": one.name}, cell=one.code, column="name"))
            continue
        if not name:
            message = _("%(name)s: fill in the name of the trainer.") % {"name": one.name}
            faults.append(Fault(message, cell=one.code, column="name"))
        try:
            validate_email(email)
        except ValidationError:
            message = _("%(name)s: fill in the e-mail address of the trainer.") % {"name": one.name}
            faults.append(Fault(message, cell=one.code, column="email"))
    _own_addresses(ground, found, faults)
    return found


def _own_addresses(
    ground: ClusterGround, trainers: Mapping[str, tuple[str, str]], faults: list[Fault]
) -> None:
    """Each trainer signs by an own address: nobody signs for another institution."""
    seen: dict[str, str] = {}
    for one in ground.institutions:
        email = trainers[one.code][1].lower()
        if email and email in seen:
            message = _("%(name)s: this e-mail address stands at %(other)s too.") % {
                "name": one.name,
                "other": seen[email],
            }
            faults.append(Fault(message, cell=one.code, column="email"))
        seen.setdefault(email, one.name)


def _mapping(content: Content, name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: object, longest: int) -> str:
    return keepable(value)[:longest] if isinstance(value, str) else ""
