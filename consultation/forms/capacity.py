"""The form of capacity frames: a line an institution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from allocation.models import Institution
from bols_portal.ui.grids import parse_places
from bols_portal.ui.typed import keepable
from consultation.models import CapacityFrame
from consultation.services.capacity import FrameWish

LONGEST = 500  # characters of a note


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One institution with what stands in its three fields, and what is wrong with it."""

    institution: Institution
    minimum: str
    maximum: str
    note: str
    error: str = ""


def read_frames(
    data: Mapping[str, str], institutions: Sequence[Institution]
) -> tuple[dict[str, FrameWish], dict[str, str]]:
    """The wishes by institution code, and by code what can't be read."""
    wishes, faults = {}, {}
    for one in institutions:
        low, high, note = _typed(data, one.code)
        try:
            wishes[one.code] = FrameWish(parse_places(low), parse_places(high), note)
        except ValueError:
            faults[one.code] = _("Fill in whole numbers of places, or nothing.")
        if len(note) > LONGEST:
            faults[one.code] = _("A note has at most %(most)s characters.") % {"most": LONGEST}
    return wishes, faults


def lines_of(
    institutions: Sequence[Institution],
    frames: Mapping[str, CapacityFrame],
    data: Mapping[str, str] | None,
    faults: Mapping[str, str],
) -> list[FrameLine]:
    """The lines to show: as typed, else as they were set."""
    lines = []
    for one in institutions:
        if data is not None:
            low, high, note = _typed(data, one.code)
        else:
            low, high, note = _kept(frames.get(one.code))
        lines.append(FrameLine(one, low, high, note, faults.get(one.code, "")))
    return lines


def _typed(data: Mapping[str, str], code: str) -> tuple[str, str, str]:
    low, high, note = (
        str(data.get(f"{code}-{name}", "")) for name in ("minimum", "maximum", "note")
    )
    return low.strip(), high.strip(), keepable(note).strip()


def _kept(frame: CapacityFrame | None) -> tuple[str, str, str]:
    if frame is None:
        return "", "", ""
    numbers = ["" if one is None else str(one) for one in (frame.minimum, frame.maximum)]
    return numbers[0], numbers[1], frame.note
