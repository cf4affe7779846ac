"""Why this number? The record of a calculation in sentences, in the language of the reader.

Two readings of the same record: bureau and auditors read the unrounded numbers too; everyone else
reads whole places and rules, from which no usage can be derived.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.engine.alternatives import Alternative, alternatives
from allocation.engine.base_distribution import rounding_case
from allocation.engine.cases import base_case_from_json
from allocation.engine.results import base_result_from_json
from allocation.engine.round_table import round_table
from allocation.engine.steps import SOURCES
from allocation.models import Calculation, TableCell
from allocation.selectors.tables import PlacesTable
from bols_portal.ui.formats import percent_text, signed_text
from bols_portal.ui.pieces import Step


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """A cell and what it came from; `result` is None for who may not see unrounded numbers."""

    calculation: Calculation
    places: PlacesTable
    cell: TableCell
    result: dict[str, Any] | None
    case: dict[str, Any] | None = None


def decimals(value: str, digits: int = 2) -> str:
    """A number with six decimals, shown with two in the notation of the reader."""
    return number_format(Decimal(value), decimal_pos=digits, force_grouping=True)


def explain_cell(origin: CellOrigin) -> list[Step]:
    """How a cell came to its number, step by step, each with the rule it follows.

    With the unrounded numbers in hand it also says what would have to change for one place less
    or more.
    """
    cell = origin.cell
    if cell.structural_zero:
        return [_zero_step(cell)]
    steps = _share_steps(origin)
    if cell.region.key in origin.calculation.raised:
        steps.append(_raised_step(cell.region.key))
    steps.append(_fit_step(origin))
    steps.append(_rounding_step(origin))
    return steps + alternative_steps(origin)


def _zero_step(cell: TableCell) -> Step:
    return Step(
        _("OOR %(region)s has no recognised training for %(specialism)s, so no places.")
        % {"region": cell.region.key, "specialism": cell.specialism.name},
        SOURCES["zero"],
    )


def _share_steps(origin: CellOrigin) -> list[Step]:
    cell = origin.cell
    row = next(one for one in origin.places.rows if one.code == cell.specialism.code)
    if origin.result is None:
        text = _(
            "The %(total)s places for %(specialism)s are divided by the share of each"
            " region in the care use."
        ) % {"total": row.total, "specialism": cell.specialism.name}
        return [Step(text, f"{SOURCES['adherence']} en 6")]
    share = at(origin, "shares")
    text = _(
        "OOR %(region)s has %(share)s of the care use; times %(total)s places that is %(quota)s."
    ) % {
        "region": cell.region.key,
        "share": percent_text(Decimal(share), 2),
        "total": row.total,
        "quota": decimals(at(origin, "quotas")),
    }
    return [Step(text, f"{SOURCES['adherence']} en 6")]


def _raised_step(region: str) -> Step:
    return Step(
        _("OOR %(region)s came out below 10%% of all places and was raised to 10%%.")
        % {"region": region},
        SOURCES["floor.raised"],
    )


def _fit_step(origin: CellOrigin) -> Step:
    source = SOURCES["fit"]
    if origin.result is None:
        text = _(
            "The numbers inside were adjusted in proportion to the whole totals of specialisms"
            " and regions."
        )
        return Step(text, source)
    text = _(
        "After floor, whole region totals and structural zeros, in proportion: %(fitted)s."
    ) % {"fitted": decimals(at(origin, "fitted"), 3)}
    return Step(text, source)


def _rounding_step(origin: CellOrigin) -> Step:
    cell = origin.cell
    if not cell.next_best:
        return Step(
            _("Rounded to the nearest whole number: %(places)s.") % {"places": cell.places},
            SOURCES["fit"],
        )
    direction = _("up") if cell.next_best > 0 else _("down")
    return Step(
        _(
            "Rounded %(direction)s to %(places)s, the next-best number: otherwise the totals of"
            " specialisms and regions would not add up. All such roundings together are as few"
            " as possible."
        )
        % {"direction": direction, "places": cell.places},
        SOURCES["rounding.next_best"],
    )


def alternative_steps(origin: CellOrigin) -> list[Step]:
    """What a place less or more in this cell would ask of other cells. Confidential."""
    if origin.case is None or origin.result is None:
        return []
    result = base_result_from_json(base_case_from_json(origin.case), origin.result)
    case = rounding_case(result)
    names = {row.code: row.name for row in origin.places.rows}
    at_cell = origin.cell.specialism.code, origin.cell.region.key
    found = alternatives(case, round_table(case), *at_cell)
    return [_alternative_step(one, names) for one in found]


def _alternative_step(one: Alternative, names: dict[str, str]) -> Step:
    source = SOURCES["rounding"]
    if one.conflict:
        text = _("%(places)s is not possible with these totals and bounds.") % {
            "places": one.places
        }
        return Step(text, source)
    moves = ", ".join(
        f"{names[change.row]} {change.column} {signed_text(change.after - change.before)}"
        for change in one.others
    )
    worse = _worse(one)
    return Step(
        _("%(places)s is only possible if also: %(moves)s. %(worse)s")
        % {"places": one.places, "moves": moves, "worse": worse},
        source,
    )


def _worse(one: Alternative) -> str:
    if one.outside:
        return ngettext(
            "That is %(count)s step more outside floor and ceiling.",
            "That is %(count)s steps more outside floor and ceiling.",
            one.outside,
        ) % {"count": one.outside}
    if one.next_best:
        return ngettext(
            "That is %(count)s next-best rounding more.",
            "That is %(count)s next-best roundings more.",
            one.next_best,
        ) % {"count": one.next_best}
    if one.deviation:
        return _("That lies %(deviation)s further from the unrounded table in all.") % {
            "deviation": decimals(str(Decimal(one.deviation) / 10**6), 3)
        }
    return _("That table is equally good: the fixed order decided.")


def at(origin: CellOrigin, table: str) -> str:
    """The number of the cell in one of the intermediate tables. Confidential."""
    if origin.result is None:
        raise PermissionError(table)
    row = [one.code for one in origin.places.rows].index(origin.cell.specialism.code)
    column = origin.places.regions.index(origin.cell.region.key)
    return str(origin.result[table][row][column])
