"""What the cells of the assignment template say: shares, fte, yes and no. All of it exact."""

import re
from fractions import Fraction
from math import lcm

from allocation.selectors.assignment_data import exact_decimal
from allocation.workbooks.model import Value
from allocation.workbooks.values import exact_number, text_of

YES = frozenset({"ja", "j", "yes", "true", "waar", "1"})
NO = frozenset({"nee", "n", "no", "false", "onwaar", "0"})
MOST_FTE = 10_000
FTE_DECIMALS = 4
MOST_PARTS = 1_000_000  # the largest denominator of a share that is filled in
_FRACTION = re.compile(r"(\d{1,7})\s*/\s*(\d{1,7})")


def share_of(value: Value) -> Fraction | None:
    """The share a cell says, exactly: 0.25, "0,25", "1/4" or "25%"; None where it says none."""
    text = text_of(value)
    match = _FRACTION.fullmatch(text)
    if match:
        above, below = int(match[1]), int(match[2])
        return Fraction(above, below) if below else None
    percentage = text.endswith("%") and isinstance(value, str)
    number = exact_number(text[:-1].strip() if percentage else value)
    if number is None:
        return None
    return Fraction(number) / 100 if percentage else Fraction(number)


def fte_of(value: Value) -> str | None:
    """The fte a cell says, as decimal text without needless zeros; None where it says none."""
    number = exact_number(value)
    if number is None or not 0 <= number <= MOST_FTE:
        return None
    if number != round(number, FTE_DECIMALS):
        return None
    return exact_decimal(Fraction(number))


def sum_text(shares: list[Fraction]) -> str:
    """Shares and what they make: "3/10 + 6/10 = 9/10", on one denominator."""
    below = lcm(*(share.denominator for share in shares))
    parts = " + ".join(
        f"{share.numerator * (below // share.denominator)}/{below}" for share in shares
    )
    whole = sum(shares, Fraction(0))
    return f"{parts} = {whole.numerator * (below // whole.denominator)}/{below}"


def decimal_comma(number: Fraction) -> str:
    """Fte as the workbook shows them: 12,4. Fte have at most four decimals, so this is exact."""
    return exact_decimal(number).replace(".", ",")
