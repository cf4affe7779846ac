"""The intermediate tables of a calculation. Confidential: for bureau and auditors alone."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from allocation.engine.steps import SOURCES
from allocation.models import CalculationDetail, Specialism
from allocation.selectors.explanations import decimals
from bols_portal.ui.formats import percent_text
from bols_portal.ui.tables import Cell, Column, Matrix, Row


@dataclass(frozen=True, slots=True)
class Intermediate:
    """An intermediate table: where it stands in a result and what it tells."""

    key: str
    title: str | Promise
    text: str | Promise
    source: str


INTERMEDIATE: dict[str, Intermediate] = {
    "adherentie": Intermediate(
        "adherence",
        _("Care usage by region"),
        _("The care usage of every institution, divided by the region assignment."),
        SOURCES["adherence"],
    ),
    "aandelen": Intermediate(
        "shares",
        _("Shares of care usage"),
        _("The part of the national care usage of a specialism that belongs to each region."),
        SOURCES["adherence"],
    ),
    "onafgerond": Intermediate(
        "quotas",
        _("Unrounded places"),
        _("The share of each region, times the national intake of the specialism."),
        SOURCES["quotas"],
    ),
    "totalen": Intermediate(
        "totals",
        _("Region totals, from unrounded to whole"),
        _("The sum per region, the same after the floor of 10%, and the whole total."),
        f"{SOURCES['floor.raised']}; {SOURCES['totals.rounded']}",
    ),
    "gepast": Intermediate(
        "fitted",
        _("Fitted to the totals"),
        _("The unrounded places, in proportion, on the whole totals and without structural zeros."),
        SOURCES["fit"],
    ),
}


def intermediate_table(detail: CalculationDetail, name: str) -> tuple[Matrix, Intermediate]:
    """One of the tables of INTERMEDIATE as it is drawn, with what it tells."""
    found = INTERMEDIATE[name]
    rows = _total_rows(detail) if name == "totalen" else _rows(detail, found.key)
    matrix = Matrix(
        key=name,
        caption=found.title,
        columns=[Column(region, title=f"OOR {region}") for region in detail.case["regions"]],
        rows=rows,
        corner=translate("Step") if name == "totalen" else "",
    )
    return matrix, found


def _rows(detail: CalculationDetail, key: str) -> list[Row]:
    names = dict(Specialism.objects.values_list("code", "name"))
    codes = [one["code"] for one in detail.case["specialisms"]]
    return [
        Row(names[code], [Cell(None, text=_shown(key, value)) for value in values], code=code)
        for code, values in zip(codes, detail.result[key], strict=True)
    ]


def _shown(key: str, value: Any) -> str:
    if key == "shares":
        return percent_text(Decimal(value), 3)
    return decimals(_number(value), 0 if key == "adherence" else 3)


def _number(value: Any) -> str:
    """A number of a result as a decimal: fractions such as 13/4 are written out."""
    text = str(value)
    if "/" not in text:
        return text
    numerator, denominator = text.split("/")
    return str(Decimal(numerator) / Decimal(denominator))


def _total_rows(detail: CalculationDetail) -> list[Row]:
    result = detail.result

    def row(name: str, values: list[Any], digits: int) -> Row:
        return Row(name, [Cell(None, text=decimals(_number(one), digits)) for one in values])

    return [
        row(translate("Sum of the unrounded places"), result["totals"], 3),
        row(translate("After the floor"), result["totals_after_floor"], 3),
        row(translate("Whole total"), result["rounded_totals"], 0),
    ]
