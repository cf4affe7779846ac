"""Holding the decision that a phase prepares, before its content is written again."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from allocation.enums import DecisionStatus
from allocation.errors import NotNow, Stale
from allocation.models import BoardDecision, Cycle
from allocation.phases.transitions import DECISION
from allocation.services.decision_status import lock_decision


def held_decision(
    cycle: Cycle, living: Callable[[Cycle], BoardDecision | None]
) -> BoardDecision | None:
    """The decision that is being prepared; it and the cycle's row are held, in that order, as when
    a decision is put or voted on. Called inside a transaction.

    Raises NotNow when it lies before the board, Stale when somebody else began one meanwhile.
    """
    found = living(cycle)
    held = lock_decision(found) if found else None
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    if held is None and living(cycle) is not None:
        raise Stale(_("Somebody else changed this decision at the same moment. Look again."))
    if held and held.status == DecisionStatus.AT_BOARD:
        raise NotNow(_("This decision has been put to the board: its content is frozen."))
    return held if held and DECISION.allows(held.status, "put") else None
