"""The lines of a delivery as columns of whole numbers: a million lines are checked at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from allocation.services.usage_columns import AMOUNT, Columns
from allocation.workbooks import Table

Numbers = np.ndarray[tuple[Any, ...], np.dtype[Any]]
Flags = np.ndarray[tuple[Any, ...], np.dtype[np.bool_]]

LARGEST_AMOUNT = 10**12  # of one line: more care than there is; a million of them fit 64 bits
_WHOLE = r"^[0-9]{1,13}$"
_NEGATIVE = r"^-\s*[0-9]+([.,][0-9]+)?$"
_FRACTION = r"^[0-9]+[.,][0-9]+$"


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as codes: `values[codes[i]]` is what line i says."""

    column: int
    values: tuple[str, ...]
    codes: Numbers

    def mapped(self, meaning: Callable[[str], int]) -> Numbers:
        """What each line means, `meaning` asked once a value; -1 for nothing we know."""
        return np.array([meaning(value) for value in self.values] or [-1], dtype=np.int64)[
            self.codes
        ]

    def flagged(self, test: Callable[[str], bool]) -> Flags:
        """Of which lines the value passes a test, asked once a value."""
        return np.array([test(value) for value in self.values] or [False], dtype=np.bool_)[
            self.codes
        ]


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines under the header: their row numbers and their columns by role."""

    table: Table
    columns: Columns
    rows: Numbers
    body: pa.Table

    def __len__(self) -> int:
        return len(self.rows)

    def coded(self, role: str) -> Coded | None:
        """The column that plays a role, as codes; None where the file has no such column."""
        at = self.columns.roles.get(role)
        return None if at is None else self.coded_column(at)

    def coded_column(self, at: int) -> Coded:
        """A column (from 0) as codes."""
        encoded = pc.dictionary_encode(self.body.column(at + 1).combine_chunks())
        return Coded(
            at,
            tuple(encoded.dictionary.to_pylist()),
            encoded.indices.to_numpy(zero_copy_only=False),
        )

    def amounts(self) -> "Amounts":
        """The amounts, and which lines say no whole number of 0 or more."""
        at = self.columns.roles[AMOUNT]
        text = self.body.column(at + 1).combine_chunks()
        whole = _matches(text, _WHOLE)
        values = np.zeros(len(text), dtype=np.int64)
        values[whole] = pc.cast(text.filter(pa.array(whole)), pa.int64()).to_numpy()
        too_large = whole & (values > LARGEST_AMOUNT)
        values[too_large] = 0
        empty = _flags(pc.equal(text, ""))
        negative = _matches(text, _NEGATIVE)
        fraction = _matches(text, _FRACTION)
        return Amounts(
            at,
            values,
            {
                "amount_empty": empty,
                "amount_negative": negative,
                "amount_fraction": fraction,
                "amount_text": ~(whole | empty | negative | fraction),
                "amount_too_large": too_large,
            },
            text,
        )


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of all lines (0 where there is none) and the lines at fault, by kind of fault."""

    column: int
    values: Numbers
    faults: dict[str, Flags]
    texts: pa.Array

    @property
    def sound(self) -> Flags:
        """The lines that say a whole number."""
        unsound: Flags = np.logical_or.reduce(list(self.faults.values()))
        return ~unsound

    def found(self, lines: Flags) -> tuple[Sequence[str], Numbers]:
        """What the lines at fault say: the values and the codes that point into them."""
        encoded = pc.dictionary_encode(self.texts.filter(pa.array(lines)))
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        return encoded.dictionary.to_pylist(), codes


def lines_of(table: Table, columns: Columns) -> Lines:
    """The lines of a table under its header."""
    body = table.body()
    rows = body.column(0).combine_chunks().to_numpy(zero_copy_only=False)
    return Lines(table, columns, rows, body)


def combined(columns: Sequence[Numbers], length: int) -> Numbers:
    """One number a line that is the same where all columns are the same."""
    key = np.zeros(length, dtype=np.int64)
    size = 1
    for column in columns:
        high = int(column.max(initial=0)) + 2
        if size * high >= 2**62:
            _values, key = np.unique(key, return_inverse=True)
            size = len(_values)
        key = key * high + (column.astype(np.int64) + 1)
        size *= high
    return key


def paired(first: Numbers, second: Numbers, where: Flags) -> tuple[list[tuple[int, int]], Numbers]:
    """The different pairs of two columns in the lines asked for, and which pair each line has.

    Lines that were not asked for get -1.
    """
    codes = np.full(len(where), -1, dtype=np.int64)
    left, right = first[where].astype(np.int64), second[where].astype(np.int64)
    if not len(left):
        return [], codes
    width = int(right.max()) + 2
    keys, codes[where] = np.unique(left * width + right + 1, return_inverse=True)
    return [(int(key // width), int(key % width) - 1) for key in keys], codes


def _matches(text: pa.Array, pattern: str) -> Flags:
    return _flags(pc.match_substring_regex(text, pattern))


def _flags(answer: pa.Array) -> Flags:
    flags: Flags = answer.to_numpy(zero_copy_only=False).astype(np.bool_)
    return flags
