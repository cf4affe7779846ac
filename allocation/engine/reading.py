"""Reading JSON strictly: every value as it was written, every fault noted with its place."""

import json
from collections.abc import Callable
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from allocation.engine.errors import Fault, InvalidCaseError
from allocation.engine.grid import GRID, LARGEST, NumberText, parse_exact, to_grid


def load_json(path: Path, *, whole_numbers: bool = False) -> Any:
    """Read a JSON file; numbers stay text (`NumberText`), so that nothing is lost.

    With `whole_numbers`, numbers without decimals are read as int: results hold no others.

    Raises InvalidCaseError for a file that can't be read, is not JSON, or holds NaN, infinity, or
    the same key twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise _refusal("unreadable_file", f"the file {path.name} can't be read", path) from None
    try:
        return json.loads(
            text,
            parse_int=int if whole_numbers else NumberText,
            parse_float=NumberText,
            parse_constant=_no_constant,
            object_pairs_hook=_unique_keys,
        )
    except _NotANumber as found:
        raise _refusal("not_a_number", f"{found} is not a number", path) from None
    except _TwiceTheKey as found:
        raise _refusal("duplicate_key", f"the key {found} stands there twice", path) from None
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        said = f"the file {path.name} is not JSON{line}"
        raise _refusal("invalid_json", said, path) from None


class _NotANumber(Exception):
    pass


class _TwiceTheKey(Exception):
    pass


def _no_constant(name: str) -> None:
    raise _NotANumber(name)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceTheKey(next(key for key in keys if keys.count(key) > 1))
    return found


def _refusal(code: str, message: str, path: Path) -> InvalidCaseError:
    return InvalidCaseError([Fault(code, message, {"at": path.name})])


class Reader:
    """Takes values out of parsed JSON and notes what is wrong, instead of stopping at it.

    Methods return None for what can't be read. `where` holds extra places for the fault, such as
    the institution of a line. No message repeats a value: it could be an amount of usage.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, said: str, at: str, **where: object) -> None:
        """Note a fault."""
        self.faults.append(Fault(code, f"{at}: {said}", {"at": at, **where}))

    def stop_if_faulty(self) -> None:
        """Raise InvalidCaseError with all faults noted so far, if there are any."""
        if self.faults:
            raise InvalidCaseError(self.faults)

    def mapping(
        self, value: Any, at: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any] | None:
        """An object with the needed keys. Other keys are left alone unless they look misspelt."""
        if not isinstance(value, dict):
            self.fault("wrong_shape", "must be an object", at)
            return None
        missing = [key for key in needed if key not in value]
        for key in missing:
            self.fault("missing_key", f"the key {key!r} is missing", at, key=key)
        known = [*needed, *optional]
        for key in value:
            if key not in known and (near := get_close_matches(key, known, 1, 0.7)):
                said = f"unknown key {key!r}; is {near[0]!r} meant?"
                self.fault("unknown_key", said, at, key=key)
        return None if missing else value

    def sequence(self, value: Any, at: str, length: int | None = None) -> list[Any] | None:
        """A list, of a given length if there is one."""
        if not isinstance(value, list):
            self.fault("wrong_shape", "must be a list", at)
            return None
        if length is not None and len(value) != length:
            self.fault("wrong_shape", f"must have {length} entries, has {len(value)}", at)
            return None
        return value

    def label(self, value: Any, at: str) -> str | None:
        """A name or code: text, or a whole number that is taken as text."""
        is_number = isinstance(value, NumberText)
        if isinstance(value, str) and value.strip() and not (is_number and not value.isdigit()):
            return str(value)
        self.fault("not_a_label", "must be a name or code", at)
        return None

    def labels(self, value: Any, at: str) -> tuple[str, ...] | None:
        """A non-empty list of different names or codes."""
        found = self.sequence(value, at)
        if found is None:
            return None
        if not found:
            self.fault("wrong_shape", "must not be empty", at)
            return None
        names = [self.label(entry, f"{at}[{k}]") for k, entry in enumerate(found)]
        return None if None in names else tuple(name for name in names if name is not None)

    def number(self, value: Any, at: str, **where: object) -> Fraction | None:
        """A number that is not negative, read exactly."""
        try:
            number = parse_exact(value)
        except ValueError:
            self.fault("not_a_number", "must be a number", at, **where)
            return None
        if number < 0:
            self.fault("negative_number", "must not be negative", at, **where)
            return None
        if number > LARGEST:
            self.fault("too_large", "is too large", at, **where)
            return None
        return number

    def whole(self, value: Any, at: str, **where: object) -> int | None:
        """A whole number that is not negative."""
        number = self.number(value, at, **where)
        if number is None:
            return None
        if number.denominator != 1:
            self.fault("fractional_number", "must be a whole number", at, **where)
            return None
        return number.numerator

    def on_grid(self, value: Any, at: str) -> int | None:
        """A number that is not negative, in millionths, half up."""
        if isinstance(value, str) and value.isascii() and len(value) < 12:
            whole, _, decimals = value.partition(".")
            if whole.isdigit() and len(decimals) <= 6 and (decimals.isdigit() or whole == value):
                return int(whole) * GRID + int(decimals.ljust(6, "0"))
        number = self.number(value, at)
        return None if number is None else to_grid(number)

    def table(
        self, value: Any, at: str, shape: tuple[int, int], read: Callable[[Any, str], int | None]
    ) -> tuple[tuple[int | None, ...], ...] | None:
        """A table of the given shape (rows, columns), each entry read by `read`."""
        rows = self.sequence(value, at, shape[0])
        if rows is None:
            return None
        lines = [self.sequence(row, f"{at}[{i}]", shape[1]) for i, row in enumerate(rows)]
        return tuple(
            tuple(read(entry, f"{at}[{i}][{j}]") for j, entry in enumerate(line))
            for i, line in enumerate(lines)
            if line is not None
        )
