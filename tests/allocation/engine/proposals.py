"""Small cases for the nearest fitting proposal, and their figures by counting."""

import random
from itertools import product
from typing import Any

from allocation.engine.proposal_cases import ProposeCase, propose_case_from_json

Table = tuple[tuple[int, ...], ...]


def drawn(seed: int, rows: int = 0, columns: int = 0, most: int = 3) -> dict[str, Any]:
    """A case with advices that don't fit: base and advice add up per row, bounds around them."""
    rnd = random.Random(seed)  # noqa: S311
    m, n = rows or rnd.randint(1, 3), columns or rnd.randint(2, 3)
    totals = [rnd.randint(0, most) for _ in range(m)]
    zeros = [[f"r{rnd.randrange(m)}", f"c{rnd.randrange(n)}"]] if rnd.random() < 0.3 else []
    base = [_spread(rnd, total, n) for total in totals]
    advice = [_spread(rnd, total, n) for total in totals]
    data: dict[str, Any] = {
        "rows": [f"r{i}" for i in range(m)],
        "columns": [f"c{j}" for j in range(n)],
        "row_totals": totals,
        "base": base,
        "advice": [[None if rnd.random() < 0.1 else y for y in row] for row in advice],
        "lower": [
            [None if rnd.random() < 0.2 else max(0, y - rnd.randint(0, 1)) for y in row]
            for row in advice
        ],
        "upper": [
            [None if rnd.random() < 0.2 else y + rnd.randint(0, 1) for y in row] for row in advice
        ],
        "zeros": zeros,
        "leeway": {
            "down": rnd.randint(0, 3),
            "up": rnd.randint(0, 3),
            "total": rnd.randint(0, 4),
        },
        "weights": [rnd.choice((0, 1, 1, 1, 3)) for _ in range(m)],
    }
    return data


def case_of(data: dict[str, Any]) -> ProposeCase:
    return propose_case_from_json(data)


def _spread(rnd: random.Random, total: int, n: int) -> list[int]:
    row = [0] * n
    for _ in range(total):
        row[rnd.randrange(n)] += 1
    return row


def fits(data: dict[str, Any], table: Table) -> bool:
    """Whether a table with exact rows keeps to zeros and leeway, counted here anew."""
    for row, column in data["zeros"]:
        if table[data["rows"].index(row)][data["columns"].index(column)]:
            return False
    leeway = data["leeway"]
    changes = [
        sum(line[j] for line in table) - sum(line[j] for line in data["base"])
        for j in range(len(data["columns"]))
    ]
    moved = sum(change for change in changes if change > 0)
    within = all(-leeway["down"] <= change <= leeway["up"] for change in changes)
    return within and moved <= leeway["total"]


def costs(data: dict[str, Any], table: Table) -> tuple[int, int, int]:
    """The three figures (a), (b), (c) of a table, counted here anew."""
    a = b = c = 0
    for i, line in enumerate(table):
        for j, places in enumerate(line):
            low, high, advice = (data[key][i][j] for key in ("lower", "upper", "advice"))
            if low is not None and places < low:
                a += low - places
            if high is not None and places > high:
                a += places - high
            if advice is not None:
                b += data["weights"][i] * abs(places - advice)
            c += abs(places - data["base"][i][j])
    return a, b, c


def every_table(data: dict[str, Any]) -> list[Table]:
    """Every table with exact rows that keeps to the framework."""
    n = len(data["columns"])
    lines = [list(_rows_of(total, n)) for total in data["row_totals"]]
    return [table for table in product(*lines) if fits(data, table)]


def _rows_of(total: int, n: int) -> list[tuple[int, ...]]:
    return [line for line in product(range(total + 1), repeat=n) if sum(line) == total]
