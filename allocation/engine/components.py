"""Which rows and columns can exchange places: strong components of a network over a table."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Labels = NDArray[np.int64]


def components(up: Mask, down: Mask) -> tuple[Labels, Labels]:
    """Number the strong components; returns the numbers of the rows and of the columns.

    Nodes are rows and columns. `up[i, j]`: the cell can take more (an arc from row i to column
    j); `down[i, j]`: it can give (an arc from column j to row i). Two nodes share a component when
    each can be reached from the other.
    """
    m, n = up.shape
    arcs = _adjacency(up, down)
    order = _finishing_order(arcs, m + n)
    back = _adjacency(down, up)
    labels = np.full(m + n, -1, dtype=np.int64)
    label = 0
    for root in reversed(order):
        if labels[root] >= 0:
            continue
        labels[root] = label
        todo = [root]
        while todo:
            for node in back[todo.pop()]:
                if labels[node] < 0:
                    labels[node] = label
                    todo.append(node)
        label += 1
    return labels[:m], labels[m:]


def _adjacency(forth: Mask, back: Mask) -> list[list[int]]:
    """For every row the columns it leads to, then for every column the rows it leads to."""
    m = forth.shape[0]
    return [(np.nonzero(row)[0] + m).tolist() for row in forth] + [
        np.nonzero(column)[0].tolist() for column in back.T
    ]


def _finishing_order(arcs: list[list[int]], size: int) -> list[int]:
    """Order in which a depth-first walk leaves the nodes (Kosaraju's first pass)."""
    seen = [False] * size
    order: list[int] = []
    for start in range(size):
        if seen[start]:
            continue
        seen[start] = True
        walk = [(start, iter(arcs[start]))]
        while walk:
            node, following = walk[-1]
            for other in following:
                if not seen[other]:
                    seen[other] = True
                    walk.append((other, iter(arcs[other])))
                    break
            else:
                order.append(node)
                walk.pop()
    return order
