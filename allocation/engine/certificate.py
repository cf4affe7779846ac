"""Checks a rounded table without solving anything: `check` names every point that fails.

Stands alone (standard library only) and shares no code with the solver, so that who trusts this
page need not trust the rest. The ideas:

* Prices. A table costs Σ S0·outside + S1·rank + deviation, which is convex in every cell. Where
  numbers p (rows) and q (columns) exist with

      price of the last place  ≤  q − p  ≤  price of one place more     in every cell,

  no closed chain of moves can make the table cheaper: it is the optimum. These potentials are
  the certificate; anyone can find them, nobody can find them for a table that is not the best.
* Ties. Tables of equal cost differ by closed chains of moves at exactly the price q − p. Going
  through the cells backwards, noting what can be reached from what, shows whether there is such
  a chain, and whether one gives an earlier cell more.

For the base distribution (a case with usage) the margins are the national intake and the rounded
region totals, the quotas are the fitted table; `recount.py` checks how those came about.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

G = 10**6  # the grid: numbers are millionths


def check(case: Any, result: Any) -> list[str]:
    """All points that fail, as "point: where"; both are parsed JSON, decimal numbers as text."""
    try:
        return Table(case, result).failures()
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        return [f"form: the result is not complete or not well formed ({fault!r})"]


class Table:
    """The case and its result side by side, as whole numbers; m rows, n columns."""

    def __init__(self, case: Any, result: Any) -> None:
        self.result = result
        if "usage" in case:
            self.rows = [str(line["code"]) for line in case["specialisms"]]
            self.columns = [str(region) for region in case["regions"]]
            row_totals = [line["national_intake"] for line in case["specialisms"]]
            column_totals, quotas = result["rounded_totals"], result["fitted"]
        else:
            self.rows, self.columns = ([str(x) for x in case[k]] for k in ("rows", "columns"))
            row_totals, column_totals = case["row_totals"], case["column_totals"]
            quotas = case["quotas"]
        self.m, self.n = len(self.rows), len(self.columns)
        self.row_totals, self.column_totals = whole(row_totals), whole(column_totals)
        self.quotas = [[int((2 * Fraction(v) * G + 1) // 2) for v in row] for row in quotas]
        self.zeros = {(str(row), str(column)) for row, column in case.get("zeros") or []}
        self.lower, self.upper = case.get("lower"), case.get("upper")
        self.places = result["places"]
        self.p = result["certificate"]["row_potentials"]
        self.q = result["certificate"]["column_potentials"]
        if [len(row) for row in self.places] != [self.n] * self.m:
            raise ValueError("places must have the shape of the case")
        if (len(self.p), len(self.q)) != (self.m, self.n):
            raise ValueError("every row and column needs a potential")
        if any(type(value) is not int for row in [*self.places, self.p, self.q] for value in row):
            raise ValueError("places and potentials must be whole numbers")
        self.rank_weight = 2 * min(self.m, self.n) * G + 1  # S1
        self.outside_weight = 2 * min(self.m, self.n) * (2 * self.rank_weight + G) + 1  # S0

    def failures(self) -> list[str]:
        """Margins, then every cell, then the figures and ties."""
        columns = list(zip(*self.places, strict=True))
        wrong = misses("row_totals", self.rows, self.places, self.row_totals)
        wrong += misses("column_totals", self.columns, columns, self.column_totals)
        total, reach, unique = [0, 0, 0], [1 << node for node in range(self.m + self.n)], True
        for i, j in reversed([(i, j) for i in range(self.m) for j in range(self.n)]):
            row, column, name = i, self.m + j, f"{self.rows[i]} × {self.columns[j]}"
            least, most, value = *self.bounds(i, j), self.places[i][j]
            if value < least or (most is not None and value > most):
                wrong.append(f"{'zeros' if most == 0 else 'bounds'}: {name}")
            figures = self.figures(i, j, value)
            total = [before + figure for before, figure in zip(total, figures, strict=True)]
            difference = self.q[j] - self.p[i]
            rise = self.price(i, j, value + 1) - difference if most is None or value < most else 1
            fall = difference - self.price(i, j, value) if value > least else 1
            if rise < 0 or fall < 0:
                wrong.append(f"optimality: {name}")
            if rise == 0 and reach[column] >> row & 1:
                wrong.append(f"tie: a table that costs the same has more at {name}")
                unique = False
            if fall == 0 and reach[row] >> column & 1:
                unique = False
            link(reach, row, column, open_=rise == 0)
            link(reach, column, row, open_=fall == 0)
        deviation = f"{total[2] // G}.{total[2] % G:06d}"
        found = {"outside": total[0], "next_best": total[1], "total_deviation": deviation}
        found["unique"] = unique
        return wrong + [f"{k}: is {found[k]}" for k in found if not same(self.result[k], found[k])]

    def bounds(self, i: int, j: int) -> tuple[int, int | None]:
        """The least and the most a cell may hold; None is no bound."""
        least = self.lower[i][j] if self.lower else None
        most = self.upper[i][j] if self.upper else None
        if (self.rows[i], self.columns[j]) in self.zeros:
            most = 0
        return int(Fraction(least or 0)), None if most is None else int(Fraction(most))

    def figures(self, i: int, j: int, value: int) -> tuple[int, int, int]:
        """(a) Steps outside floor and ceiling, (b) integers strictly nearer, (c) deviation."""
        quota = self.quotas[i][j]
        deviation = abs(value * G - quota)
        outside = max(0, quota // G - value, value + -quota // G)
        return outside, max(0, (2 * deviation - 1) // G), deviation

    def price(self, i: int, j: int, value: int) -> int:
        """What the last of `value` places costs."""
        (a, b, c), (d, e, f) = self.figures(i, j, value), self.figures(i, j, value - 1)
        return self.outside_weight * (a - d) + self.rank_weight * (b - e) + c - f


def whole(values: Any) -> list[int]:
    """Whole numbers, however they are written."""
    return [int(Fraction(value)) for value in values]


def misses(point: str, labels: list[str], lines: Iterable[Any], totals: list[int]) -> list[str]:
    """The lines whose sum is not their total."""
    pairs = zip(labels, lines, totals, strict=True)
    return [f"{point}: {label}" for label, line, total in pairs if sum(line) != total]


def same(told: Any, found: Any) -> bool:
    """Equal in value and in kind: true is not 1."""
    return type(told) is type(found) and told == found


def link(reach: list[int], start: int, end: int, *, open_: bool) -> None:
    """Note an arc in the record of which nodes (bits) can be reached from which."""
    if open_ and not reach[start] >> end & 1:
        reach[:] = [bits | reach[end] if bits >> start & 1 else bits for bits in reach]
