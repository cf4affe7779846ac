"""The form of a course on the board's page: grids prefilled, and a reason for what departs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from allocation.errors import Fault
from allocation.selectors.tables import PlacesTable
from bols_portal.ui.grids import Grid, GridCell, GridRow, parse_places
from bols_portal.ui.tables import Column
from consultation.enums import Course
from consultation.policies.distribution import course_fits
from consultation.selectors.distribution import changes_of
from consultation.selectors.distribution_ground import Cell, Ground
from consultation.services.distribution_content import (
    KEY,
    OUTSIDE,
    Wish,
    place_field,
    reason_field,
)

if TYPE_CHECKING:
    from consultation.models import DistributionChoice


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One of the four courses: what it means, and whether it is possible now."""

    code: str
    label: str
    text: str
    chosen: bool
    reason: str  # why it is not possible; empty where it is


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A reason that is asked: the field, what was typed, and what is wrong with it."""

    field: str
    label: str
    text: str
    error: str


def course_lines(ground: Ground, chosen: str) -> list[CourseLine]:
    """The four courses in the order of the protocol."""
    texts = {
        Course.ADOPT: _("The distribution becomes what FMS proposed."),
        Course.CHANGE: _(
            "You change numbers of the proposal, each with a reason, within the framework."
        ),
        Course.RETURN: _("FMS looks at it again; phase II opens anew."),
        Course.FALLBACK: _("Where no supported proposal comes about, the base distribution holds."),
    }
    return [
        CourseLine(
            one.value,
            str(one.label),
            texts[one],
            one.value == chosen,
            str(course_fits(ground, one.value).reason),
        )
        for one in Course
    ]


def wish_of(choice: "DistributionChoice | None", course: str) -> Wish:
    """What was proposed before, to begin the form with; the numbers only of the same course."""
    if choice is None:
        return Wish(course)
    same = choice.course == course
    changes = changes_of(choice) if same else []
    keys = {(one.specialism.code, one.region.key): one for one in changes}
    reasons: dict[Cell, str] = {key: one.reason for key, one in keys.items()}
    for (code, _region), one in keys.items():
        if one.proposed is None:
            reasons[code, ""] = one.reason
    return Wish(
        course,
        choice.reason if same else "",
        {key: str(one.decided) for key, one in keys.items()},
        reasons,
    )


def form_context(ground: Ground, wish: Wish, faults: Sequence[Fault]) -> dict[str, Any]:
    """Everything that the form of a course shows."""
    errors = {fault.cell: str(fault.message) for fault in faults if fault.cell}
    decides = wish.course != Course.RETURN
    changes = wish.course == Course.CHANGE
    return {
        "wish": wish,
        "course": Course(wish.course),
        "why": ReasonLine(
            "reason", _reason_label(wish.course), wish.reason, errors.get("reason", "")
        ),
        "reason_needed": wish.course in (Course.RETURN, Course.FALLBACK),
        "grid": _grid(ground, wish, errors) if changes else None,
        "outside": _outside(ground, wish, errors) if decides else None,
        "unadvised": _unadvised(ground, wish, errors) if decides else [],
        "reasons": _reasons(ground, wish, errors) if decides else [],
    }


def _reason_label(course: str) -> str:
    if course == Course.RETURN:
        return _("What should FMS look at again?")
    if course == Course.FALLBACK:
        return _("Why is the base distribution taken?")
    return _("Explanation")


def _grid(ground: Ground, wish: Wish, errors: Mapping[str, str]) -> Grid:
    """The proposal to be changed; departures are marked, the leeway counts from the base."""
    start = ground.start(wish.course)
    return Grid(
        key=KEY,
        caption=_("The distribution that you propose"),
        columns=_columns(ground),
        rows=[
            GridRow(
                row.code,
                row.name,
                [
                    _cell(ground, wish, errors, (row.code, region), cell.places, zero)
                    for region, cell, zero in _cells(start, row.code)
                ],
                required=sum(cell.places for cell in row.cells),
            )
            for row in start.rows
        ],
        base_totals=ground.base.region_totals,
        low=-ground.framework.leeway.down,
        high=ground.framework.leeway.up,
    )


def _cells(table: PlacesTable, code: str) -> list[tuple[str, Any, bool]]:
    row = next(row for row in table.rows if row.code == code)
    pairs = zip(table.regions, row.cells, strict=True)
    return [(region, cell, cell.structural_zero) for region, cell in pairs]


def _cell(
    ground: Ground,
    wish: Wish,
    errors: Mapping[str, str],
    key: Cell,
    proposed: int | None,
    zero: bool = False,
) -> GridCell:
    typed = wish.places.get(key)
    return GridCell(
        key[1],
        text=typed if typed is not None else "" if proposed is None else str(proposed),
        base=proposed,
        zero=zero and not errors.get(place_field(ground, *key)),
        error=errors.get(place_field(ground, *key), ""),
        missing_reason=reason_field(*key) in errors,
    )


def _columns(ground: Ground) -> list[Column]:
    return [Column(region, title=f"OOR {region}") for region in ground.regions]


def _outside(ground: Ground, wish: Wish, errors: Mapping[str, str]) -> Grid:
    """Orthodontics and sports medicine: the advice, or empty where nothing was advised."""
    return Grid(
        key=OUTSIDE,
        caption=_("Orthodontics and sports medicine"),
        columns=_columns(ground),
        rows=[
            GridRow(
                one.code,
                one.name,
                [
                    _cell(ground, wish, errors, (one.code, key), ground.advised(one.code, key))
                    for key in ground.regions
                ],
                required=ground.intake.get(one.code),
            )
            for one in ground.outside
        ],
    )


def _unadvised(ground: Ground, wish: Wish, errors: Mapping[str, str]) -> list[ReasonLine]:
    """What the numbers rest on, for each specialism on which nothing was advised."""
    return [
        ReasonLine(
            field := reason_field(one.code),
            _("%(name)s: what do the numbers rest on?") % {"name": one.name},
            wish.reasons.get((one.code, ""), ""),
            errors.get(field, ""),
        )
        for one in ground.outside
        if not ground.has_advice(one.code)
    ]


def _reasons(ground: Ground, wish: Wish, errors: Mapping[str, str]) -> list[ReasonLine]:
    """A reason for each number that departs from the proposal, or from the advice."""
    found = []
    for (code, region), text in wish.places.items():
        outside = any(one.code == code for one in ground.outside)
        proposed = ground.advised(code, region)
        if not outside:
            cell = ground.start(wish.course).cell(code, region)
            proposed = cell.places if cell else None
        if proposed is None or _number(text) in (None, proposed):
            continue
        field = reason_field(code, region)
        named = {
            "name": ground.names[code],
            "region": region,
            "old": proposed,
            "new": _number(text),
        }
        found.append(
            ReasonLine(
                field,
                _("%(name)s, %(region)s: from %(old)s to %(new)s") % named,
                wish.reasons.get((code, region), ""),
                errors.get(field, ""),
            )
        )
    return found


def _number(text: str) -> int | None:
    try:
        return parse_places(text)
    except ValueError:
        return None
