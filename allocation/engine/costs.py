"""What a place costs: one whole number per cell that ranks tables by (a), (b) and (c) at once."""

from dataclasses import dataclass

import numpy as np

from allocation.engine.errors import Fault, InvalidCaseError
from allocation.engine.grid import GRID
from allocation.engine.margins import Mask, Matrix


@dataclass(frozen=True, slots=True)
class Costs:
    """The convex cost of every cell, as the prices of its successive places.

    A whole quota has prices … −far, −near | near, far …; a quota with a fraction has prices
    … −far | middle | far …, where `middle` is the price of the step from floor to ceiling. With
    D the deviation in millionths, a table costs Σ S0·outside + S1·rank + D; the weights are such
    that no closed chain of moves can earn back one step of (a) with (b) and (c), or of (b) with
    (c).
    """

    quotas: Matrix
    floor: Matrix
    fractional: Mask
    middle: Matrix
    near: int
    far: int

    def up(self, places: Matrix) -> Matrix:
        """The price of one place more, per cell."""
        above = places - self.floor
        here = above == 0
        price = np.where(above > 0, self.far, -self.far)
        np.copyto(price, self.middle, where=here)
        if not self.fractional.all():
            whole = ~self.fractional
            np.copyto(price, self.near, where=whole & here)
            np.copyto(price, -self.near, where=whole & (above == -1))
        return price

    def figures(self, places: Matrix) -> tuple[int, int, int]:
        """The three figures (a) steps outside, (b) sum of ranks, (c) deviation in millionths."""
        deviation = np.abs(places * GRID - self.quotas)
        rank = np.maximum(0, (2 * deviation - 1) // GRID)
        above = places - self.floor
        outside = np.maximum(-above, above - self.fractional)
        return (
            int(np.maximum(0, outside).sum()),
            int(rank.sum()),
            sum(deviation.sum(axis=1).tolist()),
        )

    def marks(self, places: Matrix) -> Matrix:
        """+1 or −1 where places are not the nearest integer but above or below it, else 0."""
        twice = 2 * (places * GRID - self.quotas)
        return (twice > GRID).astype(np.int64) - (twice < -GRID)


def costs_of(quotas: Matrix) -> Costs:
    """Work out the prices for quotas in millionths.

    Raises InvalidCaseError where the table is so large that costs could pass 64 bits.
    """
    m, n = quotas.shape
    longest = 2 * min(m, n)  # cells that a closed chain of moves can pass through
    rank_weight = longest * GRID + 1  # S1
    outside_weight = longest * (2 * rank_weight + GRID) + 1  # S0
    far = outside_weight + 2 * rank_weight + GRID
    if far * (m + n + 2) >= 2**61:
        raise InvalidCaseError([Fault("too_large", f"a table of {m} × {n} is too large", {})])
    floor = quotas // GRID
    odd = GRID - 2 * (quotas - floor * GRID)
    fractional = odd != GRID
    middle = np.sign(odd) * rank_weight + odd
    return Costs(quotas, floor, fractional, middle, far - rank_weight, far)
