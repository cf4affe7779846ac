"""Reporting a new or lapsed recognition, and what the bureau finds of it.

Toewijzingsprotocol 2027, fase III 1.1. A report counts at once; the bureau looks in the register
afterwards.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused
from allocation.models import Cycle, Institution, Region, Specialism
from allocation.permissions import may_run_process
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.enums import CheckOutcome, RecognitionChange
from consultation.models import RecognitionAnswer, RecognitionReport
from consultation.permissions import CLUSTERS, may_chair
from consultation.policies.phase import phase_3_runs
from consultation.selectors.recognitions import recognised_in
from consultation.services.recognition_mail import mail_answered, mail_reported


@dataclass(frozen=True, slots=True)
class Reported:
    """What is reported: from which day, and where it can be read (register, letter, date)."""

    institution: Institution
    specialism: Specialism
    change: RecognitionChange
    valid_from: date
    note: str


@transaction.atomic
def report_recognition(
    *, cycle: Cycle, region: Region, reported: Reported, by: User, now: datetime
) -> RecognitionReport:
    """Keeps a report and tells cluster, coordinators and bureau. It counts from now on.

    Raises FaultyInput (cell: field) with all that is wrong with it.
    """
    may_chair(by, region, reported.specialism).enforce()
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    phase_3_runs(cycle.pk).enforce()
    if faults := _faults(cycle, region, reported):
        raise FaultyInput(_("The report was not stored."), faults, rule=CLUSTERS)
    report = RecognitionReport.objects.create(
        cycle=cycle,
        region=region,
        institution=reported.institution,
        specialism=reported.specialism,
        change=reported.change,
        valid_from=reported.valid_from,
        note=reported.note.strip(),
        reported_at=now,
        reported_by=by,
    )
    audit.write(
        "recognition.reported",
        by=by,
        now=now,
        subject=report,
        label=f"{region.key}, {reported.specialism}, {reported.institution}",
        cycle=cycle,
        change=reported.change,
        region=region.key,
        specialism=reported.specialism.code,
        institution=reported.institution.code,
    )
    mail_reported(report, by=by, now=now)
    return report


@transaction.atomic
def answer_recognition(
    *, report: RecognitionReport, outcome: CheckOutcome, text: str, by: User, now: datetime
) -> RecognitionAnswer:
    """What the bureau finds in the register. A report that is refused counts no longer.

    Raises Refused where it was answered, and without a reason for a refusal.
    """
    may_run_process(by, report.cycle).enforce()
    Cycle.objects.select_for_update().get(pk=report.cycle_id)
    phase_3_runs(report.cycle_id).enforce()
    if RecognitionAnswer.objects.filter(report=report).exists():
        raise Refused(_("This report was answered already."))
    if outcome == CheckOutcome.REFUSED and not text.strip():
        raise FaultyInput(
            _("The answer was not stored."),
            [Fault(_("Say why the report is not accepted."), cell="text")],
        )
    given = RecognitionAnswer.objects.create(
        report=report, outcome=outcome, text=text.strip(), at=now, by=by
    )
    audit.write(
        f"recognition.{outcome}",
        by=by,
        now=now,
        subject=report,
        label=f"{report.region.key}, {report.specialism}, {report.institution}",
        cycle=report.cycle,
        reason=text.strip(),
    )
    mail_answered(report, given, by=by, now=now)
    return given


def _faults(cycle: Cycle, region: Region, reported: Reported) -> list[Fault]:
    known = recognised_in(cycle, region)
    at, name = reported.institution, reported.specialism.name
    is_recognised = at.code in known.codes(reported.specialism.code)
    faults = []
    if reported.change == RecognitionChange.NEW and is_recognised:
        text = _("%(institution)s has a recognised training for %(name)s already.")
        faults.append(Fault(text % {"institution": at.name, "name": name}, cell="institution"))
    if reported.change == RecognitionChange.LAPSED and not is_recognised:
        text = _("%(institution)s has no recognised training for %(name)s in this region.")
        faults.append(Fault(text % {"institution": at.name, "name": name}, cell="institution"))
    if at.home_region_id != region.pk and at not in known.institutions:
        text = _("%(institution)s does not belong to this region. Ask the bureau.")
        faults.append(Fault(text % {"institution": at.name}, cell="institution"))
    if not reported.note.strip():
        faults.append(Fault(_("Say where this can be read."), cell="note"))
    return faults
