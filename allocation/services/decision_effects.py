"""What follows from a step of a decision, in the same transaction.

Putting it and taking it back go alike for every kind; adopting does not.
"""

from datetime import datetime

from allocation.enums import AssignmentStatus, DecisionKind, PhaseStatus
from allocation.models import BoardDecision
from allocation.phases.transitions import ASSIGNMENT
from allocation.services.assignment import (
    establish_assignment,
    put_assignment_to_board,
    take_assignment_back,
)
from allocation.services.decision_mailings import mail_adoption, mail_board
from allocation.services.decision_status import move_decision
from allocation.services.framework import adopt_framework
from allocation.services.phases import move_phase, phase_of
from bols_portal.accounts.models import User


def when_put(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """The phase and the region assignment wait for the board; its members are to be told."""
    if decision.kind != DecisionKind.ASSIGNMENT:
        move_phase(phase=phase_of(decision), action="put", by=by, now=now)
    version = decision.assignment
    if version and version.status != AssignmentStatus.ESTABLISHED:
        put_assignment_to_board(version=version, by=by, now=now)
    mail_board(decision, by=by, now=now)


def when_back(decision: BoardDecision, *, by: User, now: datetime, reason: str) -> None:
    """The board rejected it or the bureau withdrew it: the work is open again."""
    phase = phase_of(decision)
    if decision.kind != DecisionKind.ASSIGNMENT and phase.status == PhaseStatus.AT_BOARD:
        move_phase(phase=phase, action="take_back", by=by, now=now, reason=reason)
    version = decision.assignment
    if version and version.status == AssignmentStatus.AT_BOARD:
        take_assignment_back(version=version, by=by, now=now)


def adopt(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """The board adopted it: what it decided holds from this moment."""
    if decision.kind == DecisionKind.RECTIFICATION and decision.replaces:
        # First the old one steps back: one framework is in force at a time.
        move_decision(
            decision.replaces,
            "replace",
            by=by,
            now=now,
            reason=decision.reason,
            replaced_by=decision.number,
        )
    move_decision(decision, "adopt", by=by, now=now, fields={"decided_at": now})
    version = decision.assignment
    if version and ASSIGNMENT.allows(version.status, "establish"):
        establish_assignment(version=version, decision=decision, by=by, now=now)
    if decision.kind != DecisionKind.ASSIGNMENT:
        adopt_framework(decision=decision, by=by, now=now)
        mail_adoption(decision, by=by, now=now)
