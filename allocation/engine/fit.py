"""The fit: change the inside in proportion (naar rato) until rows and columns meet their totals.

Biproportional fitting: F = row factor × quota × column factor, where cells that must be empty
stay empty. There is exactly one such table. It is computed to far below the grid on which it is
published; published rows may therefore miss their totals by some millionths, which is harmless:
the rounding takes the whole totals, not the sums of the published numbers.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from fractions import Fraction

import numpy as np

from allocation.engine.components import components
from allocation.engine.grid import GRID
from allocation.engine.margins import Frame, Mask, feasible_table
from allocation.engine.scaling import CONTEXT, Vector, scale
from allocation.engine.tables import ExactTable, Whole, WholeTable

# A number within this part of a millionth below a half is that half, computed.
_NUDGE = Decimal("0.500000000001")
_FACTOR_DIGITS = Context(prec=25)


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted table in millionths, the factors behind it, and cells that had to become empty.

    `emptied`: (row, column) indexes of cells with a quota that no table with these zeros and
    totals can fill.
    """

    fitted: WholeTable
    row_factors: tuple[str, ...]
    column_factors: tuple[str, ...]
    emptied: tuple[tuple[int, int], ...]


def fit(
    quotas: ExactTable,
    zeros: frozenset[tuple[int, int]],
    row_totals: dict[str, int],
    column_totals: dict[str, int],
) -> Fit:
    """Fit the quotas, with `zeros` (indexes) left out, to whole totals by label.

    Raises NoSolutionError that names the rows and columns in conflict, where what may be filled
    can't meet the totals.
    """
    # Notitie adherentieberekening 2026, vraag 7.3 and 7.4.
    allowed = np.array(
        [[x > 0 and (i, j) not in zeros for j, x in enumerate(row)] for i, row in enumerate(quotas)]
    )
    rows, columns = tuple(row_totals.values()), tuple(column_totals.values())
    kept = _fillable(allowed, row_totals, column_totals)
    with localcontext(CONTEXT):
        cells = [
            [(int(j), _decimal(quotas[i][j])) for j in np.nonzero(kept[i])[0]]
            for i in range(len(rows))
        ]
    a, b = _scaled(cells, rows, columns)
    with localcontext(CONTEXT):
        fitted = [[0] * len(columns) for _ in rows]
        for i, row in enumerate(cells):
            for j, x in row:
                fitted[i][j] = _on_grid(a[i] * x * b[j])
    emptied = tuple((int(i), int(j)) for i, j in np.argwhere(allowed & ~kept))
    return Fit(tuple(map(tuple, fitted)), *_canonical_factors(cells, a, b), emptied)


def _fillable(allowed: Mask, row_totals: dict[str, int], column_totals: dict[str, int]) -> Mask:
    """The cells that hold something in at least one table with these totals.

    Proportional scaling drives the others to zero, but ever slower: they are taken out first. A
    cell can be filled when it lies on a cycle of the residual network of any feasible table.
    """
    rows = np.array(list(row_totals.values()), dtype=np.int64)
    columns = np.array(list(column_totals.values()), dtype=np.int64)
    if allowed.all() and rows.all() and columns.all():
        return allowed
    without_end = int(rows.sum()) + 1
    frame = Frame(
        tuple(row_totals),
        tuple(column_totals),
        rows,
        columns,
        np.zeros(allowed.shape, dtype=np.int64),
        np.where(allowed, without_end, 0).astype(np.int64),
    )
    of_rows, of_columns = components(allowed, feasible_table(frame) > 0)
    kept: Mask = allowed & (of_rows[:, None] == of_columns[None, :])
    return kept


def _scaled(
    cells: list[list[tuple[int, Decimal]]], rows: Whole, columns: Whole
) -> tuple[Vector, Vector]:
    """Scale with the shorter side as columns, where a Newton step is cheapest."""
    if len(columns) <= len(rows):
        return scale(cells, list(rows), list(columns))
    turned: list[list[tuple[int, Decimal]]] = [[] for _ in columns]
    for i, row in enumerate(cells):
        for j, x in row:
            turned[j].append((i, x))
    b, a = scale(turned, list(columns), list(rows))
    return a, b


def _canonical_factors(
    cells: list[list[tuple[int, Decimal]]], a: Vector, b: Vector
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the factors so that they are the only ones: a part's first column has factor 1."""
    a, b = list(a), list(b)
    touching: dict[int, list[int]] = {}
    for i, row in enumerate(cells):
        for j, _ in row:
            touching.setdefault(j, []).append(i)
    done: set[int] = set()
    with localcontext(CONTEXT):
        for first in sorted(touching):
            if first in done:
                continue
            unit, part_rows, part_columns = b[first], set[int](), [first]
            done.add(first)
            for j in part_columns:  # grows while it is walked through
                b[j] /= unit
                for i in set(touching[j]) - part_rows:
                    part_rows.add(i)
                    a[i] *= unit
                    fresh = [k for k, _ in cells[i] if k not in done]
                    done.update(fresh)
                    part_columns.extend(fresh)
    return tuple(map(_factor_text, a)), tuple(map(_factor_text, b))


def _factor_text(factor: Decimal) -> str:
    return str(_FACTOR_DIGITS.create_decimal(factor).normalize(_FACTOR_DIGITS))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _on_grid(value: Decimal) -> int:
    return int((value * GRID + _NUDGE).to_integral_value(ROUND_FLOOR))
