"""The form of a region in which the board decides itself: numbers, and the arguments beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from allocation.errors import Fault
from bols_portal.ui.pieces import Link
from consultation.selectors.preliminary import Rulings
from consultation.selectors.preliminary_arguments import Arguments
from consultation.selectors.preliminary_ground import PreliminaryGround, RegionGround
from consultation.services.preliminary_content import Wish, place_field, reason_field
from consultation.views.preliminary_links import address


@dataclass(frozen=True, slots=True)
class Input:
    """An institution of a row: what was proposed, and the field for what the board decides."""

    name: str
    previous: int | None
    cluster: int | None
    proposed: int | None
    field: str
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class Said:
    """An argument: who, and what was said."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class ReasonField:
    """A weighing that is asked: the field, what was typed, and what is wrong with it."""

    field: str
    label: str
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class RowForm:
    """One specialism on which the board decides."""

    code: str
    name: str
    given: int
    required: bool
    inputs: Sequence[Input]
    said: Sequence[Said]
    mediations: Sequence[Link]
    why: ReasonField


def wish_of(one: RegionGround, rulings: Rulings, arguments: Arguments, more: Sequence[str]) -> Wish:
    """What was decided before, or where to begin: what the region proposed."""
    codes = [
        code
        for code in one.given
        if code in one.required or code in more or (one.key, code) in rulings
    ]
    places: dict[tuple[str, str], str] = {}
    reasons: dict[str, str] = {}
    for code in codes:
        ruling = rulings.get((one.key, code))
        start: Mapping[str, int] = ruling.decided if ruling else one.start(code)
        places |= {(code, at): str(number) for at, number in start.items()}
        reasons[code] = ruling.reason if ruling else arguments.earlier.get(code, "")
    return Wish(rows=tuple(codes), places=places, reasons=reasons)


def row_forms(
    ground: PreliminaryGround,
    one: RegionGround,
    wish: Wish,
    arguments: Arguments,
    faults: Sequence[Fault],
) -> list[RowForm]:
    """The rows of the form, in protocol order."""
    errors = {fault.cell: str(fault.message) for fault in faults if fault.cell}
    return [_row(ground, one, code, wish, arguments, errors) for code in wish.rows]


def _row(
    ground: PreliminaryGround,
    one: RegionGround,
    code: str,
    wish: Wish,
    arguments: Arguments,
    errors: Mapping[str, str],
) -> RowForm:
    name = ground.names[code]
    cluster = one.clusters.get(code, {})
    division = one.division(code)
    inputs = [
        Input(
            name=one.institutions[at].name,
            previous=arguments.previous.get((code, at)),
            cluster=cluster.get(at),
            proposed=division.get(at),
            field=(field := place_field(code, at)),
            text=wish.places.get((code, at), ""),
            error=errors.get(field, ""),
        )
        for at in one.takers(code)
    ]
    field = reason_field(code)
    label = _("%(name)s: the weighing of the arguments") % {"name": name}
    return RowForm(
        code=code,
        name=name,
        given=one.given[code],
        required=code in one.required,
        inputs=inputs,
        said=_said(one, code, arguments),
        mediations=[
            Link(
                _("Mediation %(number)s: %(state)s")
                % {"number": at.number, "state": at.get_status_display()},
                address("mediation", ground.cycle.year, at.number),
            )
            for at in arguments.mediations.get(code, ())
        ],
        why=ReasonField(field, label, wish.reasons.get(code, ""), errors.get(field, "")),
    )


def _said(one: RegionGround, code: str, arguments: Arguments) -> list[Said]:
    found = [
        Said(_("The cluster"), arguments.motivations.get(code, "")),
        Said(_("The general board of the region"), arguments.adjustments.get(code, "")),
    ]
    for slot in arguments.cluster_views.get(code, ()):
        who = _("Trainers of %(institution)s") % {"institution": slot.slot.institution.name}
        found.append(Said(who, _view(slot.signature)))
    takers = one.takers(code)
    for slot in one.sheet.dissenting if one.sheet else ():
        if slot.slot.institution.code in takers:
            found.append(Said(slot.slot.institution.name, _view(slot.signature)))
    for mediation in arguments.mediations.get(code, ()):
        who = _("Mediation %(number)s") % {"number": mediation.number}
        found.append(Said(who, mediation.outcome or mediation.views))
    return [said for said in found if said.text]


def _view(signature: object) -> str:
    parts = (getattr(signature, "view", ""), getattr(signature, "reasons", ""))
    return " ".join(part.strip() for part in parts if part.strip())
