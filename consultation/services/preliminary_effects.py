"""What follows from the decision on the preliminary proposal, in the same transaction."""

from datetime import datetime

from allocation.enums import PhaseNumber, PhaseStatus
from allocation.models import BoardDecision, Phase
from allocation.services import audit
from allocation.services.decision_mailings import mail_board
from allocation.services.decision_status import move_decision
from allocation.services.phases import move_phase
from bols_portal.accounts.models import User
from consultation.selectors.preliminary import choice_of, parts_of
from consultation.services.preliminary_mailings import mail_established
from consultation.services.region_proposals import establish_region_proposal


def when_put(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Phase III waits for the board; its members are to be told."""
    move_phase(phase=_phase(decision, PhaseNumber.INSTITUTIONS), action="put", by=by, now=now)
    mail_board(decision, by=by, now=now)


def when_back(decision: BoardDecision, *, by: User, now: datetime, reason: str) -> None:
    """The board did not approve, or the bureau withdrew it: phase III is open again."""
    phase = _phase(decision, PhaseNumber.INSTITUTIONS)
    if phase.status == PhaseStatus.AT_BOARD:
        move_phase(phase=phase, action="take_back", by=by, now=now, reason=reason)


def adopt(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """The preliminary proposal is established, phase III closes and phase IV opens.

    Toewijzingsprotocol 2027, fase III 3; hoofdstuk 2: the next phase begins.
    """
    choice = choice_of(decision)
    if choice is None or decision.table is None:
        raise LookupError("a preliminary proposal was put without its table")
    move_decision(decision, "adopt", by=by, now=now, fields={"decided_at": now})
    for part in parts_of(choice):
        if part.proposal:
            establish_region_proposal(proposal=part.proposal, by=by, now=now)
    move_phase(phase=_phase(decision, PhaseNumber.INSTITUTIONS), action="close", by=by, now=now)
    following = _phase(decision, PhaseNumber.COMPLAINTS)
    if following.status == PhaseStatus.WAITING:
        move_phase(phase=following, action="open", by=by, now=now)
    audit.write(
        "preliminary.established",
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=choice.reason,
        number=decision.number,
        digest=decision.digest,
        table=decision.table.digest,
    )
    mail_established(decision, by=by, now=now)


def _phase(decision: BoardDecision, number: PhaseNumber) -> Phase:
    return Phase.objects.select_related("cycle").get(cycle=decision.cycle_id, number=number)
