"""What a cell says, read strictly: Excel keeps numbers as floats, people write them as text."""

import re
from decimal import Decimal, InvalidOperation

from allocation.workbooks.model import Value

_WHOLE = re.compile(r"[+-]?\d{1,15}")
_EXACT = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,20})?")
_LARGEST = 10**15  # beyond, a float no longer tells whole numbers apart


def text_of(value: Value) -> str:
    """What the cell says as text, without white space around it: 3.0 is "3", an empty cell ""."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST:
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def whole_number(value: Value) -> int | None:
    """The whole number a cell says; None where it is a fraction, a date, a truth value or text.

    Text of digits alone counts ("12"); a separator does not ("1.234": thousands or a fraction?).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _LARGEST else None
    if isinstance(value, str) and _WHOLE.fullmatch(text_of(value)):
        return int(text_of(value))
    return None


def exact_number(value: Value) -> Decimal | None:
    """The decimal number a cell says, as its shortest writing: the float 0.1 is exactly 0.1.

    Text counts too, with a decimal point or comma; None where it is no finite number.
    """
    if isinstance(value, bool):
        return None
    text = text_of(value)
    if isinstance(value, int | float):
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    if isinstance(value, str) and _EXACT.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None
