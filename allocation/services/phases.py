"""The one writer of the state of a phase: planned with the cycle, moved by decisions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from allocation.enums import ErrorSource, PhaseNumber, PhaseStatus
from allocation.errors import Refused, Stale
from allocation.models import BoardDecision, Cycle, Phase
from allocation.permissions import may_run_process
from allocation.phases.transitions import PHASE
from allocation.policies.decisions import may_keep_framework, may_report_error
from allocation.services import audit
from bols_portal.accounts.models import User


def plan_phases(*, cycle: Cycle, by: User, now: datetime) -> list[Phase]:
    """Gives a new cycle its six phases: the first one open, the others waiting.

    Called inside the transaction that opens the cycle.
    """
    return Phase.objects.bulk_create(
        Phase(
            cycle=cycle,
            number=number,
            status=PhaseStatus.OPEN if number == PhaseNumber.FRAMEWORK else PhaseStatus.WAITING,
            opened_at=now if number == PhaseNumber.FRAMEWORK else None,
        )
        for number in PhaseNumber
    )


def move_phase(
    *,
    phase: Phase,
    action: str,
    by: User | None,
    now: datetime,
    reason: str = "",
    error_in: str = "",
) -> Phase:
    """Makes one step of the table of transitions; called inside the transaction of its cause.

    Raises NotNow where the table has no such step, Stale when somebody else moved it first.
    """
    edge = PHASE.step(phase.status, action, reason=reason)
    fields: dict[str, Any] = {}
    if edge.action == "open":
        fields = {"opened_at": now}
    elif edge.action == "reopen":
        fields = {"error_in": error_in, "reason": reason}
    elif edge.after == PhaseStatus.CLOSED:
        fields = {"closed_at": now, "error_in": "", "reason": ""}
    moved = Phase.objects.filter(pk=phase.pk, status=edge.before, version=phase.version).update(
        status=edge.after, version=F("version") + 1, **fields
    )
    if not moved:
        raise Stale(_("Somebody else changed this phase at the same moment. Look again."))
    phase.refresh_from_db()
    audit.write(
        f"phase.{action}",
        by=by,
        now=now,
        subject=phase,
        cycle=phase.cycle,
        reason=reason,
        number=phase.number,
        status=phase.status,
    )
    return phase


def phase_of(decision: BoardDecision) -> Phase:
    """The phase to which a decision belongs, as it stands now."""
    return Phase.objects.select_related("cycle").get(cycle=decision.cycle_id, number=decision.phase)


def end_phase(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Closes the phase of an adopted decision, and opens the next one where it still waits.

    Toewijzingsprotocol 2027, hoofdstuk 2: the next phase begins. One that is open stays open.
    """
    move_phase(phase=phase_of(decision), action="close", by=by, now=now)
    phases = Phase.objects.select_related("cycle").filter(cycle=decision.cycle_id)
    following = phases.get(number=decision.phase + 1)
    if following.status == PhaseStatus.WAITING:
        move_phase(phase=following, action="open", by=by, now=now)


def report_error(*, cycle: Cycle, error_in: str, reason: str, by: User, now: datetime) -> Phase:
    """Reopens phase I because an error was found after the framework was established.

    The framework stays in force until the board replaces it. BOLS26-0104 d.d. 02-04-2026.
    """
    may_run_process(by, cycle).enforce()
    if error_in not in ErrorSource.values:
        raise Refused(_("Say where the error is."))
    with transaction.atomic():
        # Held, so that nobody puts a distribution to the board between the answer and the step.
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        may_report_error(cycle).enforce()
        phase = Phase.objects.select_related("cycle").get(cycle=cycle, number=1)
        return move_phase(
            phase=phase,
            action="reopen",
            by=by,
            now=now,
            reason=reason.strip(),
            error_in=error_in,
        )


def keep_framework(*, cycle: Cycle, reason: str, by: User, now: datetime) -> Phase:
    """Closes phase I again without a new decision: the framework was right after all."""
    may_run_process(by, cycle).enforce()
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        may_keep_framework(cycle).enforce()
        phase = Phase.objects.select_related("cycle").get(cycle=cycle, number=1)
        return move_phase(
            phase=phase,
            action="keep",
            by=by,
            now=now,
            reason=reason.strip(),
        )
