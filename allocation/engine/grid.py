"""Exact numbers, and the grid of six decimals on which tables are published and rounded.

Binary fractions differ between machines and programs; here numbers are read exactly as they are
written and put on one grid, half up. Why a grid at all: docs/adr/0102-exact-numbers-on-a-grid.md.
"""

import re
from decimal import Decimal
from fractions import Fraction

GRID = 10**6
LARGEST = 10**12
_LONGEST = 400
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_RATIO = re.compile(r"[+-]?\d+/\d+", re.ASCII)


class NumberText(str):
    """A JSON number, kept as it was written, so that nothing is lost before it is read exactly."""

    __slots__ = ()


def parse_exact(value: object) -> Fraction:
    """Read a number exactly: an int, a JSON number, or text such as "3.25" or "13/4".

    Raises ValueError for everything else: text, NaN, infinity, booleans, null, a zero denominator.
    """
    if isinstance(value, (Fraction, int)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    if isinstance(value, str):
        text = value.strip()
        if len(text) <= _LONGEST:
            if _DECIMAL.fullmatch(text):
                return Fraction(Decimal(text))
            if _RATIO.fullmatch(text) and int(text.rpartition("/")[2]):
                return Fraction(text)
    raise ValueError("not a number")


def to_grid(value: Fraction) -> int:
    """The number in millionths, half up."""
    return (2 * value.numerator * GRID + value.denominator) // (2 * value.denominator)


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up (rekenkundig afronden)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def six_decimals(millionths: int) -> str:
    """Write a number of millionths as a decimal with six places."""
    sign = "-" if millionths < 0 else ""
    whole, rest = divmod(abs(millionths), GRID)
    return f"{sign}{whole}.{rest:06d}"


def published(value: Fraction) -> str:
    """Write a number as it is published: on the grid, with six places."""
    return six_decimals(to_grid(value))


def exact_text(value: Fraction) -> str:
    """Write a number without losing anything: "1234", "0.25", or "1/3" where decimals never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > 30:
        return f"{value.numerator}/{value.denominator}"
    if not places:
        return str(value.numerator)
    digits = abs(value.numerator) * 10**places // value.denominator
    sign = "-" if value < 0 else ""
    return f"{sign}{digits // 10**places}.{digits % 10**places:0{places}d}"
