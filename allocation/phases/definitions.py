"""What a phase is, in the words of the protocol."""

from dataclasses import dataclass

from django.utils.functional import Promise

from allocation.roles import Role

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a phase with a page of its own."""

    name: Text
    asks: Text  # what is done there
    url_name: str
    seen_by: frozenset[Role] = frozenset()  # who has the page; empty: everybody in the cycle


@dataclass(frozen=True, slots=True)
class PhaseDefinition:
    """A phase: what happens in it, what it gives, who acts, and what it waits for."""

    number: int
    name: Text
    result: Text  # what the board's decision at its end establishes
    happens: Text
    acts: Text  # who is asked to do something
    waits_for: Text  # why it can't begin yet; empty for the first phase
    next_step: Text  # what happens after the board decided
    source: str
    ends_by: str = ""  # the key of the deadline at its end, in the protocol file
    parts: tuple[Part, ...] = ()
