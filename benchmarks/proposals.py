"""The nearest fitting proposal on a table of the size of 2027, by the engine and by others.

The others get the network ready made and only find an optimum: no ties, no figures, no digest.
"""

import random
from collections.abc import Callable
from functools import cache

import highspy
import numpy as np
from ortools.sat.python import cp_model

from allocation.engine.leeway import Leeway
from allocation.engine.margins import Matrix
from allocation.engine.proposal import figures, propose
from allocation.engine.proposal_cases import ProposeCase
from allocation.engine.proposal_network import Network, network_of
from allocation.engine.tables import WholeTable

ROWS, COLUMNS, DRAWS = 30, 7, 20
Solver = Callable[[ProposeCase, Network], WholeTable]


@cache
def cases() -> tuple[ProposeCase, ...]:
    """Advices of thirty specialisms that drift from the base distribution, mostly one way."""
    return tuple(_drawn(seed) for seed in range(DRAWS))


def _drawn(seed: int) -> ProposeCase:
    rnd = random.Random(seed)  # noqa: S311
    base = [[rnd.randint(0, 10) for _ in range(COLUMNS)] for _ in range(ROWS)]
    advice = [list(row) for row in base]
    for row in advice:
        for _ in range(rnd.randint(0, 4)):
            giver, taker = rnd.randrange(COLUMNS), rnd.choice((0, 0, rnd.randrange(COLUMNS)))
            if row[giver]:
                row[giver] -= 1
                row[taker] += 1
    return ProposeCase(
        tuple(f"s{i}" for i in range(ROWS)),
        tuple(f"r{j}" for j in range(COLUMNS)),
        tuple(map(sum, base)),
        tuple(map(tuple, base)),
        tuple(map(tuple, advice)),
        tuple(tuple(max(0, y - rnd.randint(0, 2)) for y in row) for row in advice),
        tuple(tuple(y + rnd.randint(0, 2) for y in row) for row in advice),
        (),
        Leeway(8, 10, 30),
        (1,) * ROWS,
    )


def value(case: ProposeCase, places: WholeTable) -> tuple[int, int, int]:
    """The three figures that a proposal minimises."""
    told = figures(case, places)
    return told["outside_bounds"], told["deviation_from_advice"], told["deviation_from_base"]


def engine(case: ProposeCase, _net: Network) -> WholeTable:
    """The engine: optimum, proof, ties, figures, digest."""
    return propose(case).places


def _unit_costs(net: Network) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Every place of every cell as an arc of its own: row, column, price."""
    size = int(net.most.max())
    steps = np.stack([net.up_price(np.full_like(net.most, k)) for k in range(size)])
    kept = np.arange(size)[:, None, None] < net.most[None]
    _, rows, columns = np.nonzero(kept)
    return rows, columns, steps[kept], kept


def highs(case: ProposeCase, net: Network) -> WholeTable:
    """HiGHS on the linear programme of the network, whose corners are whole."""
    rows, columns, prices, _ = _unit_costs(net)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    nothing = np.array([])
    # Rows; columns with their pluses and minuses; the places moved in all.
    low = np.concatenate([net.row_totals, net.base_totals, [0]]).astype(float)
    high = np.concatenate([net.row_totals, net.base_totals, [net.total]]).astype(float)
    solver.addRows(len(low), low, high, 0, nothing, nothing, nothing)
    count, last = len(rows), ROWS + COLUMNS
    index = np.empty(2 * count, dtype=np.int32)
    index[0::2], index[1::2] = rows, columns + ROWS
    solver.addCols(
        count, prices.astype(float), np.zeros(count), np.ones(count), 2 * count,
        np.arange(0, 2 * count, 2, dtype=np.int32), index, np.ones(2 * count),
    )  # fmt: skip
    for j in range(COLUMNS):
        plus = np.array([ROWS + j, last], dtype=np.int32)
        solver.addCol(0, 0, net.up, 2, plus, np.array([-1.0, 1.0]))
        solver.addCol(0, 0, net.down, 1, plus[:1], np.array([1.0]))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError("HiGHS found no optimum")
    chosen = np.rint(np.array(solver.getSolution().col_value[:count])).astype(np.int64)
    return _table(rows, columns, chosen)


def cp_sat(case: ProposeCase, net: Network) -> WholeTable:
    """CP-SAT with one literal per place."""
    rows, columns, prices, _ = _unit_costs(net)
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in rows]
    by_row: list[list[cp_model.IntVar]] = [[] for _ in range(ROWS)]
    by_column: list[list[cp_model.IntVar]] = [[] for _ in range(COLUMNS)]
    for row, column, literal in zip(rows.tolist(), columns.tolist(), literals, strict=True):
        by_row[row].append(literal)
        by_column[column].append(literal)
    for group, total in zip(by_row, net.row_totals.tolist(), strict=True):
        model.add(cp_model.LinearExpr.sum(group) == total)
    pluses = [model.new_int_var(0, net.up, "") for _ in range(COLUMNS)]
    minuses = [model.new_int_var(0, net.down, "") for _ in range(COLUMNS)]
    for j, total in enumerate(net.base_totals.tolist()):
        model.add(cp_model.LinearExpr.sum(by_column[j]) == total + pluses[j] - minuses[j])
    model.add(cp_model.LinearExpr.sum(pluses) <= net.total)
    model.minimize(cp_model.LinearExpr.weighted_sum(literals, prices.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    if solver.solve(model) != cp_model.OPTIMAL:
        raise ArithmeticError("CP-SAT found no optimum")
    chosen = np.array([solver.value(literal) for literal in literals], dtype=np.int64)
    return _table(rows, columns, chosen)


def _table(rows: Matrix, columns: Matrix, chosen: Matrix) -> WholeTable:
    places = np.zeros((ROWS, COLUMNS), dtype=np.int64)
    np.add.at(places, (rows, columns), chosen)
    return tuple(tuple(row) for row in places.tolist())


PROPOSERS: dict[str, Solver] = {"engine": engine, "HiGHS": highs, "CP-SAT": cp_sat}
NETWORKS = cache(lambda: tuple(network_of(case) for case in cases()))
