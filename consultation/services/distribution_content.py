"""What a decision on the distribution says, read and checked as a whole: all faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.engine import leeway
from allocation.errors import Fault
from allocation.selectors.tables import PlacesTable
from bols_portal.ui.formats import places_text, signed_text
from bols_portal.ui.grids import cell_name, parse_places
from consultation.enums import Course
from consultation.selectors.distribution_ground import Cell, Ground, places_in
from consultation.selectors.workbench_texts import told

# Of the fields on the page: places-02-NO, outside-46-NO, reason-02-NO, reason-46
KEY, OUTSIDE = "places", "outside"
_NOT_WHOLE: str | Promise = gettext_lazy("%(name)s, %(region)s: give a whole number of places.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked, as typed. `places` and `reasons` by specialism code and region key; a reason
    without a region is about a whole specialism on which nothing was advised."""

    course: str
    reason: str = ""
    places: Mapping[Cell, str] = field(default_factory=dict)
    reasons: Mapping[Cell, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A cell in which the decision departs from the proposal or the advice, with the reason."""

    code: str
    region: str
    proposed: int | None
    decided: int
    reason: str


def place_field(ground: Ground, code: str, region: str) -> str:
    """The name of the field for a number."""
    outside = any(one.code == code for one in ground.outside)
    return cell_name(OUTSIDE if outside else KEY, code, region)


def reason_field(code: str, region: str = "") -> str:
    """The name of the field for a reason."""
    return f"reason-{code}-{region}" if region else f"reason-{code}"


def checked(ground: Ground, wish: Wish) -> tuple[list[Change], list[Fault]]:
    """The cells that the decision changes, and everything that is wrong with what was typed."""
    changes: list[Change] = []
    faults: list[Fault] = []
    if wish.course in (Course.RETURN, Course.FALLBACK) and not wish.reason.strip():
        faults.append(Fault(_reason_asked(wish.course), cell="reason"))
    if wish.course == Course.RETURN:
        return changes, faults
    if wish.course == Course.CHANGE:
        _framework_part(ground, wish, changes, faults)
    for one in ground.outside:
        _outside_part(ground, wish, one.code, changes, faults)
    return changes, faults


def _reason_asked(course: str) -> str:
    if course == Course.RETURN:
        return _("Say what FMS should look at again.")
    return _("Say why the base distribution is taken.")


def _framework_part(ground: Ground, wish: Wish, changes: list[Change], faults: list[Fault]) -> None:
    """The changed numbers of the proposal, each with a reason, together within the framework."""
    start = ground.start(wish.course)
    decided: dict[Cell, int] = {}
    for (code, region), proposed in places_in(start).items():
        number = _read(ground, wish, (code, region), proposed, faults)
        decided[code, region] = proposed if number is None else number
        if number is not None and number != proposed:
            changes.append(_change(ground, wish, (code, region), proposed, number, faults))
    if not changes and not faults:
        faults.append(
            Fault(_("Nothing differs from the proposal. Change a number, or adopt it as it is."))
        )
    faults += misfits(ground, start, decided)


def misfits(ground: Ground, start: PlacesTable, decided: Mapping[Cell, int]) -> list[Fault]:
    """Where the result breaks the framework. Toewijzingsprotocol 2027, fase I 2, Regelruimte."""
    table = tuple(tuple(decided[row.code, key] for key in ground.regions) for row in start.rows)
    assessment = leeway.assess(ground.framework, table)
    return [
        Fault(
            told(one, ground.names).text,
            cell=cell_name(KEY, one.row, one.column) if one.row and one.column else KEY,
        )
        for one in assessment.findings
        if not one.warning
    ]


def _outside_part(
    ground: Ground, wish: Wish, code: str, changes: list[Change], faults: list[Fault]
) -> None:
    """Orthodontics or sports medicine: the advice, or other numbers with a reason."""
    total, readable = 0, True
    for region in ground.regions:
        advised = ground.advised(code, region)
        number = _read(ground, wish, (code, region), advised, faults)
        if number is None:
            readable = False
            continue
        total += number
        if number != advised:
            changes.append(_change(ground, wish, (code, region), advised, number, faults))
    needed = ground.intake.get(code)
    if readable and total != needed:
        text = _("%(name)s: %(found)s places, and the national intake is %(needed)s.") % {
            "name": ground.names[code],
            "found": places_text(total),
            "needed": places_text(needed or 0),
        }
        faults.append(Fault(text, cell=place_field(ground, code, ground.regions[0])))


def _read(
    ground: Ground, wish: Wish, key: Cell, otherwise: int | None, faults: list[Fault]
) -> int | None:
    """What was typed; what it starts from where nothing was; None (and a fault) if unreadable."""
    text = wish.places.get(key)
    if text is None and otherwise is not None:
        return otherwise
    try:
        number = parse_places(text or "")
    except ValueError:
        number = None
    if number is None:
        code, region = key
        named = {"name": ground.names[code], "region": region}
        faults.append(Fault(str(_NOT_WHOLE) % named, cell=place_field(ground, code, region)))
    return number


def _change(
    ground: Ground,
    wish: Wish,
    key: Cell,
    proposed: int | None,
    decided: int,
    faults: list[Fault],
) -> Change:
    code, region = key
    reason = (wish.reasons.get(key) or "").strip()
    if not reason and proposed is None:
        reason = (wish.reasons.get((code, "")) or "").strip()
    if not reason:
        _ask_reason(ground, key, proposed, decided, faults)
    return Change(code, region, proposed, decided, reason)


def _ask_reason(
    ground: Ground, key: Cell, proposed: int | None, decided: int, faults: list[Fault]
) -> None:
    code, region = key
    named = {"name": ground.names[code], "region": region}
    if proposed is None:  # once for the specialism: nothing was advised for any region
        cell = reason_field(code)
        text = _("%(name)s: nothing was advised. Say what the numbers rest on.") % named
    else:
        cell = reason_field(code, region)
        text = _("%(name)s, %(region)s: the reason for %(difference)s is missing.") % {
            **named,
            "difference": signed_text(decided - proposed),
        }
    if all(fault.cell != cell for fault in faults):
        faults.append(Fault(text, cell=cell))
