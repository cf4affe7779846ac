"""The parts of the page of the workbench that are made from what the services gave back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.selectors.deadlines import deadline_moment
from allocation.views.deadline_parts import deadline_of
from bols_portal.ui.formats import places_text
from bols_portal.ui.grids import cell_name
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import COMPOSE
from consultation.selectors.workbench import Bench, assessment_of, findings_of
from consultation.selectors.workbench_page import REGION, feet_of, floor_of, grid_of, reasons_of
from consultation.selectors.workbench_state import saved_text, seen_of, state_of
from consultation.selectors.workbench_texts import GRID, TEXTS, reason_id
from consultation.services.workbench_changes import (
    MOST,
    CellChange,
    Change,
    Conflict,
    RegionChange,
)

if TYPE_CHECKING:
    from allocation.models import Cycle

FRAMEWORK = "Toewijzingsprotocol 2027, fase I 2, Regelruimte"


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Two versions of one field, of which somebody chooses one."""

    name: str
    title: str
    mine: str
    theirs: str
    by: str
    at: datetime | None


def conflict_line(conflict: Conflict, bench: Bench) -> ConflictLine:
    """A conflict in words."""
    change = conflict.change
    name, title = named(change, bench)
    return ConflictLine(
        name=name,
        title=title,
        mine=_said(*_mine(change, conflict)),
        theirs=_said(conflict.places, conflict.reason),
        by=conflict.by,
        at=conflict.at,
    )


def named(change: Change, bench: Bench) -> tuple[str, str]:
    """The field of a change, and what it is called."""
    if isinstance(change, CellChange):
        title = f"{bench.names[change.code]}, {change.region}"
        return cell_name(GRID, change.code, change.region), title
    if isinstance(change, RegionChange):
        return reason_id("", change.region), _("Reason of region %(key)s") % {"key": change.region}
    return "motivation", _("Motivation of the whole")


def _mine(change: Change, conflict: Conflict) -> tuple[int | None, str]:
    if isinstance(change, CellChange):
        places = conflict.places if change.places is None else change.places
        return places, conflict.reason if change.reason is None else change.reason
    return None, change.reason if isinstance(change, RegionChange) else change.text


def _said(places: int | None, reason: str) -> str:
    text = reason or _("no reason")
    return text if places is None else f"{places_text(places)} · {text}"


def typed_texts(changes: list[Change]) -> dict[str, str]:
    """What somebody typed, by field: shown again where it was not stored."""
    texts: dict[str, str] = {}
    for change in changes:
        if isinstance(change, CellChange):
            if change.places is not None:
                texts[cell_name(GRID, change.code, change.region)] = str(change.places)
            if change.reason is not None:
                texts[reason_id(change.code, change.region)] = change.reason
        elif isinstance(change, RegionChange):
            texts[reason_id("", change.region)] = change.reason
        else:
            texts["motivation"] = change.text
    return texts


def told_of(
    bench: Bench, typed: dict[str, str], faults: dict[str, str], conflicts: list[ConflictLine]
) -> dict[str, Any]:
    """The context of the table, its findings and reasons."""
    assessment = assessment_of(bench)
    findings = findings_of(bench, assessment)
    grid = grid_of(bench, findings, typed, faults)
    region_reasons, cell_reasons = reasons_of(bench, assessment, typed)
    room = bench.framework.leeway
    return {
        "bench": bench,
        "grid": grid,
        "feet": feet_of(bench, grid),
        "findings": findings,
        "faults": faults,
        "conflicts": conflicts,
        "open_count": len(faults) + sum(not one.warning for one in findings),
        "moved": assessment.moved,
        "most": MOST,
        "room": room.total,
        "region_reasons": region_reasons,
        "cell_reasons": cell_reasons,
        "motivation": typed.get("motivation", bench.motivation),
        "saved": saved_text(bench),
        "seen_json": json.dumps(seen_of(bench), separators=(",", ":")),
        "state": state_of(bench),
        "rules": {
            "texts": {code: str(text) for code, text in TEXTS.items()},
            "region": str(REGION),
            "floor": floor_of(bench.framework),
            "moved": room.total,
            "zeros": [f"{code}-{region}" for code, region in bench.zeros],
        },
    }


def help_note(cycle: "Cycle", now: datetime) -> Help:
    """The rules of the proposal."""
    last = deadline_moment(cycle, "integral_proposal")
    return Help(
        rules=[
            Rule(
                _(
                    "FMS makes one proposal of all advices: whole places, and per specialism the "
                    "national intake."
                ),
                COMPOSE,
            ),
            Rule(
                _(
                    "At most 30 places move between regions. A region gets at most 8 fewer and 10 "
                    "more than in the base distribution. Every departure has a reason."
                ),
                FRAMEWORK,
            ),
        ],
        deadline=deadline_of(last, now),
    )


def crumbs(cycle: "Cycle") -> list[Link]:
    """The way to the page."""
    phase = reverse("phase", args=[cycle.year, 2])
    return [Link(_("Phase %(number)s") % {"number": "II"}, phase), Link(_("Workbench"), "")]
