"""Reading fields of a TOML table strictly: every fault is noted, unknown keys are refused."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any


class Fields:
    """One table of the file. Each `take` checks one key; `done` refuses what was not taken.

    A fault leaves a placeholder of the right type, so that all faults come out at once.
    """

    def __init__(self, content: object, where: str, faults: list[str]) -> None:
        self.where = where
        self.faults = faults
        self._left: dict[str, Any] = {}
        if isinstance(content, dict):
            self._left = dict(content)
        else:
            self.fault("must be a table")

    def fault(self, message: str, key: str = "") -> None:
        """Notes what is wrong and where."""
        place = ".".join(part for part in (self.where, key) if part)
        self.faults.append(f"{place}: {message}")

    def has(self, key: str) -> bool:
        """Whether the key is there and not taken yet."""
        return key in self._left

    def text(self, key: str, default: str | None = None) -> str:
        """A text that says something."""
        value = self._take(key, default)
        if isinstance(value, str) and (value.strip() or value == default):
            return value
        if value is not None:
            self.fault("must be a text", key)
        return ""

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of these codes."""
        value = self.text(key)
        if value and value not in choices:
            self.fault(f"must be one of {', '.join(choices)}, not {value!r}", key)
        return value

    def whole(self, key: str, default: int | None = None, *, least: int | None = 0) -> int:
        """A whole number, not below `least`."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            if value is not None:
                self.fault("must be a whole number", key)
            return least or 0
        if least is not None and value < least:
            self.fault(f"must be at least {least}", key)
        return value

    def maybe_whole(self, key: str) -> int | None:
        """A whole number, or nothing."""
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if isinstance(value, bool):
            return value
        self.fault("must be true or false", key)
        return default

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self._take(key, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.fault("must be a date such as 2026-04-20", key)
        return date.min

    def maybe_day(self, key: str) -> date | None:
        """A date, or nothing."""
        return self.day(key) if self.has(key) else None

    def texts(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, None if needed else [])
        if isinstance(value, list) and all(isinstance(one, str) and one for one in value):
            return tuple(value)
        if value is not None:
            self.fault("must be a list of texts", key)
        return ()

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self._take(key, None)
        if isinstance(value, list) and all(type(one) is int for one in value):
            return tuple(value)
        if value is not None:
            self.fault("must be a list of whole numbers", key)
        return ()

    def table(self, key: str) -> "Fields":
        """A table inside this one."""
        where = ".".join(part for part in (self.where, key) if part)
        return Fields(self._take(key, {}) or {}, where, self.faults)

    def rows(self, key: str) -> Iterator["Fields"]:
        """The tables of a list; each is finished (`done`) by the reader of the row."""
        value = self._take(key, None)
        if not isinstance(value, list):
            if value is not None:
                self.fault("must be a list of tables", key)
            return
        for number, content in enumerate(value, start=1):
            where = ".".join(part for part in (self.where, f"{key}[{number}]") if part)
            yield Fields(content, where, self.faults)

    def numbers(self, key: str) -> dict[str, int]:
        """A table of whole numbers by code."""
        inner = self.table(key)
        return {code: inner.whole(code) for code in list(inner._left)}

    def done(self) -> None:
        """Refuses the keys that nobody asked for: a misspelt rule must not pass in silence."""
        for key in self._left:
            self.fault("is not known here", key)
        self._left = {}

    def _take(self, key: str, default: Any) -> Any:
        if key in self._left:
            return self._left.pop(key)
        if default is None:
            self.fault("is missing", key)
        return default
