"""The form of a region's grid: what somebody changed against what the page showed."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from allocation.errors import Stale
from bols_portal.ui.grids import cell_name, parse_places
from consultation.forms.workbench import choice_in
from consultation.selectors.division_texts import GRID, TEXTS
from consultation.selectors.divisions import Grid
from consultation.services.division_changes import MOST, GridChange

UNSEEN = -1  # a version that no cell has: whatever stands there was not seen


@dataclass(slots=True)
class Typed:
    """The changes to store, and by field what could not be read and what was typed there."""

    changes: list[GridChange] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def read_typed(data: QueryDict, grid: Grid) -> Typed:
    """What was changed on the page. Cells that were not sent did not change.

    Raises Stale for a page of which nobody can tell any more what it showed.
    """
    typed = Typed()
    try:
        for key, shown in json.loads(data.get("seen", ""))["cells"].items():
            code, _dash, institution = str(key).partition("-")
            name = cell_name(GRID, code, institution)
            if name in data:
                _read_cell(typed, data, grid, name, (code, institution), shown)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as problem:
        raise Stale(
            _("This page is too old to save from. Open it again; nothing was stored.")
        ) from problem
    return typed


def _read_cell(
    typed: Typed, data: QueryDict, grid: Grid, name: str, at: tuple[str, str], shown: Any
) -> None:
    version, before = int(shown[0]), None if shown[1] == "" else int(shown[1])
    code, institution = at
    try:
        places = _places(str(data[name]))
    except ValueError:
        row = grid.by_code.get(code)
        title = {
            "name": row.name if row else code,
            "institution": grid.names.get(institution, institution),
        }
        typed.faults[name] = TEXTS["unreadable"] % title
        typed.kept[name] = str(data[name])
        return
    choice = choice_in(data, name)
    if places == before or choice == "theirs":
        return
    seen = UNSEEN if choice == "open" else version
    typed.changes.append(GridChange(code, institution, places, seen))


def _places(text: str) -> int | None:
    places = parse_places(text)
    if places is not None and places > MOST:
        raise ValueError(text)
    return places
