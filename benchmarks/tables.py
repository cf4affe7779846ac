"""The tables that are measured: invented, whole margins, no two runs different."""

from dataclasses import dataclass

import numpy as np

from allocation.engine.costs import costs_of
from allocation.engine.grid import GRID
from allocation.engine.margins import Frame, Matrix

SIZES = ((30, 7), (30, 50), (300, 70), (1000, 100), (3000, 300))


@dataclass(frozen=True, slots=True)
class Problem:
    """A table of quotas (millionths) with margins that it misses by a few millionths."""

    rows: int
    columns: int
    quotas: Matrix
    frame: Frame

    @property
    def name(self) -> str:
        """Such as 30 × 7."""
        return f"{self.rows} × {self.columns}"

    def figures(self, places: Matrix) -> tuple[int, int, int]:
        """What a table costs, so that all solvers can be seen to agree."""
        return costs_of(self.quotas).figures(places)


def problem(rows: int, columns: int, seed: int = 2027) -> Problem:
    """Draw a table with a different size for every row and column, and fit it to whole margins."""
    rng = np.random.default_rng(seed)
    table = rng.random((rows, columns)) * rng.uniform(0.5, 8, rows)[:, None]
    table *= rng.uniform(0.5, 1.5, columns)
    row_totals = np.maximum(1, np.rint(table.sum(axis=1))).astype(np.int64)
    share = table.sum(axis=0) / table.sum() * row_totals.sum()
    column_totals = np.floor(share).astype(np.int64)
    most = np.argsort(column_totals - share)[: row_totals.sum() - column_totals.sum()]
    column_totals[most] += 1
    for _ in range(300):
        table *= (row_totals / table.sum(axis=1))[:, None]
        table *= column_totals / table.sum(axis=0)
    frame = Frame(
        tuple(map(str, range(rows))),
        tuple(map(str, range(columns))),
        row_totals,
        column_totals,
        np.zeros((rows, columns), dtype=np.int64),
        np.full((rows, columns), row_totals.sum() + 1, dtype=np.int64),
    )
    quotas = np.floor(table * GRID + 0.5).astype(np.int64)
    return Problem(rows, columns, quotas, frame)
