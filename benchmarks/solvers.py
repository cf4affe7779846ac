"""The other solvers on the same question: which cells go up, at which whole costs.

Each gets what is easiest for it: cells with a fraction as variables of 0 or 1, the engine's costs
of (b) and (c), margins less the floors. Nothing outside floor and ceiling, no ties, no proof: less
than the engine does. Each returns its table, so that all can be compared.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import networkx
import numpy as np
from ortools.sat.python import cp_model

from allocation.engine.costs import costs_of
from allocation.engine.margins import Matrix
from allocation.engine.rounding import round_inside
from benchmarks.tables import Problem


@dataclass(frozen=True, slots=True)
class Core:
    """The question without its wrapping: cells that can go up, at a price, and what is wanted."""

    floor: Matrix
    rows: Matrix
    columns: Matrix
    prices: Matrix
    row_wanted: Matrix
    column_wanted: Matrix


def core(problem: Problem) -> Core:
    """Take the floors out of a problem."""
    costs = costs_of(problem.quotas)
    rows, columns = np.nonzero(costs.fractional)
    return Core(
        costs.floor,
        rows,
        columns,
        costs.middle[rows, columns],
        problem.frame.row_totals - costs.floor.sum(axis=1),
        problem.frame.column_totals - costs.floor.sum(axis=0),
    )


def table(part: Core, chosen: Matrix) -> Matrix:
    """The floors with one place more in the chosen cells."""
    places = part.floor.copy()
    places[part.rows, part.columns] += chosen
    return places


def engine(problem: Problem) -> Matrix:
    """The engine: optimum, proof, ties, figures."""
    return round_inside(problem.quotas, problem.frame).places


def highs(problem: Problem) -> Matrix:
    """HiGHS on the linear programme, whose corners are whole."""
    part = core(problem)
    count = len(part.prices)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    wanted = np.concatenate([part.row_wanted, part.column_wanted]).astype(float)
    nothing = np.array([])
    solver.addRows(len(wanted), wanted, wanted, 0, nothing, nothing, nothing)
    index = np.empty(2 * count, dtype=np.int32)
    index[0::2], index[1::2] = part.rows, problem.rows + part.columns
    solver.addCols(
        count,
        part.prices.astype(float),
        np.zeros(count),
        np.ones(count),
        2 * count,
        np.arange(0, 2 * count, 2, dtype=np.int32),
        index,
        np.ones(2 * count),
    )
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError("HiGHS found no optimum")
    chosen = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    return table(part, chosen)


def cp_sat(problem: Problem) -> Matrix:
    """CP-SAT with one literal per cell."""
    part = core(problem)
    model = cp_model.CpModel()
    literals = [model.new_bool_var("") for _ in part.prices]
    for lines, wanted in ((part.rows, part.row_wanted), (part.columns, part.column_wanted)):
        members: list[list[cp_model.IntVar]] = [[] for _ in wanted]
        for line, literal in zip(lines.tolist(), literals, strict=True):
            members[line].append(literal)
        for group, total in zip(members, wanted.tolist(), strict=True):
            model.add(cp_model.LinearExpr.sum(group) == total)
    model.minimize(cp_model.LinearExpr.weighted_sum(literals, part.prices.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    if solver.solve(model) != cp_model.OPTIMAL:
        raise ArithmeticError("CP-SAT found no optimum")
    return table(part, np.array([solver.value(literal) for literal in literals]))


def networkx_simplex(problem: Problem) -> Matrix:
    """The network simplex of networkx."""
    part = core(problem)
    graph = networkx.DiGraph()
    for i, wanted in enumerate(part.row_wanted.tolist()):
        graph.add_node(i, demand=-wanted)
    for j, wanted in enumerate(part.column_wanted.tolist()):
        graph.add_node(problem.rows + j, demand=wanted)
    for i, j, price in zip(
        part.rows.tolist(), part.columns.tolist(), part.prices.tolist(), strict=True
    ):
        graph.add_edge(i, problem.rows + j, capacity=1, weight=price)
    _, flow = networkx.network_simplex(graph)
    chosen = [
        flow[i][problem.rows + j]
        for i, j in zip(part.rows.tolist(), part.columns.tolist(), strict=True)
    ]
    return table(part, np.array(chosen))


SOLVERS: dict[str, Callable[[Problem], Matrix]] = {
    "engine": engine,
    "HiGHS": highs,
    "CP-SAT": cp_sat,
    "networkx": networkx_simplex,
}
# Cells above which a solver takes more than two minutes (HiGHS needed 211 s for 3000 × 300): the
# report says that it was not run.
MOST_CELLS = {"HiGHS": 100_000, "CP-SAT": 100_000, "networkx": 100_000}
