"""What follows from a decision on the distribution, in the same transaction."""

from datetime import datetime

from allocation.models import BoardDecision
from allocation.services import audit
from allocation.services.decision_effects import when_back
from allocation.services.decision_status import move_decision
from allocation.services.phases import end_phase
from bols_portal.accounts.models import User
from consultation.enums import Course
from consultation.models import DistributionChoice
from consultation.selectors.distribution import choice_of
from consultation.services.distribution_mailings import mail_decided, mail_returned
from consultation.services.proposals import end_proposal


def adopt(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """The board decided: the distribution holds and phase III opens, or FMS looks again."""
    choice = choice_of(decision)
    if choice is None:
        raise LookupError("a decision on the distribution was put without a course")
    move_decision(decision, "adopt", by=by, now=now, fields={"decided_at": now})
    if choice.course == Course.RETURN:
        _return(decision, choice, by, now)
    else:
        _establish(decision, choice, by, now)


def _return(decision: BoardDecision, choice: DistributionChoice, by: User, now: datetime) -> None:
    if choice.proposal:
        end_proposal(
            proposal=choice.proposal, action="return", remark=choice.reason, by=by, now=now
        )
    when_back(decision, by=by, now=now, reason=choice.reason)
    mail_returned(decision, by=by, now=now)


def _establish(
    decision: BoardDecision, choice: DistributionChoice, by: User, now: datetime
) -> None:
    """Toewijzingsprotocol 2027, fase II 2 and 3; hoofdstuk 2: the next phase begins."""
    if choice.proposal:
        aside = choice.course == Course.FALLBACK
        end_proposal(
            proposal=choice.proposal,
            action="set_aside" if aside else "decide",
            remark=choice.reason if aside else "",
            by=by,
            now=now,
        )
    end_phase(decision, by=by, now=now)
    audit.write(
        "distribution.adopted",
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=choice.reason,
        number=decision.number,
        course=choice.course,
        proposal=choice.proposal.number if choice.proposal else None,
        digest=decision.digest,
        table=decision.table.digest if decision.table else "",
    )
    mail_decided(decision, by=by, now=now)
