"""Holding the decision that a phase prepares, and beginning or revising it."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from allocation.enums import DecisionKind, DecisionStatus
from allocation.errors import NotNow, Stale
from allocation.models import BoardDecision, Cycle
from allocation.permissions import may_run_process
from allocation.phases.decision_kinds import rules_of
from allocation.phases.transitions import DECISION
from allocation.services.decision_drafts import next_number
from allocation.services.decision_status import lock_decision
from bols_portal.accounts.models import User


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


def begun_or_revised(
    held: BoardDecision | None, cycle: Cycle, kind: DecisionKind, *, by: User, now: datetime
) -> BoardDecision:
    """The decision to write in: the one that is held, in its next version, or else a new one.

    A board member who moves it may vote on it, as in a meeting (docs/adr/0114); the bureau, which
    prepares, does not vote on what it prepared. The caller fills in the words and saves.
    """
    decision = held or BoardDecision(
        cycle=cycle,
        number=next_number(cycle),
        phase=rules_of(kind).phase,
        kind=kind,
        prepared_at=now,
        prepared_by=by,
    )
    if held is not None:
        decision.version += 1
    if may_run_process(by, cycle):
        decision.authors = sorted({*decision.authors, by.pk})
    return decision
