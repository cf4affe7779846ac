"""Ties: of all tables that cost the same, the lexicographically largest in row-major order.

With optimal potentials, the tables of equal cost are exactly those with the same margins in which
every cell stays between two numbers: where its price equals the difference of potentials it may
give or take. So no cost needs to be looked at any more.
"""

import numpy as np

from allocation.engine.components import components
from allocation.engine.margins import Mask, Matrix


def settle_ties(places: Matrix, lowest: Matrix, highest: Matrix) -> tuple[Matrix, bool]:
    """Choose the largest table between `lowest` and `highest` with the margins of `places`.

    Cells are compared in row-major order. Returns the table, and whether it is the only one.
    """
    up, down = highest > places, lowest < places
    loose = up | down
    if _is_forest(loose):
        return places, True
    of_rows, of_columns = components(up, down)
    together = loose & (of_rows[:, None] == of_columns[None, :])
    if not _has_choice(together, of_rows, of_columns):
        return places, True
    return _Settling(places, lowest, highest, together).run(), False


def _is_forest(loose: Mask) -> bool:
    """Whether these cells connect rows and columns without closing any ring: the usual case."""
    m, n = loose.shape
    parent = list(range(m + n))
    rows, columns = np.nonzero(loose)
    for i, j in zip(rows.tolist(), (columns + m).tolist(), strict=True):
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        while parent[j] != j:
            parent[j] = j = parent[parent[j]]
        if i == j:
            return False
        parent[i] = j
    return True


def _has_choice(together: Mask, of_rows: Matrix, of_columns: Matrix) -> bool:
    """Whether some component is more than a tree: only then can places go round in it."""
    cells = np.bincount(of_rows[np.nonzero(together)[0]])
    nodes = np.bincount(np.concatenate([of_rows, of_columns]), minlength=len(cells))
    return bool((cells >= nodes[: len(cells)])[cells > 0].any())


class _Settling:
    """Greedy settling, cell after cell; sets of rows and columns are integers, used as bits."""

    def __init__(self, places: Matrix, lowest: Matrix, highest: Matrix, loose: Mask) -> None:
        self.places = places.tolist()
        self.lowest = lowest.tolist()
        self.highest = highest.tolist()
        self.cells = [np.nonzero(row)[0].tolist() for row in loose]
        m, n = loose.shape
        self.takes = [0] * m  # per row: the columns in which it can take more
        self.spares = [0] * m  # per row: the columns in which it can give
        self.givers = [0] * n  # per column: the rows that can give
        for i, columns in enumerate(self.cells):
            for j in columns:
                self._mark(i, j)

    def run(self) -> Matrix:
        """Raise every cell as far as the cells before it leave room for, in row-major order."""
        for i, columns in enumerate(self.cells):
            closed = 0  # columns from which no way leads to row i: that never changes any more
            for j in columns:
                self._fix(i, j)
                while not closed >> j & 1 and self.places[i][j] < self.highest[i][j]:
                    chain, reached = self._chain(i, j)
                    self._move(i, j, chain)
                    closed |= 0 if chain else reached
        return np.array(self.places, dtype=np.int64)

    def _mark(self, i: int, j: int) -> None:
        """Note whether a cell can take and give."""
        takes = self.places[i][j] < self.highest[i][j]
        gives = self.places[i][j] > self.lowest[i][j]
        self.takes[i] = self.takes[i] & ~(1 << j) | takes << j
        self.spares[i] = self.spares[i] & ~(1 << j) | gives << j
        self.givers[j] = self.givers[j] & ~(1 << i) | gives << i

    def _fix(self, i: int, j: int) -> None:
        """Take a cell out of the moves of others."""
        self.takes[i] &= ~(1 << j)
        self.spares[i] &= ~(1 << j)
        self.givers[j] &= ~(1 << i)

    def _chain(self, i: int, j: int) -> tuple[list[tuple[int, int, int]], int]:
        """Cells that give (row, giving column, taking column), by which column j helps row i.

        Breadth first over columns. Also returns the columns that were reached, as bits; when the
        list is empty there is no way from any of them.
        """
        came_from: dict[int, tuple[int, int]] = {}
        seen_rows, seen = 1 << i, 1 << j
        queue = [j]
        for column in queue:  # grows while it is walked through
            rows = self.givers[column] & ~seen_rows
            seen_rows |= rows
            while rows:
                row = (rows & -rows).bit_length() - 1
                rows &= rows - 1
                fresh = self.takes[row] & ~seen
                if ends := fresh & self.spares[i]:
                    last = (ends & -ends).bit_length() - 1
                    came_from[last] = (row, column)
                    return self._back(i, j, last, came_from), seen
                seen |= fresh
                while fresh:
                    other = (fresh & -fresh).bit_length() - 1
                    fresh &= fresh - 1
                    came_from[other] = (row, column)
                    queue.append(other)
        return [], seen

    @staticmethod
    def _back(
        i: int, j: int, last: int, came_from: dict[int, tuple[int, int]]
    ) -> list[tuple[int, int, int]]:
        chain = [(i, last, j)]
        column = last
        while column != j:
            row, before = came_from[column]
            chain.append((row, before, column))
            column = before
        return chain

    def _move(self, i: int, j: int, chain: list[tuple[int, int, int]]) -> None:
        """Move as many places round the chain as all its cells allow."""
        if not chain:
            return
        amount = min(
            min(self.places[r][g] - self.lowest[r][g], self.highest[r][t] - self.places[r][t])
            for r, g, t in chain
        )
        for row, giving, taking in chain:
            self.places[row][giving] -= amount
            self.places[row][taking] += amount
        for row, giving, taking in chain:
            self._mark(row, giving)
            self._mark(row, taking)
        self._fix(i, j)
