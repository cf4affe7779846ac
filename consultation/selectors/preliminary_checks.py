"""Whether the seven proposals together are a preliminary proposal, and what they still need.

Toewijzingsprotocol 2027, fase III 2 and 3.
"""

from dataclasses import dataclass

from consultation.selectors.preliminary import Rulings, joined
from consultation.selectors.preliminary_ground import PreliminaryGround, RegionGround


@dataclass(frozen=True, slots=True)
class SumFault:
    """A row that does not come to the decided places, or gives them where it may not."""

    region: str
    code: str
    name: str
    given: int
    found: int
    unrecognised: tuple[str, ...] = ()  # names of institutions


def faults_in(ground: PreliminaryGround, rulings: Rulings) -> list[SumFault]:
    """Every row whose sum or recognitions are wrong, in the order of regions and specialisms."""
    places = joined(ground, rulings)
    rows: dict[tuple[str, str], dict[str, int]] = {}
    for (code, key, at), number in places.items():
        rows.setdefault((key, code), {})[at] = number
    found = []
    for one in ground.regions:
        for code, given in one.given.items():
            row = rows.get((one.key, code), {})
            recognised = one.recognised.codes(code)
            astray = tuple(
                ground.institutions[at].name
                for at, number in row.items()
                if number and at not in recognised
            )
            total = sum(row.values())
            if total != given or astray:
                found.append(SumFault(one.key, code, ground.names[code], given, total, astray))
    return found


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something on which the board has to decide itself, and has not yet.

    Of a specialism (`code`), or of an institution (`institution`, its name) that did not sign.
    """

    region: str
    code: str = ""
    institution: str = ""
    dissents: bool = False


def open_points(one: RegionGround, rulings: Rulings) -> list[OpenPoint]:
    """What the board has not decided on yet in a region.

    Where no proposal was submitted or mediation gave no consensus: the specialism. Where an
    administrator did not sign: at least one specialism of the institution.
    """
    found = [OpenPoint(one.key, code) for code in one.required if (one.key, code) not in rulings]
    if one.submitted:
        found += [
            OpenPoint(one.key, institution=at.slot.institution.name, dissents=at.dissents)
            for at in one.unsigned
            if not _decided_on(one, at.slot.institution.code, rulings)
        ]
    return found


def _decided_on(one: RegionGround, institution: str, rulings: Rulings) -> bool:
    return any((one.key, code) in rulings for code in one.specialisms_of(institution))


def rulable(one: RegionGround) -> tuple[str, ...]:
    """The specialisms on which the board can decide: the required ones, and those of whoever did
    not sign."""
    more = {code for at in one.unsigned for code in one.specialisms_of(at.slot.institution.code)}
    return tuple(code for code in one.given if code in one.required or code in more)
