"""The seal of a calculation: SHA-256 over its case and its result.

Standard library only. The case is put in its one normal form first, so the seal does not depend on
the order of usage and assignment lines, nor on how a number was written. It does not hold the
version of the engine: a later one that finds the same gives the same seal.
"""

import hashlib
import json
from fractions import Fraction
from typing import Any

# Changes only together with the form of cases or results.
FORMAT = "bols-engine 1"
_GRID = 10**6


def digest(case: Any, result: Any) -> str:
    """Seal a case and its result (both as JSON values); a digest in the result is left out."""
    told = {key: value for key, value in result.items() if key != "digest"}
    sealed = {"format": FORMAT, "case": normal_form(case), "result": told}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check(case: Any, result: Any) -> list[str]:
    """A failing point when the result doesn't bear the seal of this case and itself."""
    try:
        if result["digest"] == digest(case, result):
            return []
    except (LookupError, TypeError, ValueError, AttributeError):
        pass
    return ["digest: not that of this case and this result"]


def normal_form(case: Any) -> Any:
    """The case with exact numbers, and without any order where order means nothing."""
    zeros = sorted({(str(row), str(column)) for row, column in case.get("zeros") or []})
    if "usage" in case:
        return {**_base(case), "zeros": zeros}
    if "advice" in case:
        return {**_proposal(case), "zeros": zeros}
    return {
        "rows": [str(row) for row in case["rows"]],
        "columns": [str(column) for column in case["columns"]],
        "quotas": [[_millionths(q) for q in row] for row in case["quotas"]],
        "row_totals": [_whole(total) for total in case["row_totals"]],
        "column_totals": [_whole(total) for total in case["column_totals"]],
        "zeros": zeros,
        "lower": _bounds(case.get("lower")),
        "upper": _bounds(case.get("upper")),
    }


def _proposal(case: Any) -> Any:
    rows = case["rows"]
    return {
        "rows": [str(row) for row in rows],
        "columns": [str(column) for column in case["columns"]],
        "row_totals": [_whole(total) for total in case["row_totals"]],
        "base": [[_whole(number) for number in row] for row in case["base"]],
        "advice": [[None if one is None else _whole(one) for one in row] for row in case["advice"]],
        "lower": _bounds(case.get("lower")),
        "upper": _bounds(case.get("upper")),
        "leeway": {key: _whole(case["leeway"][key]) for key in ("down", "up", "total")},
        "weights": [_whole(weight) for weight in case.get("weights") or [1] * len(rows)],
    }


def _base(case: Any) -> Any:
    usage = [
        (str(line["institution"]), str(line["specialism"]), _whole(line["amount"]))
        for line in case["usage"]
    ]
    assignment = [
        (*(str(line[k]) for k in ("institution", "specialism", "region")), _exact(line["share"]))
        for line in case["assignment"]
    ]
    return {
        "regions": [str(region) for region in case["regions"]],
        "specialisms": [
            (str(line["code"]), _whole(line["national_intake"])) for line in case["specialisms"]
        ],
        "usage": sorted(usage),
        "assignment": sorted(assignment),
        "floor": _exact(case["floor"]),
    }


def _bounds(table: Any) -> Any:
    """A table without any bound says as little as no table."""
    if table is None or all(bound is None for row in table for bound in row):
        return None
    return [[None if bound is None else _whole(bound) for bound in row] for row in table]


def _exact(value: Any) -> str:
    return str(Fraction(value))


def _whole(value: Any) -> int:
    return value if type(value) is int else int(Fraction(value))


def _millionths(value: Any) -> int:
    """A number on the grid, half up; the usual "1.234567" without a detour over fractions."""
    if isinstance(value, str):
        whole, point, decimals = value.partition(".")
        if point and len(decimals) == 6 and (whole + decimals).isdecimal():
            return int(whole) * _GRID + int(decimals)
    exact = Fraction(value)
    return (2 * exact.numerator * _GRID + exact.denominator) // (2 * exact.denominator)
