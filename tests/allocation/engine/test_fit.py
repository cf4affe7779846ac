"""The fit: right margins, the same proportions, zeros that stay and zeros that follow."""

import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from allocation.engine.errors import NoSolutionError
from allocation.engine.fit import Fit, fit

GRID = 10**6


def _fit(
    quotas: Sequence[Sequence[int | str | Fraction]],
    rows: list[int],
    columns: list[int],
    zeros: frozenset[tuple[int, int]] = frozenset(),
) -> Fit:
    return fit(
        tuple(tuple(Fraction(value) for value in row) for row in quotas),
        zeros,
        {f"r{i}": total for i, total in enumerate(rows)},
        {f"c{j}": total for j, total in enumerate(columns)},
    )


def _assert_margins(found: Fit, rows: list[int], columns: list[int]) -> None:
    most = max(len(rows), len(columns))
    for line, total in zip(found.fitted, rows, strict=True):
        assert abs(sum(line) - total * GRID) <= most
    for line, total in zip(zip(*found.fitted, strict=True), columns, strict=True):
        assert abs(sum(line) - total * GRID) <= most


def test_quotas_that_fit_already_stay_as_they_are() -> None:
    found = _fit([["1.5", "0.5"], ["0.25", "1.75"]], [2, 2], [1, 3])
    assert found.fitted != ((1_500_000, 500_000), (250_000, 1_750_000))
    found = _fit([["1.5", "0.5"], ["0.5", "1.5"]], [2, 2], [2, 2])
    assert found.fitted == ((1_500_000, 500_000), (500_000, 1_500_000))
    assert found.row_factors == found.column_factors == ("1", "1")


def test_a_half_on_the_grid_goes_up_even_when_computed() -> None:
    found = _fit([["0.0000005", "0.9999995"], ["0.9999995", "0.0000005"]], [1, 1], [1, 1])
    assert found.fitted == ((1, 1_000_000), (1_000_000, 1))


def test_proportions_are_kept_exactly() -> None:
    # Cross ratio 2·6 / (3·4) = 1: with independent rows and columns the fit is row × column / all.
    found = _fit([[2, 3], [4, 6]], [3, 7], [5, 5])
    assert found.fitted == ((1_500_000, 1_500_000), (3_500_000, 3_500_000))


def test_tables_with_zeros_meet_their_totals() -> None:
    rnd = random.Random(3)  # noqa: S311
    for _ in range(60):
        m, n = rnd.randint(2, 9), rnd.randint(2, 7)
        places = [[rnd.randint(0, 4) for _ in range(n)] for _ in range(m)]
        quotas = [
            [Fraction(rnd.randint(1, 999), 97) if y or rnd.random() < 0.6 else 0 for y in row]
            for row in places
        ]
        rows, columns = [sum(r) for r in places], [sum(c) for c in zip(*places, strict=True)]
        _assert_margins(_fit(quotas, rows, columns), rows, columns)


def test_zeros_that_force_others_to_zero_are_followed_at_once() -> None:
    # Row 0 may only use column 0 and fills it: nobody else can be there.
    found = _fit(
        [[1, 1, 1], [5, 1, 2], [7, 3, 4]], [3, 4, 5], [3, 4, 5], frozenset({(0, 1), (0, 2)})
    )
    assert found.fitted[0] == (3_000_000, 0, 0)
    assert (found.fitted[1][0], found.fitted[2][0]) == (0, 0)
    assert found.emptied == ((1, 0), (2, 0))
    _assert_margins(found, [3, 4, 5], [3, 4, 5])


def test_empty_rows_and_columns_are_no_trouble() -> None:
    found = _fit([[1, 2], [3, 4], [5, 6]], [0, 2, 0], [0, 2])
    assert found.fitted == ((0, 0), (0, 2_000_000), (0, 0))


@pytest.mark.parametrize("small", ["1/1000000000", "1/1000000000000000000"])
def test_a_table_on_which_plain_scaling_takes_for_ever_is_fitted(small: str) -> None:
    tiny = Fraction(small)
    found = _fit([[1, tiny, 0], [tiny, 1, tiny], [0, tiny, 1]], [5, 5, 5], [4, 5, 6])
    _assert_margins(found, [5, 5, 5], [4, 5, 6])
    a = [Decimal(factor) for factor in found.row_factors]
    b = [Decimal(factor) for factor in found.column_factors]
    assert abs(a[0] * b[0] + a[0] * Decimal(tiny.numerator) / tiny.denominator * b[1] - 5) < 1e-12


def test_wide_and_long_tables_give_the_same_fit() -> None:
    rnd = random.Random(5)  # noqa: S311
    quotas = [[Fraction(rnd.randint(1, 500), 100) for _ in range(4)] for _ in range(11)]
    rows, columns = [6] * 11, [20, 10, 30, 6]
    long = _fit(quotas, rows, columns)
    wide = _fit([list(column) for column in zip(*quotas, strict=True)], columns, rows)
    assert tuple(zip(*wide.fitted, strict=True)) == long.fitted


def test_rows_and_columns_in_conflict_are_named() -> None:
    with pytest.raises(NoSolutionError) as refused:
        _fit([[1, 1, 1], [1, 1, 1], [1, 1, 1]], [2, 3, 1], [1, 3, 2], frozenset({(0, 1), (0, 2)}))
    assert refused.value.message == "row r0 may only use column c0: need 2, room 1"
