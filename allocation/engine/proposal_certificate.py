"""The proof of a proposal that somebody hands over: framework, figures, optimum and ties.

Standard library only, and no code of the solver: nothing is solved. In the residual network of the
table every step of one place has a price; without a cycle of negative price no table is better.
docs/adr/0112-nearest-fitting-proposal.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

KEYS = (
    "places", "outside_bounds", "deviation_from_advice", "deviation_from_base", "moved",
    "region_deviation", "yielded", "unique", "digest",
)  # fmt: skip
Table = list[list[int]]
Arcs = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class _Case:
    """The numbers of a case, and the sums of a table against it."""

    rows: list[str]
    columns: list[str]
    totals: list[int]
    base: Table
    advice: list[list[int | None]]
    lower: list[list[int | None]]
    upper: list[list[int | None]]
    zeros: set[tuple[str, str]]
    down: int
    up: int
    total: int
    weights: list[int]

    def cells(self) -> Iterator[tuple[int, int]]:
        """All cells in reading order."""
        return ((i, j) for i in range(len(self.rows)) for j in range(len(self.columns)))

    def figures_at(self, i: int, j: int, number: int) -> tuple[int, int, int]:
        """What one cell adds to (a), (b) and (c) when it has this number."""
        low, high, advice = self.lower[i][j], self.upper[i][j], self.advice[i][j]
        outside = max(0, (low or 0) - number, number - (number if high is None else high))
        away = 0 if advice is None else self.weights[i] * abs(number - advice)
        return outside, away, abs(number - self.base[i][j])

    def changes(self, places: Table) -> list[int]:
        """How much every region deviates from its base total."""
        return [
            sum(line[j] for line in places) - sum(line[j] for line in self.base)
            for j in range(len(self.columns))
        ]


def check(case: Any, result: Any) -> list[str]:
    """All points that fail, as "point: where"; the seal apart. The case was read without faults."""
    if not isinstance(result, dict):
        return ["form: the result must be an object"]
    missing = [f"form: {key} is missing" for key in KEYS if key not in result]
    known = _read(case)
    if missing:
        return missing
    if not _is_table(result["places"], len(known.rows), len(known.columns)):
        return ["form: places must be a table of whole numbers"]
    places: Table = result["places"]
    failures = [*_framework(known, places), *_figures(known, places, result)]
    return failures or _optimum(known, places, result["unique"])


def _read(case: Any) -> _Case:
    rows = [str(row) for row in case["rows"]]
    columns = [str(column) for column in case["columns"]]

    def table(key: str) -> Any:
        found = case.get(key) or [[None] * len(columns) for _ in rows]
        return [[None if one is None else _whole(one) for one in row] for row in found]

    leeway = case["leeway"]
    return _Case(
        rows, columns, [_whole(one) for one in case["row_totals"]],
        table("base"), table("advice"), table("lower"), table("upper"),
        {(str(row), str(column)) for row, column in case.get("zeros") or []},
        _whole(leeway["down"]), _whole(leeway["up"]), _whole(leeway["total"]),
        [_whole(one) for one in case.get("weights") or [1] * len(rows)],
    )  # fmt: skip


def _whole(value: Any) -> int:
    return value if type(value) is int else int(Fraction(value))


def _is_table(value: Any, rows: int, columns: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == rows
        and all(isinstance(row, list) and len(row) == columns for row in value)
        and all(type(number) is int for row in value for number in row)
    )


def _framework(case: _Case, places: Table) -> Iterator[str]:
    for i, j in case.cells():
        if places[i][j] < 0 or (places[i][j] and (case.rows[i], case.columns[j]) in case.zeros):
            yield f"zeros: {case.rows[i]} × {case.columns[j]}"
    for label, line, total in zip(case.rows, places, case.totals, strict=True):
        if sum(line) != total:
            yield f"row_totals: {label}"
    for label, change in zip(case.columns, case.changes(places), strict=True):
        if not -case.down <= change <= case.up:
            yield f"leeway: {label}"
    if sum(max(0, change) for change in case.changes(places)) > case.total:
        yield "leeway: all"


def _figures(case: _Case, places: Table, result: dict[str, Any]) -> Iterator[str]:
    parts = {(i, j): case.figures_at(i, j, places[i][j]) for i, j in case.cells()}
    outside, away, moved_from = (sum(part[k] for part in parts.values()) for k in range(3))
    changes = case.changes(places)
    told = {
        "outside_bounds": outside,
        "deviation_from_advice": away,
        "deviation_from_base": moved_from,
        "moved": sum(max(0, change) for change in changes),
        "region_deviation": changes,
        "yielded": [[case.rows[i], case.columns[j]] for (i, j), part in parts.items() if part[0]],
    }
    for key, value in told.items():
        if result[key] != value:
            yield f"{key}: not that of the table"


def _optimum(case: _Case, places: Table, unique: Any) -> list[str]:
    arcs = _residual(case, places)
    distance = _distances(arcs, len(case.rows) + len(case.columns) + 2)
    if distance is None:
        return ["optimum: there is a better table"]
    free = {arc for arc, price in arcs.items() if price + distance[arc[0]] == distance[arc[1]]}
    steps: dict[int, set[int]] = {}
    for tail, head in free:
        steps.setdefault(tail, set()).add(head)
    only = True
    for i, j in case.cells():
        node = len(case.rows) + j
        if node in steps.get(i, ()) and _reaches(steps, node, i):
            return ["tie: an equally good table comes first"]
        only = only and not (i in steps.get(node, ()) and _reaches(steps, i, node))
        steps.get(i, set()).discard(node)
        steps.get(node, set()).discard(i)
    return [] if unique is only else ["unique: not so"]


def _residual(case: _Case, places: Table) -> Arcs:
    """The price of one place more along every step: rows, columns, the two ends of the pool."""
    m, n = len(case.rows), len(case.columns)
    every = (
        sum(case.totals)
        + sum(map(sum, case.base))
        + sum(one or 0 for r in case.advice for one in r)
    )
    big = 4 * (every + m * n + 1) * (max(case.weights, default=1) + 1)  # no sum of prices passes it

    def price(i: int, j: int, number: int) -> int:
        outside, away, off = case.figures_at(i, j, number)
        return (outside * big + away) * big + off

    arcs: Arcs = {}
    for i, j in case.cells():
        number = places[i][j]
        here = price(i, j, number)
        if (case.rows[i], case.columns[j]) not in case.zeros:
            arcs[i, m + j] = price(i, j, number + 1) - here
        if number > 0:
            arcs[m + j, i] = price(i, j, number - 1) - here
    into, out = m + n, m + n + 1
    changes = case.changes(places)
    for j, change in enumerate(changes):
        ways = ((m + j, into, max(0, change), case.up), (out, m + j, max(0, -change), case.down))
        for tail, head, used, room in ways:
            arcs |= {(tail, head): 0} if used < room else {}
            arcs |= {(head, tail): 0} if used > 0 else {}
    moved = sum(max(0, change) for change in changes)
    arcs |= {(into, out): 0} if moved < case.total else {}
    arcs |= {(out, into): 0} if moved > 0 else {}
    return arcs


def _distances(arcs: Arcs, nodes: int) -> list[int] | None:
    """Potentials that make no step cheaper than their difference; None where a cycle is cheaper."""
    distance = [0] * nodes
    for _ in range(nodes + 1):
        shorter = False
        for (tail, head), price in arcs.items():
            if distance[tail] + price < distance[head]:
                distance[head] = distance[tail] + price
                shorter = True
        if not shorter:
            return distance
    return None


def _reaches(steps: dict[int, set[int]], tail: int, head: int) -> bool:
    """Whether free steps lead from tail to head, other than the direct one."""
    seen = {tail}
    waiting = [node for node in steps.get(tail, ()) if node != head]
    while waiting:
        node = waiting.pop()
        if node == head:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(steps.get(node, ()))
    return False
