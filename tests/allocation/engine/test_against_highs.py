"""The three figures against an independent exact solver: HiGHS, on 3,000 tables."""

import random

import highspy
import numpy as np

from allocation.engine.round_table import round_table
from allocation.engine.tables import RoundCase
from tests.allocation.engine.brute_force import figures

TABLES = 3000
GRID = 10**6


def test_three_thousand_tables_against_highs() -> None:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    outside = 0
    for seed in range(TABLES):
        case = _table(seed)
        result = round_table(case)
        ours = (result.outside, result.next_best, result.total_deviation)
        assert figures(case.quotas, result.places) == ours
        theirs = _solve(solver, case)
        assert figures(case.quotas, theirs) == ours, seed
        outside += ours[0] > 0
    assert outside > TABLES // 10


def _table(seed: int) -> RoundCase:
    rnd = random.Random(seed)  # noqa: S311
    m, n = rnd.randint(2, 8), rnd.randint(2, 6)
    places = [[rnd.randint(0, 3) for _ in range(n)] for _ in range(m)]
    digits = rnd.choice((1, 2, 6))
    spread = rnd.choice((0.9, 1.0, 1.6))
    quotas = [
        [round(max(0.0, y + rnd.uniform(-spread, spread)), digits) for y in row] for row in places
    ]
    return RoundCase(
        tuple(f"r{i}" for i in range(m)),
        tuple(f"c{j}" for j in range(n)),
        tuple(tuple(int(q * GRID + 0.5) for q in row) for row in quotas),
        tuple(map(sum, places)),
        tuple(map(sum, zip(*places, strict=True))),
    )


def _solve(solver: highspy.Highs, case: RoundCase) -> tuple[tuple[int, ...], ...]:
    """One variable for every possible place of every cell, at the price of that place."""
    m, n = len(case.rows), len(case.columns)
    rank_weight = 2 * min(m, n) * GRID + 1
    scale = (2 * min(m, n) * (2 * rank_weight + GRID) + 1, rank_weight, 1)
    prices, rows, cells = [], [], []
    for i in range(m):
        for j in range(n):
            before = 0
            for place in range(min(case.row_totals[i], case.column_totals[j]) + 1):
                parts = figures(((case.quotas[i][j],),), ((place,),))
                cost = sum(weight * part for weight, part in zip(scale, parts, strict=True))
                if place:
                    prices.append(cost - before)
                    rows += [i, m + j]
                    cells.append((i, j))
                before = cost
    count = len(cells)
    totals = np.array([*case.row_totals, *case.column_totals], dtype=float)
    solver.clearModel()
    solver.addRows(m + n, totals, totals, 0, np.array([]), np.array([]), np.array([]))
    solver.addCols(
        count,
        np.array(prices, dtype=float),
        np.zeros(count),
        np.ones(count),
        2 * count,
        np.arange(0, 2 * count, 2),
        np.array(rows),
        np.ones(2 * count),
    )
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    table = [[0] * n for _ in range(m)]
    for (i, j), value in zip(cells, solver.getSolution().col_value, strict=True):
        assert abs(value - round(value)) < 1e-6
        table[i][j] += round(value)
    return tuple(map(tuple, table))
