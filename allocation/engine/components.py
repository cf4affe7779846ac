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
    arcs: list[list[int]] = [[] for _ in range(m + n)]
    back: list[list[int]] = [[] for _ in range(m + n)]
    for mask, from_row in ((up, True), (down, False)):
        rows, columns = np.nonzero(mask)
        for i, j in zip(rows.tolist(), (columns + m).tolist(), strict=True):
            start, end = (i, j) if from_row else (j, i)
            arcs[start].append(end)
            back[end].append(start)
    labels = np.array(_labels(_finishing_order(arcs), back), dtype=np.int64)
    return labels[:m], labels[m:]


def _labels(order: list[int], back: list[list[int]]) -> list[int]:
    """Number what is reached backwards, starting from who was left last (the second pass)."""
    labels = [-1] * len(back)
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
    return labels


def _finishing_order(arcs: list[list[int]]) -> list[int]:
    """Order in which a depth-first walk leaves the nodes (Kosaraju's first pass)."""
    seen = [False] * len(arcs)
    order: list[int] = []
    for start in range(len(arcs)):
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
