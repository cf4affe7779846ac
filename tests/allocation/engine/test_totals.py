"""Whole region totals, and the repair where they miss the sum."""

from fractions import Fraction

import pytest

from allocation.engine.tables import Repair
from allocation.engine.totals import round_totals

REGIONS = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("totals", "rounded", "repair"),
    [
        # Half up, and nothing to repair.
        (("1.4", "2.6", "3.7", "1.3"), (1, 3, 4, 1), []),
        (("1.5", "2.0", "3.0", "1.5"), (2, 2, 3, 1), [("d", 2, 1, True)]),
        # Of two halves the larger total goes first.
        (("1.5", "2.5", "3.0", "1.0"), (1, 3, 3, 1), [("a", 2, 1, True)]),
        # Too few: the largest remainder that was rounded down gets one.
        (("1.4", "2.3", "3.2", "1.1"), (2, 2, 3, 1), [("a", 1, 2, False)]),
        # Too many: the smallest remainder that was rounded up gives one back.
        (("1.9", "2.8", "3.7", "1.6"), (2, 3, 4, 1), [("d", 2, 1, False)]),
        # Equal remainders: the larger total comes first, then region order.
        (("1.25", "2.25", "3.25", "1.25"), (1, 2, 4, 1), [("c", 3, 4, True)]),
        (("1.75", "2.75", "3.75", "1.75"), (2, 3, 4, 1), [("d", 2, 1, True)]),
        (("2.25", "2.25", "2.25", "2.25"), (3, 2, 2, 2), [("a", 2, 3, True)]),
        (("1.4", "2.45", "3.45", "0.7"), (1, 2, 4, 1), [("c", 3, 4, True)]),
        (("0.5", "0.5", "0.5", "0.5"), (1, 1, 0, 0), [("c", 1, 0, True), ("d", 1, 0, True)]),
    ],
)
def test_rounding_and_repair(
    totals: tuple[str, ...], rounded: tuple[int, ...], repair: list[tuple[str, int, int, bool]]
) -> None:
    exact = tuple(map(Fraction, totals))
    found, repaired = round_totals(exact, REGIONS)
    assert found == rounded
    assert sum(found) == sum(exact)
    assert repaired == tuple(Repair(*line) for line in repair)
