"""The form of the workbench: what somebody changed against what the page showed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from allocation.errors import Stale
from bols_portal.ui.grids import cell_name, parse_places
from bols_portal.ui.typed import keepable
from consultation.selectors.workbench import Bench
from consultation.selectors.workbench_state import text_mark
from consultation.selectors.workbench_texts import GRID, TEXTS, reason_id
from consultation.services.workbench_changes import (
    MOST,
    CellChange,
    Change,
    MotivationChange,
    RegionChange,
)

UNSEEN = 0  # a version that no row has: whatever stands there was not seen


@dataclass(slots=True)
class Typed:
    """The changes to store, and by field what could not be read and what was typed there."""

    changes: list[Change] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def read_typed(data: QueryDict, bench: Bench) -> Typed:
    """What was changed on the page. Fields that were not sent did not change.

    Raises Stale for a page of which nobody can tell any more what it showed.
    """
    try:
        seen = json.loads(data.get("seen", ""))
        typed = Typed()
        for (code, region), shown in _cells(seen, bench).items():
            _read_cell(typed, data, bench, code, region, shown)
        for region in bench.base.regions:
            _read_region(typed, data, region, seen["regions"][region])
        _read_motivation(typed, data, str(seen["motivation"]))
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as unreadable:
        raise Stale(
            _("This page is too old to save from. Open the workbench again; nothing was stored.")
        ) from unreadable
    return typed


def _cells(seen: Mapping[str, Any], bench: Bench) -> dict[tuple[str, str], Any]:
    return {(code, region): seen["cells"][f"{code}-{region}"] for code, region in bench.cells}


def _read_cell(
    typed: Typed, data: QueryDict, bench: Bench, code: str, region: str, shown: Any
) -> None:
    name, reason_name = cell_name(GRID, code, region), reason_id(code, region)
    version, shown_places, shown_mark = int(shown[0]), int(shown[1]), str(shown[2])
    places: int | None = None
    if name in data:
        try:
            places = _places(str(data[name]))
        except ValueError:
            title = {"name": bench.names[code], "region": region}
            typed.faults[name] = TEXTS["unreadable"] % title
            typed.kept[name] = str(data[name])
    reason = _text(data, reason_name)
    if places == shown_places:
        places = None
    if reason is not None and text_mark(reason) == shown_mark:
        reason = None
    choice = choice_in(data, name)
    if (places is None and reason is None) or choice == "theirs":
        return
    seen = UNSEEN if choice == "open" else version
    typed.changes.append(CellChange(code, region, seen, places, reason))


def _read_region(typed: Typed, data: QueryDict, region: str, shown: Any) -> None:
    name = reason_id("", region)
    reason, choice = _text(data, name), choice_in(data, name)
    if reason is None or text_mark(reason) == str(shown[1]) or choice == "theirs":
        return
    seen = UNSEEN if choice == "open" else int(shown[0])
    typed.changes.append(RegionChange(region, seen, reason))


def _read_motivation(typed: Typed, data: QueryDict, shown: str) -> None:
    text, choice = _text(data, "motivation"), choice_in(data, "motivation")
    if text is None or text_mark(text) == shown or choice == "theirs":
        return
    typed.changes.append(MotivationChange(text, "open" if choice == "open" else shown))


def choice_in(data: QueryDict, name: str) -> str:
    """Of a conflict that the page showed: mine, theirs, or open; empty where there was none."""
    if name not in data.getlist("conflict"):
        return ""
    chosen = data.get(f"keep-{name}", "")
    return chosen if chosen in ("mine", "theirs") else "open"


def _places(text: str) -> int:
    """An empty cell counts as 0, as in the totals."""
    places = parse_places(text) or 0
    if places > MOST:
        raise ValueError(text)
    return places


def _text(data: QueryDict, name: str) -> str | None:
    """A text with line ends of one kind; None where the field was not sent."""
    return keepable(str(data[name]).replace("\r\n", "\n")).strip() if name in data else None
