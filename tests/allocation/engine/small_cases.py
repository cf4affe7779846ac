"""Small random cases of every kind: ties, zeros, bounds, margins that force steps outside."""

import random

from allocation.engine.tables import Bounds, RoundCase

GRID = 10**6
FRACTIONS = (0, 250_000, 500_000, 500_000, 750_000, 333_333, 666_667, 1, 999_999)


def small_case(seed: int) -> RoundCase:
    """One case of at most 4 × 4; about one in five has no solution."""
    rnd = random.Random(seed)  # noqa: S311
    m, n = rnd.randint(1, 4), rnd.randint(1, 4)
    most = 3 if m * n <= 9 else 1
    coarse = rnd.random() < 0.6
    places = [[rnd.randint(0, most) for _ in range(n)] for _ in range(m)]
    quotas = [[_quota(rnd, place, coarse=coarse) for place in row] for row in places]
    if rnd.random() < 0.2:
        quotas = [[rnd.randint(0, most) * GRID for _ in range(n)] for _ in range(m)]
    rows, columns = (
        tuple(f"{word}{k}" for k in range(size)) for word, size in (("r", m), ("c", n))
    )
    zeros = tuple(
        (row, column) for row in rows for column in columns if rnd.random() < rnd.choice((0, 0.2))
    )
    return RoundCase(
        rows,
        columns,
        tuple(map(tuple, quotas)),
        tuple(map(sum, places)),
        tuple(map(sum, zip(*places, strict=True))),
        zeros,
        _bounds(rnd, m, n, (0, 1)),
        _bounds(rnd, m, n, (1, 2)),
    )


def _quota(rnd: random.Random, place: int, *, coarse: bool) -> int:
    if rnd.random() < 0.1:
        return rnd.randint(0, 4 * GRID)
    below = max(0, place - rnd.randint(0, 1)) * GRID
    return below + (rnd.choice(FRACTIONS) if coarse else rnd.randrange(GRID))


def _bounds(rnd: random.Random, m: int, n: int, values: tuple[int, int]) -> Bounds | None:
    if rnd.random() < 0.7:
        return None
    return tuple(
        tuple(rnd.choice(values) if rnd.random() < 0.2 else None for _ in range(n))
        for _ in range(m)
    )
