"""Can any table meet these margins? A feasible one by maximum flow, or the conflict by min cut."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from allocation.engine.errors import Fault, NoSolutionError

Matrix = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Frame:
    """Margins, and for every cell the least and the most it may hold (whole numbers).

    `rows` and `columns` are the labels with which a conflict is named.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_totals: Matrix
    column_totals: Matrix
    lower: Matrix
    upper: Matrix


def feasible_table(frame: Frame) -> Matrix:
    """Find a whole table within the bounds that meets all margins.

    Raises NoSolutionError that names the rows and columns in conflict.
    """
    row_supply = frame.row_totals - frame.lower.sum(axis=1)
    column_demand = frame.column_totals - frame.lower.sum(axis=0)
    faults = _overfull(frame, row_supply, column_demand)
    if faults:
        raise NoSolutionError(faults)
    m, n = frame.lower.shape
    room = frame.upper - frame.lower
    used = np.nonzero((room > 0).ravel())[0]
    source, sink = m + n, m + n + 1
    solver = max_flow.SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(used // n, m + used % n, room.ravel()[used])
    solver.add_arcs_with_capacity(np.full(m, source), np.arange(m), row_supply)
    solver.add_arcs_with_capacity(np.arange(m, m + n), np.full(n, sink), column_demand)
    status = solver.solve(source, sink)
    if status != solver.OPTIMAL:  # pragma: no cover - sizes are checked on reading
        raise ArithmeticError(f"maximum flow ended with {status}")
    if solver.optimal_flow() < row_supply.sum():
        reached = np.zeros(m + n + 2, dtype=bool)
        reached[solver.get_source_side_min_cut()] = True
        raise NoSolutionError(_conflicts(frame, reached[:m], reached[m : m + n]))
    table = frame.lower.ravel().copy()
    table[used] += solver.flows(arcs)
    return table.reshape(m, n)


def _overfull(frame: Frame, row_supply: Matrix, column_demand: Matrix) -> list[Fault]:
    """Rows, columns and cells whose lower bounds ask for more than what may be there."""
    lower, upper = frame.lower, frame.upper
    faults = []
    for i in np.nonzero(row_supply < 0)[0]:
        rows = [frame.rows[i]]
        said = f"{_names('row', rows)} must hold more than its total"
        faults.append(_fault(said, rows, [], lower[i].sum(), frame.row_totals[i]))
    for j in np.nonzero(column_demand < 0)[0]:
        columns = [frame.columns[j]]
        said = f"{_names('column', columns)} must hold more than its total"
        faults.append(_fault(said, [], columns, lower[:, j].sum(), frame.column_totals[j]))
    for i, j in np.argwhere(lower > upper):
        rows, columns = [frame.rows[i]], [frame.columns[j]]
        said = f"{_names('row', rows)} must have places in {_names('column', columns)} but may not"
        faults.append(_fault(said, rows, columns, lower[i, j], upper[i, j]))
    return faults


def _conflicts(frame: Frame, rows: Mask, columns: Mask) -> list[Fault]:
    """Name what the min cut shows, one fault for each part that hangs together.

    The rows in the cut can only use its columns (and bounded room elsewhere); the columns outside
    the cut can only be filled from the rows outside. Both say the same: the shorter one is said.
    """
    if rows.sum() + columns.sum() <= (~rows).sum() + (~columns).sum():
        return _one_sided(frame, rows, columns)
    turned = Frame(
        frame.columns,
        frame.rows,
        frame.column_totals,
        frame.row_totals,
        frame.lower.T,
        frame.upper.T,
    )
    return _one_sided(turned, ~columns, ~rows, turned=True)


def _one_sided(frame: Frame, rows: Mask, columns: Mask, *, turned: bool = False) -> list[Fault]:
    """Conflicts of the form "these rows may only use these columns"; turned: the other way."""
    faults = []
    for inside, used in _parts(rows, columns, frame.upper > 0):
        need = frame.row_totals[inside].sum()
        bounded = frame.upper[inside][:, ~used].sum() - frame.lower[~inside][:, used].sum()
        room = frame.column_totals[used].sum() + bounded
        if need <= room:
            continue
        users = [frame.rows[i] for i in np.nonzero(inside)[0]]
        places = [frame.columns[j] for j in np.nonzero(used)[0]]
        words = ("column", "row") if turned else ("row", "column")
        use = f"only use {_names(words[1], places)}" if places else f"use no {words[1]}"
        within = " within the bounds" if bounded else ""
        said = f"{_names(words[0], users)} may{within} {use}"
        named = (places, users) if turned else (users, places)
        faults.append(_fault(said, *named, need, room))
    return faults


def _parts(rows: Mask, columns: Mask, usable: Mask) -> list[tuple[Mask, Mask]]:
    """Split rows and columns into the parts that hang together through usable cells."""
    left_rows, left_columns = rows.copy(), columns.copy()
    parts = []
    while left_rows.any():
        inside = np.zeros_like(left_rows)
        inside[np.argmax(left_rows)] = True
        size = 0
        while size != inside.sum():
            size = inside.sum()
            used = left_columns & usable[inside].any(axis=0)
            inside |= left_rows & usable[:, used].any(axis=1)
        left_rows &= ~inside
        left_columns &= ~used
        parts.append((inside, used))
    return parts


def _fault(said: str, rows: list[str], columns: list[str], need: np.int64, room: np.int64) -> Fault:
    where = {"rows": rows, "columns": columns, "need": int(need), "room": int(room)}
    return Fault("no_solution", f"{said}: need {int(need)}, room {int(room)}", where)


def _names(word: str, names: list[str]) -> str:
    if len(names) == 1:
        return f"{word} {names[0]}"
    return f"{word}s {', '.join(names[:-1])} and {names[-1]}"
