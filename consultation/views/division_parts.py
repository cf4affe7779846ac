"""The parts of the page of a region's grid."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.selectors.deadlines import deadline_moment
from allocation.views.deadline_parts import deadline_of
from bols_portal.ui.grids import cell_name
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import BUNDLE, CLUSTERS, DIVIDE
from consultation.policies.divisions import may_change_grid
from consultation.selectors.capacity import frame_warnings, frames_in
from consultation.selectors.division_page import (
    last_year_in,
    page_of,
    rules_of,
    said,
    saved_text,
    seen_of,
    state_of,
)
from consultation.selectors.division_texts import GRID
from consultation.selectors.divisions import Grid, faults_of, grid_of
from consultation.selectors.regions import living_proposal
from consultation.services.division_changes import MOST, GridChange, GridConflict
from consultation.views.workbench_parts import ConflictLine

if TYPE_CHECKING:
    from allocation.models import Cycle, Region


def conflict_line(conflict: GridConflict, grid: Grid) -> ConflictLine:
    """A conflict in words."""
    code, at = conflict.change.code, conflict.change.institution
    return ConflictLine(
        name=cell_name(GRID, code, at),
        title=f"{grid.by_code[code].name}, {grid.names[at]}",
        mine=said(conflict.change.places),
        theirs=said(conflict.places),
        by=conflict.by,
        at=conflict.at,
    )


def typed_texts(changes: Iterable[GridChange]) -> dict[str, str]:
    """What somebody typed, by field: shown again where it was not stored."""
    return {
        cell_name(GRID, one.code, one.institution): "" if one.places is None else str(one.places)
        for one in changes
    }


def told_of(
    cycle: "Cycle",
    region: "Region",
    *,
    kept: dict[str, str],
    faults: dict[str, str],
    conflicts: list[GridConflict],
    divides: bool,
    now: datetime,
) -> dict[str, Any]:
    """The context of the page. A fixed number of queries."""
    grid, frames = grid_of(cycle, region), frames_in(cycle, region)
    moment = may_change_grid(cycle, region)
    found = faults_of(grid)
    may_change = divides and bool(moment)
    return {
        "cycle": cycle,
        "region": region,
        "grid": grid,
        "table": page_of(grid, frames, last_year_in(cycle, region), kept, faults),
        "key": GRID,
        "findings": [*found, *frame_warnings(grid, frames)],
        "faults": faults,
        "open_count": len(found) + len(faults),
        "conflicts": [conflict_line(one, grid) for one in conflicts],
        "divides": divides,
        "moment": moment if divides else None,
        "may_change": may_change,
        "proposal": living_proposal(cycle, region),
        "deadline": deadline_moment(cycle, "region_proposals"),
        "shared": [row for row in grid.rows if len(row.recognised) > 1],
        "most": MOST,
        "saved": saved_text(grid),
        "seen_json": json.dumps(seen_of(grid), separators=(",", ":")),
        "state": state_of(grid),
        "rules": rules_of(),
        "crumbs": crumbs(cycle, region, Link(_("Division"), "")),
        "help_note": help_note(cycle, now),
    }


def crumbs(cycle: "Cycle", region: "Region", *more: Link) -> list[Link]:
    """The way to a page of a region."""
    phase = reverse("phase", args=[cycle.year, 3])
    here = reverse("region", args=[cycle.year, region.key])
    return [Link(_("Phase %(number)s") % {"number": "III"}, phase), Link(str(region), here), *more]


def help_note(cycle: "Cycle", now: datetime) -> Help:
    """The rules of a division."""
    last = deadline_moment(cycle, "region_proposals")
    return Help(
        rules=[
            Rule(
                _(
                    "Per specialism the places of all institutions add up to the places that the "
                    "region got. Only institutions with a recognised training get places."
                ),
                DIVIDE,
            ),
            Rule(
                _("A sole training in the region gets all its places, without a proposal."),
                CLUSTERS,
            ),
            Rule(
                _("The general board adopts the whole division; then all administrators sign."),
                BUNDLE,
            ),
        ],
        deadline=deadline_of(last, now),
    )
