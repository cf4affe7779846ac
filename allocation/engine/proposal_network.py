"""The network of a proposal: specialisms send places to regions, the leeway is a pool between them.

A region takes its base total. What it takes more flows on into the pool, what it takes less comes
out of it; the one arc through the pool carries the places moved. All costs are convex in the places
of a cell, so minimum-cost flow gives the proven optimum: docs/adr/0112-nearest-fitting-proposal.md.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

from allocation.engine.errors import Fault, InvalidCaseError, NoSolutionError
from allocation.engine.margins import Matrix
from allocation.engine.proposal_cases import ProposeCase
from allocation.engine.tables import Bounds

NO_ARC = 2**62
NONE = -1


@dataclass(frozen=True, slots=True)
class Network:
    """The case as arrays: most per cell, the points where a price changes, and the prices.

    A place costs `far` for each step outside the advised bounds, `weight` for each step away from
    the advice, and 1 for each step away from the base distribution.
    """

    row_totals: Matrix
    base_totals: Matrix
    most: Matrix
    base: Matrix
    advice: Matrix  # NONE where nothing was advised
    lower: Matrix
    upper: Matrix
    weight: Matrix  # one column
    far: int
    down: int
    up: int
    total: int

    @property
    def pool(self) -> int:
        """The number of the node where the pluses come in; the next one gives the minuses."""
        return len(self.row_totals) + len(self.base_totals)

    def up_price(self, places: Matrix) -> Matrix:
        """The price of one place more, per cell."""
        outside = (places >= self.upper).astype(np.int64) - (places < self.lower)
        away = np.where(self.advice == NONE, 0, np.where(places >= self.advice, 1, -1))
        price: Matrix = self.far * outside + self.weight * away
        return price + np.where(places >= self.base, 1, -1)


def network_of(case: ProposeCase) -> Network:
    """Work out the arrays of a case.

    The weights put (a) before (b) before (c): the sum of what comes later is always smaller.
    Raises InvalidCaseError where whole costs of 64 bits don't suffice.
    """
    row_totals = np.array(case.row_totals, dtype=np.int64)
    base = np.array(case.base, dtype=np.int64)
    base_totals = base.sum(axis=0)
    most = np.minimum(row_totals[:, None], base_totals[None, :] + case.leeway.up)
    for row, column in case.zeros:
        most[case.rows.index(row), case.columns.index(column)] = 0
    every = sum(case.row_totals)
    advised = [sum(entry or 0 for entry in row) for row in case.advice]
    later = every + int(base.sum()) + 1  # more than (c) can ever be
    weights = [later * weight for weight in case.weights]
    far = later + sum(
        weight * (total + advice)
        for weight, total, advice in zip(weights, case.row_totals, advised, strict=True)
    )
    nodes = sum(base.shape) + 4
    if (far + later + max(weights)) * max(nodes, 2 * every) >= 2**60:
        raise InvalidCaseError([Fault("too_large", "the weights or totals are too large", {})])
    return Network(
        row_totals, base_totals, most, base,
        _array(case.advice, NONE), _array(case.lower, 0), _array(case.upper, 2**40),
        np.array(weights, dtype=np.int64)[:, None], far,
        case.leeway.down, case.leeway.up, case.leeway.total,
    )  # fmt: skip


def _array(table: Bounds, nothing: int) -> Matrix:
    rows = [[nothing if entry is None else entry for entry in row] for row in table]
    return np.array(rows, dtype=np.int64)


def _segments(net: Network) -> tuple[Matrix, Matrix, Matrix]:
    """Arcs per cell between the points where its price changes: cells, sizes, prices."""
    points = np.stack([net.lower, net.upper, net.advice, net.base, net.most])
    points = np.sort(np.clip(points, 0, net.most), axis=0)
    starts = np.concatenate([np.zeros_like(points[:1]), points[:-1]])
    cells, sizes, prices = [], [], []
    for start, stop in zip(starts, points, strict=True):
        some = np.nonzero((stop > start).ravel())[0]
        cells.append(some)
        sizes.append((stop - start).ravel()[some])
        prices.append(net.up_price(start).ravel()[some])
    return np.concatenate(cells), np.concatenate(sizes), np.concatenate(prices)


def _pool_arcs(net: Network) -> tuple[Matrix, Matrix, Matrix]:
    """Tails, heads and capacities of the arcs of the leeway."""
    m, n, pool = len(net.row_totals), len(net.base_totals), net.pool
    columns = np.arange(m, m + n)
    tails = np.concatenate([columns, [pool], np.full(n, pool + 1)])
    heads = np.concatenate([np.full(n, pool), [pool + 1], columns])
    room = np.concatenate([np.full(n, net.up), [net.total], np.full(n, net.down)])
    return tails, heads, room


def cheapest(net: Network, case: ProposeCase) -> Matrix:
    """The cheapest table. Raises NoSolutionError, naming rows and columns, where there is none."""
    m, n = net.base.shape
    cells, sizes, prices = _segments(net)
    rows, columns = np.divmod(cells, n)
    tails, heads, room = _pool_arcs(net)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(rows, columns + m, sizes, prices)
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, np.zeros_like(room))
    left = int(net.row_totals.sum() - net.base_totals.sum())
    supplies = np.concatenate([net.row_totals, -net.base_totals, [0, -left]])
    solver.set_nodes_supplies(np.arange(m + n + 2), supplies)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise _no_table(net, case, left)
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"minimum-cost flow ended with {status}")
    places = np.zeros(m * n, dtype=np.int64)
    np.add.at(places, cells, solver.flows(arcs))
    return places.reshape(m, n)


def _no_table(net: Network, case: ProposeCase, left: int) -> NoSolutionError:
    """A minimum cut names the specialisms whose places don't fit in the regions open to them."""
    m, n = net.base.shape
    source, sink = m + n + 2, m + n + 3
    solver = max_flow.SimpleMaxFlow()
    cells = np.nonzero(net.most.ravel())[0]
    rows, columns = np.divmod(cells, n)
    # Only zeros stop a cell here: then the cut runs along regions that are full, not along cells.
    solver.add_arcs_with_capacity(rows, columns + m, net.row_totals[rows])
    solver.add_arcs_with_capacity(*_pool_arcs(net))
    solver.add_arcs_with_capacity(np.full(m, source), np.arange(m), net.row_totals)
    solver.add_arcs_with_capacity(np.arange(m, m + n), np.full(n, sink), net.base_totals)
    if left > 0:
        solver.add_arc_with_capacity(net.pool + 1, sink, left)
    elif left < 0:
        solver.add_arc_with_capacity(source, net.pool + 1, -left)
    solver.solve(source, sink)
    near = set(solver.get_source_side_min_cut())
    stuck = [label for i, label in enumerate(case.rows) if i in near]
    full = [label for j, label in enumerate(case.columns) if m + j in near]
    said = (
        f"no table keeps to the framework: rows {', '.join(stuck) or '-'} "
        f"can't all be placed in columns {', '.join(full) or '-'}"
    )
    return NoSolutionError([Fault("no_solution", said, {"rows": stuck, "columns": full})])
