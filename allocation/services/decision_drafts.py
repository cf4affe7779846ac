"""Preparing a decision: the bureau writes it and attaches the records it rests on."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from allocation.enums import DecisionKind
from allocation.errors import NotNow, Refused, Stale
from allocation.models import (
    AllocationTable,
    AssignmentVersion,
    BoardDecision,
    Cycle,
    IntakeVersion,
)
from allocation.permissions import may_run_process
from allocation.phases.decision_kinds import rules_of
from allocation.phases.transitions import DECISION
from allocation.policies.decisions import RECTIFY
from allocation.selectors.assignment import current_assignment
from allocation.selectors.calculations import latest_base_table
from allocation.selectors.decision_content import proposed_items
from allocation.selectors.decisions import adopted_framework
from allocation.services import audit
from allocation.services.decision_status import lock_decision
from allocation.services.minutes import store_minutes
from bols_portal.accounts.models import User

_ELSEWHERE = _("This decision is written on a page of its own phase.")


def prepare_decision(
    *,
    cycle: Cycle,
    kind: str,
    title: str,
    text: str,
    by: User,
    now: datetime,
    table: AllocationTable | None = None,
    intake: IntakeVersion | None = None,
    assignment: AssignmentVersion | None = None,
    minutes: "UploadedFile[Any] | None" = None,
    replaces: BoardDecision | None = None,
    reason: str = "",
) -> BoardDecision:
    """Prepares a decision on the given records, or on the current ones where none are given.

    Raises NotNow when this kind can't be prepared now, Refused for a missing reason or bad pdf.
    """
    may_run_process(by, cycle).enforce()
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        rules = rules_of(kind)
        rules.may_prepare(cycle).enforce()
        if not rules.on_form:
            raise NotNow(_ELSEWHERE)
        decision = BoardDecision(
            cycle=cycle,
            number=next_number(cycle),
            phase=rules.phase,
            kind=kind,
            prepared_at=now,
            prepared_by=by,
            table=table,
            intake=intake,
            assignment=assignment,
        )
        if kind == DecisionKind.RECTIFICATION:
            decision.replaces = replaces or adopted_framework(cycle)
        _write_content(decision, title=title, text=text, reason=reason, minutes=minutes, by=by)
        decision.save()
        _audit_content("decision.prepare", decision, by=by, now=now)
    return decision


def revise_decision(
    *,
    decision: BoardDecision,
    title: str,
    text: str,
    by: User,
    now: datetime,
    minutes: "UploadedFile[Any] | None" = None,
    reason: str = "",
) -> BoardDecision:
    """Changes a decision that was not put yet; it then rests on the current records.

    Minutes that were given before stay, unless new ones are given.
    """
    may_run_process(by, decision.cycle).enforce()
    with transaction.atomic():
        locked = lock_decision(decision)
        if not DECISION.allows(locked.status, "put"):
            raise NotNow(_("This decision has been put to the board: its content is frozen."))
        if locked.version != decision.version:
            raise Stale(_("Somebody else changed this decision at the same moment. Look again."))
        if not rules_of(locked.kind).on_form:
            raise NotNow(_ELSEWHERE)
        locked.table = locked.intake = locked.assignment = None
        _write_content(locked, title=title, text=text, reason=reason, minutes=minutes, by=by)
        locked.version += 1
        locked.save()
        _audit_content("decision.revise", locked, by=by, now=now)
    return locked


def next_number(cycle: Cycle) -> int:
    """The number of the next decision; called inside a transaction that holds the cycle's row."""
    highest = BoardDecision.objects.filter(cycle=cycle).aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1


def _write_content(
    decision: BoardDecision,
    *,
    title: str,
    text: str,
    reason: str,
    minutes: "UploadedFile[Any] | None",
    by: User,
) -> None:
    if decision.kind == DecisionKind.RECTIFICATION and not reason.strip():
        raise Refused(_("Say why the earlier decision is replaced."), rule=RECTIFY)
    decision.title, decision.text, decision.reason = title.strip(), text.strip(), reason.strip()
    decision.authors = sorted({*decision.authors, by.pk})
    if minutes:
        kept = store_minutes(minutes, decision.cycle.year)
        decision.minutes.name = kept.path
        decision.minutes_name, decision.minutes_digest = kept.name, kept.digest
    _take_current_records(decision)


def _take_current_records(decision: BoardDecision) -> None:
    """Fills in what was not named: the current versions, or those the table was calculated from."""
    if decision.kind == DecisionKind.ASSIGNMENT:
        decision.assignment = decision.assignment or current_assignment(decision.cycle)
        return
    decision.table = decision.table or latest_base_table(decision.cycle)
    calculation = getattr(decision.table, "calculation", None)
    if calculation:
        decision.intake = decision.intake or calculation.request.intake
        decision.assignment = decision.assignment or calculation.request.assignment


def _audit_content(action: str, decision: BoardDecision, *, by: User, now: datetime) -> None:
    audit.write(
        action,
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=decision.reason,
        number=decision.number,
        kind=decision.kind,
        items=[[item.label, item.digest] for item in proposed_items(decision)],
        minutes=decision.minutes_digest,
    )
