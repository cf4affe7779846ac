"""Rounding the inside: whole places with fixed margins, as near to the fitted table as can be.

Minimised in this order: (a) steps outside floor and ceiling, (b) the sum of ranks — next-best
roundings (next best afrondingen) —, (c) the total absolute deviation; what is then left open is
decided by (d), see `ties.py`. All costs are convex in the places of a cell, so minimum-cost flow
with whole costs gives the proven optimum: docs/adr/0101-rounding-objective.md.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from allocation.engine.costs import Costs, costs_of
from allocation.engine.margins import Frame, Matrix, feasible_table
from allocation.engine.potentials import FORBIDDEN, potentials
from allocation.engine.ties import settle_ties


@dataclass(frozen=True, slots=True)
class Rounding:
    """The optimal table with its figures (deviation in millionths), marks and potentials."""

    places: Matrix
    outside: int
    next_best: int
    total_deviation: int
    unique: bool
    marks: Matrix
    row_potentials: Matrix
    column_potentials: Matrix


def round_inside(quotas: Matrix, frame: Frame) -> Rounding:
    """Round a table of quotas (millionths) to whole places within margins and bounds.

    Raises NoSolutionError where no table meets margins and bounds, InvalidCaseError where the
    table is too large for whole costs of 64 bits.
    """
    # Notitie adherentieberekening 2026, vraag 7.4 and 7.5.
    costs = costs_of(quotas)
    places = _between_floor_and_ceiling(costs, frame)
    if places is None:
        feasible_table(frame)
        places = _anywhere(costs, frame)
    up, down = _prices(costs, frame, places)
    p, q = potentials(up, down)
    places, unique = settle_ties(places, *_equally_good(costs, frame, places, up, down, p, q))
    if not unique:
        p, q = potentials(*_prices(costs, frame, places))
    return Rounding(places, *costs.figures(places), unique, costs.marks(places), p, q)


def is_best(quotas: Matrix, frame: Frame, places: Matrix) -> bool:
    """Whether no table with these margins and bounds is better than `places`, which must meet them.

    Proves it by potentials, without solving.
    """
    try:
        potentials(*_prices(costs_of(quotas), frame, places))
    except ArithmeticError:
        return False
    return True


def _prices(costs: Costs, frame: Frame, places: Matrix) -> tuple[Matrix, Matrix]:
    """The price of one place more and of one place less, FORBIDDEN at a bound."""
    up = np.where(places < frame.upper, costs.up(places), FORBIDDEN)
    down = np.where(places > frame.lower, -costs.up(places - 1), FORBIDDEN)
    return up, down


def _between_floor_and_ceiling(costs: Costs, frame: Frame) -> Matrix | None:
    """The cheapest table with every cell at floor or ceiling, or as near as its bounds allow.

    One unit arc per cell with a fraction. When there is such a table, no other has fewer steps
    outside, so it is the cheapest of all. None where there is no such table.
    """
    base = np.minimum(np.maximum(costs.floor, frame.lower), frame.upper)
    row_supply = frame.row_totals - base.sum(axis=1)
    column_demand = frame.column_totals - base.sum(axis=0)
    if row_supply.min() < 0 or column_demand.min() < 0 or (frame.lower > frame.upper).any():
        return None
    free = costs.fractional & (base == costs.floor) & (base < frame.upper)
    cells = np.nonzero(free.ravel())[0]
    flow = _cheapest(
        cells,
        np.ones(len(cells), dtype=np.int64),
        costs.middle.ravel()[cells],
        row_supply,
        column_demand,
    )
    if flow is None:
        return None
    places = base.ravel()
    places[cells] += flow
    return places.reshape(base.shape)


def _anywhere(costs: Costs, frame: Frame) -> Matrix:
    """The cheapest table of all, where steps outside can't be avoided; there must be a table.

    At most four arcs per cell describe its whole price list: far below, next to the quota on
    either side (or from floor to ceiling), far above.
    """
    base, floor = frame.lower, costs.floor
    most = np.minimum(frame.row_totals[:, None], frame.column_totals[None, :])
    most = np.maximum(base, np.minimum(frame.upper, most))
    whole = ~costs.fractional
    steps: list[tuple[Matrix, Matrix | int]] = [
        (floor - whole, -costs.far),
        (floor, -costs.near),
        (floor + 1, np.where(whole, costs.near, costs.middle)),
        (most, costs.far),
    ]
    cells, sizes, prices = [], [], []
    start = base
    for end, price in steps:
        stop = np.clip(end, start, most)
        some = np.nonzero((stop > start).ravel())[0]
        cells.append(some)
        sizes.append((stop - start).ravel()[some])
        prices.append(np.broadcast_to(price, base.shape).ravel()[some])
        start = stop
    arcs = np.concatenate(cells)
    flow = _cheapest(
        arcs,
        np.concatenate(sizes),
        np.concatenate(prices),
        frame.row_totals - base.sum(axis=1),
        frame.column_totals - base.sum(axis=0),
    )
    if flow is None:  # pragma: no cover - a feasible table exists
        raise ArithmeticError("no table was found where there is one")
    places = base.ravel().copy()
    np.add.at(places, arcs, flow)
    return places.reshape(base.shape)


def _cheapest(
    cells: Matrix, sizes: Matrix, prices: Matrix, row_supply: Matrix, column_demand: Matrix
) -> Matrix | None:
    """Minimum-cost flow from rows to columns over arcs in `cells` (row-major numbers)."""
    m, n = len(row_supply), len(column_demand)
    solver = min_cost_flow.SimpleMinCostFlow()
    rows, columns = np.divmod(cells, n)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(rows, columns + m, sizes, prices)
    solver.set_nodes_supplies(np.arange(m + n), np.concatenate([row_supply, -column_demand]))
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"minimum-cost flow ended with {status}")
    flow: Matrix = solver.flows(arcs)
    return flow


def _equally_good(
    costs: Costs,
    frame: Frame,
    places: Matrix,
    up: Matrix,
    down: Matrix,
    p: Matrix,
    q: Matrix,
) -> tuple[Matrix, Matrix]:
    """Between which numbers each cell stays in every table of equal cost.

    A step whose price equals the difference of potentials may be taken. Far from the quota all
    steps have one price: there it may be taken as often as bounds and margins allow.
    """
    difference = q - p[:, None]
    lowest = places - (-down == difference)
    highest = places + (up == difference)
    above, below = difference == costs.far, difference == -costs.far
    if above.any() or below.any():
        least, most = frame.lower, np.minimum(frame.row_totals[:, None], frame.column_totals)
        most = np.minimum(frame.upper, most)
        lowest = np.where(above, np.clip(costs.floor + 1, least, most), lowest)
        highest = np.where(above, most, highest)
        lowest = np.where(below, least, lowest)
        highest = np.where(below, np.clip(costs.floor - ~costs.fractional, least, most), highest)
    return lowest, highest
