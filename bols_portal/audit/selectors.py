"""Reading the audit trail, and proving that nobody changed it behind the portal's back."""

from dataclasses import dataclass
from enum import StrEnum

from bols_portal.audit.models import ChainHead, Event
from bols_portal.audit.services import link_hash

NOTHING = "0" * 64  # what the first event names as the hash before it


class Difference(StrEnum):
    """What does not fit at a broken link."""

    GAP = "gap"  # an event is missing before this one
    PREVIOUS = "previous"  # it names another hash than the event before it has
    CONTENT = "content"  # its own hash is not that of its content
    HEAD = "head"  # the chain ends elsewhere than the head says


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first place where the chain doesn't hold: at which event, and what differs."""

    sequence: int
    difference: Difference
    detail: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """How many events stand in the chain, the hash of the last, and the first broken link."""

    count: int
    head: str
    broken: BrokenLink | None = None

    @property
    def whole(self) -> bool:
        """Whether every link holds."""
        return self.broken is None


def verify() -> ChainState:
    """Checks every link from the first event to the head; stops at the first that doesn't hold.

    Takes some seconds for a hundred thousand events; memory does not grow with them.
    """
    count, previous = 0, NOTHING
    for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
        broken = _check(event, count + 1, previous)
        if broken is not None:
            return ChainState(count, previous, broken)
        count, previous = event.sequence, event.hash
    return ChainState(count, previous, _check_head(count, previous))


def _check(event: Event, expected: int, previous: str) -> BrokenLink | None:
    if event.sequence != expected:
        detail = f"event {expected} is missing: the next one there is {event.sequence}"
        return BrokenLink(expected, Difference.GAP, detail)
    if event.previous_hash != previous:
        detail = (
            f"it names {event.previous_hash[:12]}… as the event before, which is {previous[:12]}…"
        )
        return BrokenLink(event.sequence, Difference.PREVIOUS, detail)
    if event.hash != link_hash(event):
        detail = f"its content does not have the hash {event.hash[:12]}… that it was given"
        return BrokenLink(event.sequence, Difference.CONTENT, detail)
    return None


def _check_head(count: int, last: str) -> BrokenLink | None:
    head = ChainHead.objects.filter(pk=1).first()
    sequence, said = (head.sequence, head.hash) if head else (0, NOTHING)
    if sequence != count:
        detail = f"the head says that {sequence} events were written, {count} are there"
        return BrokenLink(max(sequence, count), Difference.HEAD, detail)
    if said != last:
        detail = f"the head says {said[:12]}…, the last event has {last[:12]}…"
        return BrokenLink(count, Difference.HEAD, detail)
    return None


def head() -> tuple[int, str]:
    """The number and hash of the last event, without checking the chain."""
    found = ChainHead.objects.filter(pk=1).first()
    return (found.sequence, found.hash) if found else (0, NOTHING)
