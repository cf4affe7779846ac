"""The lines of the bureau's page: how far each region is, and where what is lacking is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bols_portal.ui.pieces import Link
from consultation.selectors.preliminary import Rulings
from consultation.selectors.preliminary_checks import SumFault, faults_in, open_points
from consultation.selectors.preliminary_ground import PreliminaryGround, RegionGround
from consultation.views.preliminary_links import address

SHOWN = 6  # names in a line; the others are counted


@dataclass(frozen=True, slots=True)
class Told:
    """Names in one sentence, with a page where it is mended or read."""

    label: str
    names: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region as the bureau, board and auditors read it."""

    name: str
    href: str
    shape: str
    state: str
    signed: str
    told: Sequence[Told]
    mediations: Sequence[Link]
    sums: str
    sums_right: bool
    faults: Sequence[Told]
    decides: str  # what the board still has to decide on; empty without
    decides_href: str
    rulings: int
    to_come: bool  # the region has not submitted, and the board says nothing of it yet


def region_lines(ground: PreliminaryGround, rulings: Rulings) -> list[RegionLine]:
    """The seven regions in order."""
    faults = faults_in(ground, rulings)
    return [
        _line(ground, one, rulings, [at for at in faults if at.region == one.key])
        for one in ground.regions
    ]


def _line(
    ground: PreliminaryGround, one: RegionGround, rulings: Rulings, faults: list[SumFault]
) -> RegionLine:
    year = ground.cycle.year
    shape, state = _state(one)
    points = open_points(one, rulings)
    right = len(one.given) - len(faults)
    ruled = sum(key == one.key for key, _code in rulings)
    # What a region still works on isn't wrong, and nobody has to decide on it yet.
    to_come = not one.submitted and not ruled
    return RegionLine(
        name=one.region.name,
        href=address("region", year, one.key),
        shape=shape,
        state=state,
        signed=_("%(signed)s of %(asked)s") % {"signed": one.sheet.signed, "asked": one.sheet.asked}
        if one.sheet
        else "",
        told=_told(year, one),
        mediations=[
            Link(
                f"{at.number}. {at.get_status_display()}",
                address("mediation", year, at.number),
            )
            for at in one.mediations
        ],
        sums=_("checked once the region has submitted")
        if to_come
        else _("%(right)s of %(rows)s specialisms") % {"right": right, "rows": len(one.given)},
        sums_right=not faults,
        faults=[_fault(year, at) for at in faults],
        decides=_("everything, if the region submits nothing")
        if to_come
        else _joined([at.institution or ground.names[at.code] for at in points]),
        decides_href=reverse("preliminary_region", args=[year, one.key]),
        rulings=ruled,
        to_come=to_come,
    )


def _state(one: RegionGround) -> tuple[str, str]:
    if one.proposal is None:
        return "todo", _("No proposal yet")
    version = _("version %(number)s") % {"number": one.proposal.number}
    shape = "done" if one.submitted else "busy"
    return shape, f"{one.proposal.get_status_display()}, {version}"


def _told(year: int, one: RegionGround) -> list[Told]:
    if one.sheet is None:
        return []
    href = address("sheet", year, one.sheet.sheet.code)
    groups = [
        (_("Not signed yet"), one.sheet.missing),
        (_("Has another view"), one.sheet.dissenting),
        (_("To be checked"), one.sheet.to_check),
    ]
    return [
        Told(label, _joined([at.slot.institution.name for at in slots]), href)
        for label, slots in groups
        if slots
    ]


def _fault(year: int, fault: SumFault) -> Told:
    if fault.unrecognised:
        text = _("no recognised training: %(names)s") % {"names": _joined(fault.unrecognised)}
    else:
        numbers = {"found": fault.found, "given": fault.given}
        text = _("%(found)s divided, %(given)s given") % numbers
    return Told(f"{fault.code} {fault.name}", text, address("region", year, fault.region))


def _joined(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    if len(names) <= SHOWN:
        return shown
    return _("%(names)s and %(more)s more") % {"names": shown, "more": len(names) - SHOWN}
