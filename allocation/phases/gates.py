"""Exit checks of a phase, registered as Django's system checks are.

A phase ends by a decision of the board; these checks say whether there is something to decide on.
Toewijzingsprotocol 2027, hoofdstuk 2.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from allocation.models import Cycle

Text = str | Promise


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One exit check: whether it holds, one line of explanation, and where to mend it.

    `outdated`: it was in order once, but its input has changed since.
    """

    key: str
    title: Text
    passed: bool
    detail: Text = ""
    url: str = ""
    outdated: bool = False


Check = Callable[[Cycle], Iterable[GateCheck]]
_registered: dict[int, list[Check]] = defaultdict(list)


def gate(*, phase: int) -> Callable[[Check], Check]:
    """Registers a function as an exit check of a phase."""

    def register(check: Check) -> Check:
        if check not in _registered[phase]:
            _registered[phase].append(check)
        return check

    return register


def exit_checks(cycle: Cycle, phase: int) -> list[GateCheck]:
    """All exit checks of a phase with their state now, in the order of registration."""
    return [found for check in _registered[phase] for found in check(cycle)]


def missing(checks: Iterable[GateCheck]) -> list[GateCheck]:
    """The checks that don't hold."""
    return [check for check in checks if not check.passed]
