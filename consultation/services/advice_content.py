"""What was typed in an advice: read, and checked with all faults at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from allocation.errors import Fault, Refused
from allocation.models import Region, TableCell
from bols_portal.ui.formats import places_text
from bols_portal.ui.grids import parse_places
from bols_portal.ui.typed import keepable
from consultation.selectors.advices import FIELDS, Content

MOST = 10_000  # places of one specialism in one region: far beyond any real number
LONGEST = 4000  # characters of a reason or a motivation


@dataclass(frozen=True, slots=True)
class Entry:
    """What an advice says of one region: whole places and the reason."""

    places: int
    lowest: int
    highest: int
    reason: str


def as_typed(content: Content, regions: list[Region]) -> dict[str, Any]:
    """The content in its stored shape: texts alone, of the regions that there are.

    Raises Refused where a text is longer than can be kept; nothing is cut off.
    """
    given = content.get("cells", {})
    cells = {
        region.key: {
            name: keepable(str(given.get(region.key, {}).get(name, ""))) for name in FIELDS
        }
        for region in regions
    }
    typed = {"cells": cells, "motivation": keepable(str(content.get("motivation", "")))}
    texts = [typed["motivation"], *(text for cell in cells.values() for text in cell.values())]
    if any(len(text) > LONGEST for text in texts):
        raise Refused(
            _("A text is longer than %(most)s characters.") % {"most": places_text(LONGEST)}
        )
    return typed


def checked(
    typed: Mapping[str, Any],
    regions: list[Region],
    base: Mapping[str, TableCell],
    needed: int | None,
) -> tuple[dict[str, Entry], list[Fault]]:
    """The entries by region key, and every fault. `needed`: what they must add up to.

    Toewijzingsprotocol 2027, fase II 1: associations, VSG and NVvO give grounds for their advice.
    A deviation from the base distribution has its reason; where no region has one, the advice as a
    whole is motivated.
    """
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for region in regions:
        cell = base.get(region.key)
        entry, found = _entry(typed["cells"][region.key], region, cell)
        faults += found
        if entry is not None:
            entries[region.key] = entry
            faults += _against_base(entry, region, cell)
    faults += _grounds(typed, base)
    faults += _total(entries, len(regions), needed)
    return entries, faults


def _fault(region: Region, field: str, message: str) -> Fault:
    return Fault(f"{region.name}: {message}", cell=region.key, column=field)


def _entry(
    cell: Mapping[str, str], region: Region, base: TableCell | None
) -> tuple[Entry | None, list[Fault]]:
    if base is not None and base.structural_zero and not any(cell[name] for name in FIELDS[:3]):
        return Entry(0, 0, 0, cell["reason"].strip()), []
    numbers: dict[str, int] = {}
    faults = []
    for name in FIELDS[:3]:
        try:
            number = parse_places(cell[name])
        except ValueError:
            number = None
        if number is None or number > MOST:
            faults.append(_fault(region, name, _not_whole(cell[name])))
        else:
            numbers[name] = number
    if faults:
        return None, faults
    return Entry(**numbers, reason=cell["reason"].strip()), list(_room(numbers, region))


def _not_whole(text: str) -> str:
    if not text.strip():
        return _("fill in a whole number, also when it is 0.")
    return _("“%(found)s” is not a whole number from 0 to %(most)s.") % {
        "found": text[:40],
        "most": places_text(MOST),
    }


def _room(numbers: Mapping[str, int], region: Region) -> Iterator[Fault]:
    if numbers["lowest"] > numbers["places"]:
        yield _fault(region, "lowest", _("the lowest number is higher than the advice."))
    if numbers["highest"] < numbers["places"]:
        yield _fault(region, "highest", _("the highest number is lower than the advice."))


def _against_base(entry: Entry, region: Region, base: TableCell | None) -> Iterator[Fault]:
    if base is None:
        return
    if base.structural_zero:
        if entry.places or entry.lowest or entry.highest:
            message = _("this region has no places for the specialism; it stays 0.")
            yield _fault(region, "places", message)
    elif entry.places != base.places and not entry.reason:
        message = _("give the reason why it is not the %(base)s of the base distribution.")
        yield _fault(region, "reason", message % {"base": places_text(base.places)})


def _grounds(typed: Mapping[str, Any], base: Mapping[str, TableCell]) -> Iterator[Fault]:
    reasons = any(cell["reason"].strip() for cell in typed["cells"].values())
    if typed["motivation"].strip() or (base and reasons):
        return
    if base:
        message = _("Give the grounds of your advice: as a whole, or in a region.")
    else:
        message = _(
            "Give the grounds of your advice as a whole: there is no base distribution to compare "
            "it with."
        )
    yield Fault(message, column="motivation")


def _total(entries: Mapping[str, Entry], regions: int, needed: int | None) -> Iterator[Fault]:
    if needed is None:
        yield Fault(_("The national intake of this specialism is not recorded yet."))
        return
    total = sum(entry.places for entry in entries.values())
    if len(entries) == regions and total != needed:
        yield Fault(
            _("Together it is %(total)s; the national intake is %(needed)s.")
            % {"total": places_text(total), "needed": places_text(needed)}
        )
