"""Refusals that a user can read: which rule, where it stands, what one can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


class Refused(Exception):
    """A service would not do what was asked. `message` is translated, `rule` cites the source."""

    def __init__(self, message: str | Promise, *, rule: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.rule = rule


class NotPermitted(Refused):
    """This person may not do this to this object, whenever it is (who)."""


class NotNow(Refused):
    """This may not be done at this moment: phase, deadline or status (when)."""

    def __init__(
        self, message: str | Promise, *, rule: str = "", opens_at: datetime | None = None
    ) -> None:
        super().__init__(message, rule=rule)
        self.opens_at = opens_at


class Stale(Refused):
    """Somebody else changed it first; what was typed is kept and shown beside the other's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in an upload or a form: where it is, what was found, what was expected."""

    message: str | Promise
    sheet: str = ""
    cell: str = ""
    row: int | None = None
    column: str = ""


class FaultyInput(Refused):
    """An upload or form with faults; all of them at once, and nothing was stored."""

    def __init__(self, message: str | Promise, faults: Sequence[Fault], *, rule: str = "") -> None:
        super().__init__(message, rule=rule)
        self.faults = list(faults)
