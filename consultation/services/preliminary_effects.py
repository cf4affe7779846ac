"""What follows from the decision on the preliminary proposal, in the same transaction."""

from datetime import datetime

from allocation.models import BoardDecision
from allocation.services import audit
from allocation.services.decision_status import move_decision
from allocation.services.phases import end_phase
from bols_portal.accounts.models import User
from consultation.selectors.preliminary import choice_of, parts_of
from consultation.services.preliminary_mailings import mail_established
from consultation.services.region_proposals import establish_region_proposal


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
    end_phase(decision, by=by, now=now)
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
