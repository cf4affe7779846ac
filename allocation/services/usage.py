"""Bringing care usage in: upload, reading in the background, and a second employee who accepts.

The one writer of the status of an import. Amounts never leave the rows: not to the audit trail, not
to the queue, not to the log (Notitie adherentieberekening 2026, vraag 14).
"""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from allocation.enums import ImportStatus, JobKind, UsageSource
from allocation.errors import Stale
from allocation.models import Cycle, Job, UsageImport, UsageRow
from allocation.permissions import may_judge_usage, may_run_process
from allocation.phases.transitions import USAGE_IMPORT
from allocation.policies.usage import may_change_usage, may_read_again
from allocation.selectors.cycles import protocol_of
from allocation.selectors.usage_faults import context_of
from allocation.services import audit, jobs
from allocation.services.jobs import Progress
from allocation.services.usage_controls import Plain
from allocation.services.usage_fault_file import fault_workbook
from allocation.services.usage_files import delivery_path, keep_delivery, keep_faults
from allocation.services.usage_reading import Outcome, read_delivery
from allocation.services.usage_register import Register, register_of
from bols_portal.accounts.models import User

BATCH = 2_000


def upload_usage(
    *,
    cycle: Cycle,
    source: UsageSource,
    file: UploadedFile[bytes],
    controls: Plain,
    by: User,
    now: datetime,
) -> UsageImport:
    """Stores a delivery and asks for it to be read. Nothing counts before it is accepted.

    `controls`: the control totals entered beside it; empty where they stand in the file itself.
    Raises FaultyInput for a file that is no workbook at all, NotNow outside phase I.
    """
    may_run_process(by, cycle).enforce()
    may_change_usage(cycle).enforce()
    usage = protocol_of(cycle).usage
    name, digest = keep_delivery(file, cycle.year)
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        highest = UsageImport.objects.filter(cycle=cycle).aggregate(top=Max("number"))["top"]
        usage_import = UsageImport.objects.create(
            cycle=cycle,
            number=(highest or 0) + 1,
            source=source,
            usage_year=usage.year if usage else 0,
            status=ImportStatus.READING,
            file=name,
            file_name=(file.name or "")[-200:],
            file_digest=digest,
            control_totals=controls,
            uploaded_at=now,
            uploaded_by=by,
        )
        _ask_for_reading(usage_import, by, now)
        _audit("usage.uploaded", usage_import, by, now, file_digest=digest)
    return usage_import


def read_again(*, usage_import: UsageImport, by: User, now: datetime) -> None:
    """Starts a reading again that was broken off."""
    may_run_process(by, usage_import.cycle).enforce()
    with transaction.atomic():
        locked = _locked(usage_import)
        may_read_again(locked).enforce()
        _ask_for_reading(locked, by, now)
        _audit("usage.read_again", locked, by, now)


def _ask_for_reading(usage_import: UsageImport, by: User, now: datetime) -> None:
    job, _new = jobs.request_job(
        kind=JobKind.USAGE_IMPORT, key=f"usage:{usage_import.pk}", by=by, now=now
    )
    UsageImport.objects.filter(pk=usage_import.pk).update(job=job)
    usage_import.job = job


def perform(job_id: int, progress: Progress) -> None:
    """Reads the delivery of a job. For the worker."""
    read_import(job=Job.objects.get(pk=job_id), report=progress, now=timezone.now())


def read_import(*, job: Job, report: Progress, now: datetime) -> None:
    """Reads, checks and stores a delivery; all in one transaction, or nothing.

    Faults end in the import (status faulty); a job fails only where the portal fails.
    """
    usage_import = UsageImport.objects.select_related("cycle", "uploaded_by").get(job=job)
    if usage_import.status == ImportStatus.READING:
        register = register_of(usage_import.cycle, usage_import.source)
        with delivery_path(usage_import) as path:
            outcome = read_delivery(path, register, usage_import.control_totals, report)
        report(85, gettext_noop("Storing the outcome"))
        faults_file = _fault_file(usage_import, outcome, register)
        with report.fenced():
            _store(usage_import, outcome, faults_file, now)
            jobs.finish(progress=report, now=timezone.now())
    else:  # read before, by an attempt that came through after all
        with report.fenced():
            jobs.finish(progress=report, now=timezone.now())


def _fault_file(usage_import: UsageImport, outcome: Outcome, register: Register) -> str:
    findings = outcome.findings
    if not findings.count:
        return ""
    names = {one.code: one.name for one in register.specialisms}
    context = context_of(usage_import, register.care_types)
    notice = str(_("Demo data: numbers and codes are invented."))
    content = fault_workbook(
        findings.listed(),
        findings.count,
        context,
        names,
        notice if usage_import.cycle.is_demo else "",
    )
    return keep_faults(usage_import, content)


