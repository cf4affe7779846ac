"""The check of a proposal that somebody hands over: framework, figures, optimum, tie and seal.

Nothing is solved: potentials of the residual network prove that no table is better.
"""

from typing import Any

import numpy as np

from allocation.engine.leeway import assess
from allocation.engine.proposal import figures
from allocation.engine.proposal_cases import ProposeCase
from allocation.engine.proposal_network import network_of
from allocation.engine.proposal_ties import largest
from allocation.engine.tables import WholeTable

KEYS = (
    "places", "outside_bounds", "deviation_from_advice", "deviation_from_base", "moved",
    "region_deviation", "yielded", "unique", "digest",
)  # fmt: skip


def check(case: ProposeCase, result: Any) -> list[str]:
    """All points that fail, as "point: where"; the seal apart."""
    if not isinstance(result, dict):
        return ["form: the result must be an object"]
    missing = [key for key in KEYS if key not in result]
    if missing:
        return [f"form: {key} is missing" for key in missing]
    places = _table(case, result["places"])
    if places is None:
        return ["form: places must be a table of whole numbers"]
    failures = [
        f"{one.code}: {one.row or one.column or 'all'}"
        for one in assess(case.framework, places).findings
    ]
    told = figures(case, places)
    failures += [f"{key}: not that of the table" for key in told if told[key] != result[key]]
    return failures or _optimum(case, places, result["unique"])


def _table(case: ProposeCase, value: Any) -> WholeTable | None:
    if not isinstance(value, list) or len(value) != len(case.rows):
        return None
    for row in value:
        if not isinstance(row, list) or len(row) != len(case.columns):
            return None
        if any(type(number) is not int or abs(number) > 2**40 for number in row):
            return None
    return tuple(tuple(row) for row in value)


def _optimum(case: ProposeCase, places: WholeTable, unique: Any) -> list[str]:
    table = np.array(places, dtype=np.int64)
    try:
        best, only = largest(network_of(case), table)
    except ArithmeticError:
        return ["optimum: there is a better table"]
    if not np.array_equal(best, table):
        return ["tie: an equally good table comes first"]
    return [] if unique is only else ["unique: not so"]
