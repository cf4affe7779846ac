"""Gathering what is wrong in a delivery: every fault counted, the first ones kept with their cell.

A million lines can hold a million faults. They are kept as arrays of row numbers; the page gets
groups with a count and twenty cells, the file to download the first hundred thousand one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from allocation.workbooks import Table

Rows = np.ndarray[tuple[Any, ...], np.dtype[Any]]

EXAMPLES = 20
GROUPS_PER_CODE = 25
LISTED = 100_000
OTHER = "…"


@dataclass(frozen=True, slots=True)
class Listed:
    """One fault for the file: what, where, what was found, what was expected."""

    code: str
    sheet: str
    cell: str
    found: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Many:
    """Faults of one kind in one column. `codes` and `values` say what was found in each row."""

    code: str
    column: str
    rows: Rows
    values: Sequence[str]
    codes: Rows
    params: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Findings:
    """All faults of one delivery."""

    sheet: str = ""
    many: list[_Many] = field(default_factory=list)
    single: list[Listed] = field(default_factory=list)

    def add(
        self, code: str, *, cell: str = "", sheet: str | None = None, found: str = "", **params: Any
    ) -> None:
        """One fault that is not about many lines."""
        where = self.sheet if sheet is None else sheet
        self.single.append(Listed(code, where, cell, found, params))

    def add_rows(
        self,
        code: str,
        *,
        table: Table,
        column: int,
        rows: Rows,
        values: Sequence[str],
        codes: Rows,
        params: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        """A fault in each of `rows` (numbers in the sheet); `codes` point into `values`.

        Faults with the same value make one group; `params` adds what is known of a value.
        """
        if len(rows):
            letters = table.column_letters(column)
            self.many.append(_Many(code, letters, rows, values, codes, params or {}))

    @property
    def count(self) -> int:
        """How many faults there are."""
        return len(self.single) + sum(len(one.rows) for one in self.many)

    def groups(self) -> list[dict[str, Any]]:
        """The faults by kind and by what was found, the largest group of a kind first."""
        found = [
            _group(one.code, one.sheet, one.found, 1, [one.cell] if one.cell else [], one.params)
            for one in self.single
        ]
        for one in self.many:
            found += list(self._groups_of(one))
        return found

    def _groups_of(self, one: _Many) -> Iterator[dict[str, Any]]:
        counts = np.bincount(one.codes, minlength=len(one.values))
        order = np.argsort(-counts, kind="stable")
        order = order[counts[order] > 0]
        for value in order[:GROUPS_PER_CODE]:
            rows = np.sort(one.rows[one.codes == value])
            text = one.values[int(value)]
            cells = [f"{one.column}{row}" for row in rows[:EXAMPLES]]
            params = one.params.get(text, {})
            yield _group(one.code, self.sheet, text, int(counts[value]), cells, params)
        rest = order[GROUPS_PER_CODE:]
        if len(rest):
            rows = np.sort(one.rows[np.isin(one.codes, rest)])
            cells = [f"{one.column}{row}" for row in rows[:EXAMPLES]]
            yield _group(one.code, self.sheet, OTHER, len(rows), cells, {"others": len(rest)})

    def listed(self) -> Iterator[Listed]:
        """The faults one by one, at most LISTED of them."""
        left = LISTED
        yield from self.single[:left]
        left -= min(len(self.single), left)
        for one in self.many:
            order = np.argsort(one.rows, kind="stable")[:left]
            for row, value in zip(one.rows[order], one.codes[order], strict=True):
                text = one.values[int(value)]
                params = one.params.get(text, {})
                yield Listed(one.code, self.sheet, f"{one.column}{row}", text, params)
            left -= len(order)


def _group(
    code: str, sheet: str, value: str, count: int, cells: list[str], params: dict[str, Any]
) -> dict[str, Any]:
    return {
        "code": code,
        "sheet": sheet,
        "value": value,
        "count": count,
        "cells": cells,
        "params": params,
    }
