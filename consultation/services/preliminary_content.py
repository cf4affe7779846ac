"""What the board decides itself in a region, read and checked as a whole: all faults at once.

Toewijzingsprotocol 2027, fase III 2 and 3: the numbers of the region's places stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from allocation.errors import Fault
from bols_portal.ui.formats import places_text
from bols_portal.ui.grids import cell_name, parse_places
from consultation.selectors.preliminary import Ruling
from consultation.selectors.preliminary_checks import rulable
from consultation.selectors.preliminary_ground import RegionGround

KEY = "places"  # of the fields on the page: places-02-I001, reason-02


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked in a region, as typed.

    `rows`: the specialisms on which the board decides. `places` by code and institution; `reasons`
    by code. `reason`: the weighing for every row without one of its own.
    """

    rows: tuple[str, ...] = ()
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def place_field(code: str, institution: str) -> str:
    """The name of the field for a number."""
    return cell_name(KEY, code, institution)


def reason_field(code: str) -> str:
    """The name of the field for the weighing of a row; without a code of the whole region."""
    return f"reason-{code}" if code else "reason"


def checked(
    one: RegionGround, names: Mapping[str, str], wish: Wish
) -> tuple[dict[str, Ruling], list[Fault]]:
    """The rulings by specialism code, and everything that is wrong with what was typed."""
    rulings: dict[str, Ruling] = {}
    faults: list[Fault] = []
    allowed = rulable(one)
    for code in wish.rows:
        if code not in allowed:
            text = _("%(name)s: the board does not decide on this itself in this region.")
            faults.append(Fault(text % {"name": names.get(code, code)}))
            continue
        found = _row(one, names[code], code, wish, faults)
        reason = wish.reasons.get(code, "").strip() or wish.reason.strip()
        if not reason:
            text = _("%(name)s: say how the arguments were weighed.") % {"name": names[code]}
            faults.append(Fault(text, cell=reason_field(code)))
        if found is not None:
            proposed = one.division(code) if one.proposal else {}
            rulings[code] = Ruling(
                reason=reason,
                decided=found,
                proposed={at: proposed.get(at) for at in found},
                mediation=one.without_consensus.get(code),
            )
    return rulings, faults


def _row(
    one: RegionGround, name: str, code: str, wish: Wish, faults: list[Fault]
) -> dict[str, int] | None:
    """The places of one row; None (and faults) where they are not what they should be."""
    takers = one.takers(code)
    if not takers:
        text = _("%(name)s: no institution in this region has a recognised training.")
        faults.append(Fault(text % {"name": name}))
        return None
    start = one.start(code)
    numbers: dict[str, int] = {}
    before = len(faults)
    for at in takers:
        typed = wish.places.get((code, at))
        number = start.get(at) if typed is None else _number(typed)
        if number is None:
            told = _("%(name)s, %(institution)s: give a whole number of places.") % {
                "name": name,
                "institution": one.institutions[at].name,
            }
            faults.append(Fault(told, cell=place_field(code, at)))
        elif number and at not in one.recognised.codes(code):
            told = _("%(name)s, %(institution)s: the training is not recognised any more.") % {
                "name": name,
                "institution": one.institutions[at].name,
            }
            faults.append(Fault(told, cell=place_field(code, at)))
        else:
            numbers[at] = number
    if len(faults) == before and sum(numbers.values()) != one.given[code]:
        told = _("%(name)s: %(found)s places divided, and the region has %(given)s.") % {
            "name": name,
            "found": places_text(sum(numbers.values())),
            "given": places_text(one.given[code]),
        }
        faults.append(Fault(told, cell=place_field(code, takers[0])))
    return numbers if len(faults) == before else None


def _number(text: str) -> int | None:
    try:
        return parse_places(text)
    except ValueError:
        return None
