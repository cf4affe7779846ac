"""The proof: potentials under which no closed chain of moves makes a table cheaper."""

import numpy as np

from allocation.engine.margins import Matrix

# More than any sum of prices, and small enough to add one to: the price of what may not be done.
FORBIDDEN = 2**62


def potentials(up: Matrix, down: Matrix) -> tuple[Matrix, Matrix]:
    """Shortest distances to every row and column in the residual network, from anywhere.

    `up`: price of one place more in a cell (an arc from its row to its column), `down`: price of
    one place less (from its column to its row), FORBIDDEN where a bound stands in the way. The
    distances p, q are the largest non-positive numbers with q ≤ p + up and p ≤ q + down in every
    cell: so they are the only ones, whoever computes them. Raises ArithmeticError on a chain of
    negative price, that is, when the table is not optimal.
    """
    m, n = up.shape
    p, q = np.zeros(m, dtype=np.int64), np.zeros(n, dtype=np.int64)
    least, reached = np.minimum.reduce, np.empty_like(up)
    before = b""
    for _ in range(m + n + 1):
        np.minimum(q, least(np.add(up, p[:, None], out=reached), axis=0), out=q)
        now = q.tobytes()
        if now == before:
            return p, q
        before = now
        np.minimum(p, least(np.add(down, q, out=reached), axis=1), out=p)
    raise ArithmeticError("the table is not optimal")
