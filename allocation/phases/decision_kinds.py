"""What differs from one kind of decision to another, as a register that every app adds to.

The steps of a decision (prepare, put, vote, withdraw) are the same for all kinds and live in
services/decisions.py; they ask here what a kind rests on and what follows from it. So a later
phase brings its own kind without allocation knowing that phase.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from allocation.enums import DecisionKind, PhaseNumber
from allocation.models import BoardDecision, Cycle
from allocation.phases.gates import GateCheck, Text
from allocation.policies import Moment
from allocation.selectors.decision_content import ProposedItem
from bols_portal.accounts.models import User


class Effect(Protocol):
    """Something that follows from a step, in the same transaction."""

    def __call__(self, decision: BoardDecision, *, by: User, now: datetime) -> None:
        """Carries it out for a decision whose row is held."""


class Undo(Protocol):
    """What follows when the board did not approve, or the bureau withdrew it."""

    def __call__(self, decision: BoardDecision, *, by: User, now: datetime, reason: str) -> None:
        """Carries it out for a decision whose row is held."""


@dataclass(frozen=True, slots=True)
class KindRules:
    """One kind: what it rests on, when it can be put, and what follows.

    `may_prepare`: whether a decision of this kind can be begun now. `items`: the records that are
    frozen with it. `outdated`: which of them are older by now, in words. `ready`: whether what it
    decides on is complete. `checks`: the exit checks that must hold before it is put. `freeze`:
    writes what exists only once it is put (held in the transaction, before the items).
    `unchanged`: whether what it decides on is what was put, where more than its items says so.
    `page`: the url name of its own sheet, with year and number. `on_form`: the bureau writes it on
    the general form; other kinds are written on pages of their own.
    """

    phase: PhaseNumber
    may_prepare: Callable[[Cycle], Moment]
    items: Callable[[BoardDecision], list[ProposedItem]]
    outdated: Callable[[BoardDecision], list[Text]]
    ready: Callable[[BoardDecision], Moment]
    checks: Callable[[BoardDecision], list[GateCheck]]
    when_put: Effect
    when_back: Undo
    adopt: Effect
    freeze: Effect | None = None
    unchanged: Callable[[BoardDecision], bool] | None = None
    page: str = "decision"
    on_form: bool = False


_kinds: dict[str, KindRules] = {}


def register(kind: DecisionKind, rules: KindRules) -> None:
    """Adds a kind, or replaces what was registered for it."""
    _kinds[kind.value] = rules


def rules_of(kind: str) -> KindRules:
    """The rules of a kind; LookupError for one that no app registered."""
    return _kinds[kind]
