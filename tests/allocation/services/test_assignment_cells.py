"""Shares and fte are read and divided exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.selectors.assignment_data import exact_decimal, pro_rata
from allocation.services.assignment_cells import decimal_comma, fte_of, share_of, sum_text

FTE = st.decimals(min_value=0, max_value=10_000, places=4, allow_nan=False)
YEARS = st.tuples(FTE, FTE, FTE)


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (1, Fraction(1)),
        (0.25, Fraction(1, 4)),
        (0.1, Fraction(1, 10)),
        ("0,25", Fraction(1, 4)),
        ("1/3", Fraction(1, 3)),
        ("2 / 6", Fraction(1, 3)),
        ("25%", Fraction(1, 4)),
        ("12,5 %", Fraction(1, 8)),
        ("1/0", None),
        ("een derde", None),
        ("", None),
        (None, None),
        (True, None),
        ("1/3/2", None),
    ],
)
def test_shares_are_read_exactly(value: object, share: Fraction | None) -> None:
    assert share_of(value) == share  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.2, "4.2"), ("4,20", "4.2"), (4, "4"), (0, "0"), (100, "100"), (-1, None), ("x", None)],
)
def test_fte_are_kept_as_plain_decimals(value: object, text: str | None) -> None:
    assert fte_of(value) == text  # type: ignore[arg-type]


def test_fte_with_too_many_decimals_are_refused() -> None:
    assert fte_of(1 / 3) is None


def test_a_sum_is_shown_on_one_denominator() -> None:
    assert sum_text([Fraction(3, 10), Fraction(6, 10)]) == "3/10 + 6/10 = 9/10"
    assert sum_text([Fraction(1, 3), Fraction(1, 2)]) == "2/6 + 3/6 = 5/6"


@given(st.dictionaries(st.sampled_from(["NO", "ON", "Utrecht", "NWN", "ZWN"]), YEARS, min_size=1))
def test_pro_rata_shares_make_exactly_one(years: dict[str, tuple[Decimal, ...]]) -> None:
    fte = {region: tuple(f"{one:f}" for one in found) for region, found in years.items()}
    whole = sum((Fraction(one) for found in fte.values() for one in found), Fraction(0))
    if whole == 0:
        with pytest.raises(ValueError, match="no fte"):
            pro_rata(fte)
        return
    shares = pro_rata(fte)
    assert sum(shares.values()) == 1
    for region, found in fte.items():
        assert shares[region] * whole == sum(map(Fraction, found))


@given(FTE)
def test_decimal_text_says_exactly_the_number(number: Decimal) -> None:
    assert Fraction(exact_decimal(Fraction(number))) == Fraction(number)
    assert decimal_comma(Fraction(number)).replace(",", ".") == exact_decimal(Fraction(number))
