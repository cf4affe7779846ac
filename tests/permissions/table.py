"""The words in which the permission matrix is written: who asks, what they ask, what they get."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.world import EVERYBODY, World

# What a person gets: a status, or LOGIN: sent to the sign-in page.
# 302 means: done (or sent on), but not to the sign-in page.
LOGIN = "login"
Outcome = int | str
Given = Callable[[World], Any]
Values = Mapping[str, Any] | Callable[[World], Mapping[str, Any]]

ANONYMOUS = "anonymous"
BUREAU = ("bureau", "secretary")
CONFIDENTIAL = (*BUREAU, "auditor")  # usage, shares, unrounded numbers; the log
DOSSIERS = (*CONFIDENTIAL, "board")  # what lies before the board
# Takes part in another cycle only, or no longer in any: sees nothing of this one.
OUTSIDERS = ("nobody", "former_bureau", "board_2026", "auditor_2026")
SIGNED_IN = tuple(name for name in EVERYBODY if name != ANONYMOUS)
PARTIES = tuple(name for name in SIGNED_IN if name not in OUTSIDERS)


@dataclass(frozen=True, slots=True)
class Row:
    """One route and method: what each person gets.

    `variant` tells rows of one route and method apart ("after the deadline", "another region").
    """

    name: str
    method: str
    outcomes: Mapping[str, Outcome]
    args: Values = field(default_factory=dict)
    data: Values = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    given: Given | None = None
    variant: str = ""
    htmx: bool = False

    @property
    def title(self) -> str:
        """How the row is named in a report: `people POST, appoints oneself`."""
        return f"{self.name} {self.method}" + (f", {self.variant}" if self.variant else "")


def row(
    name: str,
    method: str,
    outcomes: Mapping[Outcome, str | Iterable[str]],
    *,
    rest: Outcome = 403,
    anonymous: Outcome = LOGIN,
    **more: Any,
) -> Row:
    """A row of the matrix; `outcomes` maps what is got to who gets it, `rest` is for the others.

    `anonymous` is what someone gets who isn't signed in: sent to the sign-in page by default.
    Raises ValueError when a person is unknown or named twice.
    """
    got: dict[str, Outcome] = {}
    for outcome, who in outcomes.items():
        for person in (who,) if isinstance(who, str) else who:
            if person not in EVERYBODY:
                raise ValueError(f"{name}: nobody is called {person!r}")
            if person in got:
                raise ValueError(f"{name} {method}: {person!r} stands here twice")
            got[person] = outcome
    got.setdefault(ANONYMOUS, anonymous)
    for person in EVERYBODY:
        got.setdefault(person, rest)
    return Row(name, method.upper(), {person: got[person] for person in EVERYBODY}, **more)


def values(source: Values, world: World) -> dict[str, Any]:
    """The arguments or form fields of a row, worked out in the world where they depend on it."""
    return dict(source(world) if callable(source) else source)
