"""Setting capacity frames (capaciteitskaders). Visie regionaal opleiden, capaciteitskaders.

What was set before stays readable; the latest frame of an institution holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Stale
from allocation.models import Cycle, Institution, Region, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import CapacityFrame
from consultation.permissions import may_chair
from consultation.policies.phase import phase_3_runs
from consultation.selectors.capacity import frames_of, latest_frame
from consultation.selectors.recognitions import recognised_in
from consultation.services.division_changes import MOST


@dataclass(frozen=True, slots=True)
class FrameWish:
    """The frame of one institution; both None: no frame."""

    minimum: int | None
    maximum: int | None
    note: str = ""


@transaction.atomic
def set_frames(
    *,
    cycle: Cycle,
    region: Region,
    specialism: Specialism,
    frames: Mapping[str, FrameWish],
    seen: int,
    by: User,
    now: datetime,
) -> int:
    """Sets the frames that differ, by institution code; tells how many.

    `seen`: the number of the latest frame of this cluster that its author saw (0: none). Raises
    Stale where somebody set one since, FaultyInput (cell: institution code) with all faults.
    """
    may_chair(by, region, specialism).enforce()
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    phase_3_runs(cycle.pk).enforce()
    if latest_frame(cycle, region, specialism) != seen:
        raise Stale(
            _("Somebody else set frames of this cluster in the meantime. Look at them again.")
        )
    institutions = _trained(cycle, region, specialism)
    _check(frames, institutions)
    kept = frames_of(cycle, region, specialism)
    fresh = [
        CapacityFrame(
            cycle=cycle,
            region=region,
            specialism=specialism,
            institution=institutions[code],
            minimum=wish.minimum,
            maximum=wish.maximum,
            note=wish.note.strip(),
            set_at=now,
            set_by=by,
        )
        for code, wish in frames.items()
        if wish != _wish(kept.get(code))
    ]
    for one in fresh:
        one.save()
    if fresh:
        audit.write(
            "capacity.set",
            by=by,
            now=now,
            subject=region,
            label=f"{region.key}, {specialism}",
            cycle=cycle,
            region=region.key,
            specialism=specialism.code,
            frames=len(fresh),
        )
    return len(fresh)


def _trained(cycle: Cycle, region: Region, specialism: Specialism) -> dict[str, Institution]:
    found = recognised_in(cycle, region).by_specialism.get(specialism.code, ())
    return {one.code: one for one in found}


def _wish(frame: CapacityFrame | None) -> FrameWish:
    return FrameWish(frame.minimum, frame.maximum, frame.note) if frame else FrameWish(None, None)


def _check(frames: Mapping[str, FrameWish], known: Mapping[str, object]) -> None:
    faults = []
    for code, wish in frames.items():
        low, high = wish.minimum, wish.maximum
        if code not in known:
            text = _("This institution has no recognised training for this specialism.")
        elif any(one is not None and not 0 <= one <= MOST for one in (low, high)):
            text = _("A number lies between 0 and %(most)s.") % {"most": MOST}
        elif low is not None and high is not None and low > high:
            text = _("The minimum is above the maximum.")
        else:
            continue
        faults.append(Fault(text, cell=code))
    if faults:
        raise FaultyInput(_("The frames were not stored."), faults)
