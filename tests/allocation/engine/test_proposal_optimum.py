"""The proposal against every table there is, and against an independent exact solver."""

from typing import Any

import highspy
import numpy as np
import pytest

from allocation.engine.errors import NoSolutionError
from allocation.engine.proposal import propose
from tests.allocation.engine.proposals import case_of, costs, drawn, every_table, fits

BRUTE, SOLVED = 1500, 400


def test_against_every_table_there_is() -> None:
    impossible = tied = outside = 0
    for seed in range(BRUTE):
        data = drawn(seed)
        tables = every_table(data)
        if not tables:
            with pytest.raises(NoSolutionError) as refusal:
                propose(case_of(data))
            assert refusal.value.faults[0].where["rows"]
            impossible += 1
            continue
        found = propose(case_of(data))
        best = min(costs(data, table) for table in tables)
        equal = [table for table in tables if costs(data, table) == best]
        assert found.places == max(equal), seed
        assert found.unique is (len(equal) == 1), seed
        figures = (found.outside_bounds, found.deviation_from_advice, found.deviation_from_base)
        assert figures == best
        tied += len(equal) > 1
        outside += best[0] > 0
    # The draw is worth something only where all of this occurs.
    assert min(impossible, tied, outside) > BRUTE // 100


def test_against_highs() -> None:
    solved = 0
    for seed in range(SOLVED):
        data = drawn(10_000 + seed, rows=2 + seed % 6, columns=2 + seed % 4, most=12)
        theirs = _figures_by_highs(data)
        if theirs is None:
            with pytest.raises(NoSolutionError):
                propose(case_of(data))
            continue
        found = propose(case_of(data))
        assert fits(data, found.places)
        assert costs(data, found.places) == theirs, seed
        solved += 1
    assert solved > SOLVED // 2


def _figures_by_highs(data: dict[str, Any]) -> tuple[int, int, int] | None:
    """The three figures one after the other, each as an integer programme under the earlier."""
    found: list[int] = []
    for _ in range(3):
        best = _minimise(data, found)
        if best is None:
            return None
        found.append(best)
    return found[0], found[1], found[2]


def _minimise(data: dict[str, Any], earlier: list[int]) -> int | None:
    """Minimise the next figure: places, one pair of distances per cell and figure."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    m, n = len(data["rows"]), len(data["columns"])
    zeros = {(data["rows"].index(r), data["columns"].index(c)) for r, c in data["zeros"]}
    cells = {
        (i, j): model.addIntegral(0, 0 if (i, j) in zeros else data["row_totals"][i])
        for i in range(m)
        for j in range(n)
    }
    for i, total in enumerate(data["row_totals"]):
        model.addConstr(sum(cells[i, j] for j in range(n)) == total)
    pluses = [model.addVariable(0, data["leeway"]["up"]) for _ in range(n)]
    for j in range(n):
        base = sum(line[j] for line in data["base"])
        total = sum(cells[i, j] for i in range(m))
        model.addConstr(total - pluses[j] <= base)
        model.addConstr(total >= base - data["leeway"]["down"])
        model.addConstr(total <= base + data["leeway"]["up"])
    model.addConstr(sum(pluses) <= data["leeway"]["total"])
    figures = [_figure(model, data, cells, number) for number in range(3)]
    for figure, value in zip(figures, earlier, strict=False):
        model.addConstr(figure <= value)
    model.minimize(figures[len(earlier)])
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    value = model.getInfo().objective_function_value
    assert abs(value - round(value)) < 1e-6
    return round(value)


def _figure(model: Any, data: dict[str, Any], cells: dict[tuple[int, int], Any], which: int) -> Any:
    """One of the three figures as a sum of distances that are at least the true ones."""
    terms = model.addVariable(0, 0) + 0
    for (i, j), places in cells.items():
        low, high, weight = _wanted(data, i, j, which)
        if low is not None:
            below = model.addVariable(0, np.inf)
            model.addConstr(below + places >= low)
            terms += weight * below
        if high is not None:
            above = model.addVariable(0, np.inf)
            model.addConstr(above - places >= -high)
            terms += weight * above
    return terms


def _wanted(data: dict[str, Any], i: int, j: int, which: int) -> tuple[Any, Any, int]:
    if which == 0:
        return data["lower"][i][j], data["upper"][i][j], 1
    if which == 1:
        advice = data["advice"][i][j]
        return advice, advice, data["weights"][i]
    base = data["base"][i][j]
    return base, base, 1
