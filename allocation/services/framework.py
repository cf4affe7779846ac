"""Freezing the administrative framework (bestuurlijk kader) that the board adopted."""

from datetime import datetime

from allocation.enums import DecisionStatus
from allocation.errors import NotNow
from allocation.models import BoardDecision
from allocation.selectors.framework import framework_of
from allocation.services import audit
from allocation.services.phases import end_phase
from bols_portal.accounts.models import User


def adopt_framework(*, decision: BoardDecision, by: User, now: datetime) -> None:
    """Closes phase I on an adopted decision and opens phase II where it still waits.

    The framework is national intake + base distribution + leeway (Toewijzingsprotocol 2027,
    fase I, Resultaat). It is frozen as the items of the decision, with their digests. A
    rectification closes phase I again; a later phase that is open already stays open.
    """
    if decision.status != DecisionStatus.ADOPTED:
        raise NotNow("A framework is adopted by the board alone.")
    end_phase(decision, by=by, now=now)
    framework = framework_of(decision)
    audit.write(
        "framework.adopted",
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=decision.reason,
        number=decision.number,
        digest=decision.digest,
        intake=framework.intake.digest,
        table=framework.table.digest,
        leeway=framework.leeway_text,
        replaces=decision.replaces.number if decision.replaces else None,
    )
