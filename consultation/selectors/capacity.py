"""Reading capacity frames (capaciteitskaders): the least and most that an institution trains."""

from collections.abc import Mapping

from allocation.models import Cycle, Region, Specialism
from consultation.models import CapacityFrame
from consultation.selectors.division_texts import Fault, fault
from consultation.selectors.divisions import CellKey, Grid, places_of_grid


def frames_in(cycle: Cycle, region: Region) -> dict[CellKey, CapacityFrame]:
    """The frames that hold in a region, by specialism and institution; the latest of each."""
    frames = CapacityFrame.objects.filter(cycle=cycle, region=region).select_related(
        "specialism", "institution", "set_by"
    )
    latest = {(one.specialism.code, one.institution.code): one for one in frames.order_by("pk")}
    return {
        key: one
        for key, one in latest.items()
        if one.minimum is not None or one.maximum is not None
    }


def frames_of(cycle: Cycle, region: Region, specialism: Specialism) -> dict[str, CapacityFrame]:
    """The latest frame of every institution of a cluster, by its code; also one that was lifted."""
    return {one.institution.code: one for one in history_of(cycle, region, specialism)[::-1]}


def history_of(cycle: Cycle, region: Region, specialism: Specialism) -> list[CapacityFrame]:
    """Every frame that was set for a cluster, the latest first."""
    frames = CapacityFrame.objects.filter(cycle=cycle, region=region, specialism=specialism)
    return list(frames.select_related("institution", "set_by").order_by("-pk"))


def latest_frame(cycle: Cycle, region: Region, specialism: Specialism) -> int:
    """The number of the latest frame of a cluster; 0 where there is none."""
    frames = CapacityFrame.objects.filter(cycle=cycle, region=region, specialism=specialism)
    return frames.order_by("-pk").values_list("pk", flat=True).first() or 0


def outside(places: int, frame: CapacityFrame) -> str:
    """Whether a number is `below` or `above` its frame; empty where it is neither."""
    if frame.minimum is not None and places < frame.minimum:
        return "below"
    return "above" if frame.maximum is not None and places > frame.maximum else ""


def outside_frames(
    names: Mapping[str, str], frames: Mapping[CellKey, CapacityFrame], places: Mapping[CellKey, int]
) -> list[Fault]:
    """A warning for every number outside its frame; `names`: the specialisms by code."""
    found = []
    for key, number in places.items():
        frame = frames.get(key)
        kind = outside(number, frame) if frame else ""
        if frame is None or not kind:
            continue
        limit = frame.minimum if kind == "below" else frame.maximum
        name, at = names[key[0]], frame.institution
        found.append(
            fault(
                kind,
                key[0],
                name,
                at=at.code,
                institution=at.name,
                found=number,
                limit=limit,
                warning=True,
            )
        )
    return found


def frame_warnings(grid: Grid, frames: Mapping[CellKey, CapacityFrame]) -> list[Fault]:
    """The warnings of a grid. A row in which nothing was filled in has none yet."""
    empty = {row.code for row in grid.rows if row.is_empty or not row.given}
    filled = {key: number for key, number in places_of_grid(grid).items() if key[0] not in empty}
    return outside_frames({row.code: row.name for row in grid.rows}, frames, filled)
