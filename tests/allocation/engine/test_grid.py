"""Numbers are read exactly and written exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest

from allocation.engine.grid import (
    NumberText,
    exact_text,
    parse_exact,
    published,
    round_half_up,
    six_decimals,
    to_grid,
)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (3, Fraction(3)),
        ("3.25", Fraction(13, 4)),
        ("13/4", Fraction(13, 4)),
        (" 7 ", Fraction(7)),
        ("1e-3", Fraction(1, 1000)),
        (".5", Fraction(1, 2)),
        ("+2.", Fraction(2)),
        (NumberText("0.1"), Fraction(1, 10)),
        (Decimal("0.1"), Fraction(1, 10)),
    ],
)
def test_numbers_are_read_exactly(given: object, value: Fraction) -> None:
    assert parse_exact(given) == value


@pytest.mark.parametrize(
    "given",
    [
        "",
        "x",
        "1,5",
        "NaN",
        "Infinity",
        "-inf",
        "1/0",
        "1/2/3",
        "1.5/2",
        "0x10",
        "1_000",
        "١",
        "1e9999",
        True,
        None,
        0.1,
        Decimal("NaN"),
        [],
        "9" * 500,
    ],
)
def test_everything_else_is_no_number(given: object) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_exact(given)


def test_the_grid_rounds_half_up() -> None:
    assert to_grid(Fraction("0.0000005")) == 1
    assert to_grid(Fraction("0.00000049999")) == 0
    assert to_grid(Fraction(1, 3)) == 333_333
    assert to_grid(Fraction(2, 3)) == 666_667
    assert [round_half_up(Fraction(n, 2)) for n in range(5)] == [0, 1, 1, 2, 2]


def test_numbers_are_written_with_six_decimals_or_exactly() -> None:
    assert six_decimals(5_060_000) == "5.060000"
    assert six_decimals(-1) == "-0.000001"
    assert published(Fraction(2, 3)) == "0.666667"
    assert exact_text(Fraction(1234)) == "1234"
    assert exact_text(Fraction(5, 4)) == "1.25"
    assert exact_text(Fraction(-1, 40)) == "-0.025"
    assert exact_text(Fraction(1, 3)) == "1/3"
    assert exact_text(Fraction(1, 2**40)) == f"1/{2**40}"