def _store(usage_import: UsageImport, outcome: Outcome, faults_file: str, now: datetime) -> None:
    found = outcome.findings.count
    facts: dict[str, Any] = {
        "control_totals": outcome.controls,
        "line_count": outcome.line_count,
        "refused_zbc": outcome.left_out,
        "warnings": outcome.warnings,
    }
    if found:
        groups = outcome.findings.groups()
        facts |= {"faults": groups, "fault_count": found, "faults_file": faults_file}
        _move(usage_import, "refuse", None, now, facts, faults=found)
        return
    totals = [
        {
            "specialism": one.specialism,
            "care_type": one.care_type.value,
            "counted": one.counted,
            "left_out": one.left_out,
        }
        for one in outcome.totals
    ]
    facts |= {"totals": totals, "digest": outcome.digest}
    _move(usage_import, "read", None, now, facts, digest=outcome.digest, lines=outcome.line_count)
    UsageRow.objects.bulk_create(
        (
            UsageRow(
                usage_import=usage_import,
                institution_id=one.institution,
                specialism_id=one.specialism,
                care_type=one.care_type,
                amount=one.amount,
            )
            for one in outcome.sums
        ),
        batch_size=BATCH,
    )


def accept_import(*, usage_import: UsageImport, by: User, now: datetime) -> UsageImport:
    """A second employee accepts; from now on calculations use this import.

    It replaces the import of this source that counted, and those that were still waiting. Raises
    NotPermitted for the one who uploaded it, NotNow for another status, Stale when someone was
    first.
    """
    may_judge_usage(by, usage_import).enforce()
    may_change_usage(usage_import.cycle).enforce()
    with transaction.atomic():
        locked = _locked(usage_import)
        others = UsageImport.objects.filter(cycle=locked.cycle, source=locked.source).exclude(
            pk=locked.pk
        )
        accepted = others.filter(status=ImportStatus.ACCEPTED)
        waiting = others.filter(status=ImportStatus.READY, number__lt=locked.number)
        replaced = [*accepted, *waiting]
        USAGE_IMPORT.step(locked.status, "accept")
        for other in replaced:
            _move(other, "replace", by, now, {}, replaced_by=locked.number)
        judged = {"judged_at": now, "judged_by": by}
        numbers = [other.number for other in replaced]
        _move(locked, "accept", by, now, judged, digest=locked.digest, replaces=numbers)
    return locked


def reject_import(
    *, usage_import: UsageImport, reason: str, by: User, now: datetime
) -> UsageImport:
    """A second employee rejects, with a reason; the delivery never counts."""
    may_judge_usage(by, usage_import).enforce()
    may_change_usage(usage_import.cycle).enforce()
    with transaction.atomic():
        locked = _locked(usage_import)
        judged = {"judged_at": now, "judged_by": by, "judgement_reason": reason.strip()}
        _move(locked, "reject", by, now, judged, reason=reason.strip())
    return locked


def _locked(usage_import: UsageImport) -> UsageImport:
    """The import as it is now. One change at a time in a cycle: two acceptances can't cross."""
    Cycle.objects.select_for_update().get(pk=usage_import.cycle_id)
    return UsageImport.objects.select_related("cycle", "job", "uploaded_by").get(pk=usage_import.pk)


def _move(
    usage_import: UsageImport,
    action: str,
    by: User | None,
    now: datetime,
    fields: dict[str, Any],
    *,
    reason: str = "",
    **facts: Any,
) -> None:
    """Makes one step of the table of transitions, unless somebody else was first."""
    edge = USAGE_IMPORT.step(usage_import.status, action, reason=reason)
    moved = UsageImport.objects.filter(pk=usage_import.pk, status=edge.before).update(
        status=edge.after, **fields
    )
    if not moved:
        raise Stale(_("Somebody else changed this import at the same moment. Look again."))
    usage_import.refresh_from_db()
    _audit(f"usage.{action}", usage_import, by, now, reason=reason, **facts)


def _audit(
    action: str,
    usage_import: UsageImport,
    by: User | None,
    now: datetime,
    *,
    reason: str = "",
    **facts: Any,
) -> None:
    audit.write(
        action,
        by=by,
        now=now,
        subject=usage_import,
        cycle=usage_import.cycle,
        reason=reason,
        number=usage_import.number,
        source=usage_import.source,
        **facts,
    )
