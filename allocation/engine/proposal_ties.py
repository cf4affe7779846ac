"""The proof of a proposal, and what is left open: the lexicographically largest of the best tables.

In the residual network of a table every arc has the price of one step. Without a cycle of negative
price the table is optimal; cycles of price zero lead to the other optimal tables.
"""

from itertools import pairwise

import numpy as np

from allocation.engine.margins import Matrix
from allocation.engine.proposal_network import NO_ARC, Network


def residual(net: Network, places: Matrix) -> Matrix:
    """The price of every step from node to node; NO_ARC where there is none.

    `places` must keep to the framework. Nodes: rows, columns, the two ends of the pool.
    """
    m, n = places.shape
    pool = net.pool
    price = np.full((m + n + 2, m + n + 2), NO_ARC, dtype=np.int64)
    price[:m, m : m + n] = np.where(places < net.most, net.up_price(places), NO_ARC)
    price[m : m + n, :m] = np.where(places > 0, -net.up_price(places - 1), NO_ARC).T
    change = places.sum(axis=0) - net.base_totals
    more, less = np.maximum(change, 0), np.maximum(-change, 0)
    for steps, there, back, room in (
        (more, price[m : m + n, pool], price[pool, m : m + n], net.up),
        (less, price[pool + 1, m : m + n], price[m : m + n, pool + 1], net.down),
    ):
        there[steps < room] = 0
        back[steps > 0] = 0
    moved = int(more.sum())
    if moved < net.total:
        price[pool, pool + 1] = 0
    if moved > 0:
        price[pool + 1, pool] = 0
    return price


def potentials_of(price: Matrix) -> Matrix:
    """Distances that make no step cheaper than the difference: the proof of optimality.

    Raises ArithmeticError where a cycle of negative price shows that there is a better table.
    """
    distance = np.zeros(len(price), dtype=np.int64)
    for _ in range(len(price) + 1):
        nearer = np.minimum(distance, (distance[:, None] + price).min(axis=0))
        if np.array_equal(nearer, distance):
            return distance
        distance = nearer
    raise ArithmeticError("there is a better table")


class _Free:
    """The steps of price zero from a table, as one whole number of bits per node."""

    def __init__(self, net: Network, places: Matrix) -> None:
        self.net, self.places = net, places.copy()
        self.m, self.n = places.shape
        self.distance = potentials_of(residual(net, places))
        self.fixed = np.zeros(places.shape, dtype=bool)
        self._read()

    def _read(self) -> None:
        price = residual(self.net, self.places)
        m, n = self.m, self.n
        price[:m, m : m + n][self.fixed] = NO_ARC
        price[m : m + n, :m][self.fixed.T] = NO_ARC
        free = (price != NO_ARC) & (price + self.distance[:, None] == self.distance[None, :])
        weights = [1 << k for k in range(len(free))]
        self.steps = [
            sum(weights[k] for k in np.nonzero(line)[0].tolist()) if line.any() else 0
            for line in free
        ]

    def has(self, tail: int, head: int) -> bool:
        """Whether this step is free."""
        return bool(self.steps[tail] >> head & 1)

    def path(self, tail: int, head: int) -> list[int] | None:
        """Nodes of a way in free steps from tail to head, other than the direct step."""
        seen, parents, layer = 1 << tail, {}, [tail]
        while layer:
            following = []
            for node in layer:
                new = self.steps[node] & ~seen
                if node == tail:
                    new &= ~(1 << head)
                seen |= new
                while new:
                    low = new & -new
                    new ^= low
                    found = low.bit_length() - 1
                    parents[found] = node
                    following.append(found)
            if head in parents:
                way = [head]
                while way[-1] != tail:
                    way.append(parents[way[-1]])
                return way[::-1]
            layer = following
        return None

    def go(self, way: list[int]) -> None:
        """Make the steps of a closed way, one place each."""
        for tail, head in pairwise(way):
            if tail < self.m and head < self.m + self.n:
                self.places[tail, head - self.m] += 1
            elif head < self.m and tail < self.m + self.n:
                self.places[head, tail - self.m] -= 1
        self._read()

    def fix(self, row: int, column: int) -> None:
        """From here on this cell keeps its number."""
        self.fixed[row, column] = True
        node = self.m + column
        self.steps[row] &= ~(1 << node)
        self.steps[node] &= ~(1 << row)


def largest(net: Network, places: Matrix) -> tuple[Matrix, bool]:
    """Of all tables as cheap as this optimal one the lexicographically largest, row by row; and
    whether it was the only one. Raises ArithmeticError where `places` is not optimal."""
    free = _Free(net, places)
    unique = True
    for row in range(free.m):
        for column in range(free.n):
            node = free.m + column
            while free.has(row, node) and (way := free.path(node, row)):
                free.go([row, *way])
                unique = False
            if unique and free.has(node, row) and free.path(row, node):
                unique = False
            free.fix(row, column)
    return free.places, unique
