"""Recording a meeting of FMS with the associations (Raad Opleiding); what is recorded stays."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.errors import Fault, FaultyInput
from allocation.models import Association, Cycle
from allocation.services import audit
from allocation.services.minutes import store_minutes
from bols_portal.accounts.models import User
from consultation.models import CouncilMeeting
from consultation.permissions import COMPOSE, may_compose
from consultation.policies.phase import phase_2_runs

IN_FUTURE = gettext_lazy("Choose a day that has been: not in the future.")
NOBODY = gettext_lazy("Tick the associations that were there.")


def record_meeting(
    *,
    cycle: Cycle,
    held_on: date,
    present: Collection[str],
    note: str,
    minutes: "UploadedFile[Any] | None",
    by: User,
    now: datetime,
) -> CouncilMeeting:
    """Adds a meeting: its day, the codes of the associations that were there, the minutes as pdf.

    Raises FaultyInput with everything that is wrong, Refused for minutes that are no pdf. The
    protocol asks for at least one. Toewijzingsprotocol 2027, fase II 1.3.
    """
    may_compose(by, cycle).enforce()
    phase_2_runs(cycle.pk).enforce()
    there = sorted(set(present))
    if faults := _faults(held_on, there, timezone.localdate(now)):
        raise FaultyInput(_("The meeting was not recorded."), faults, rule=COMPOSE)
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        phase_2_runs(cycle.pk).enforce()
        kept = store_minutes(minutes, cycle.year) if minutes else None
        last = CouncilMeeting.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"]
        meeting = CouncilMeeting.objects.create(
            cycle=cycle,
            number=(last or 0) + 1,
            held_on=held_on,
            present=there,
            note=note.strip(),
            minutes=kept.path if kept else "",
            minutes_name=kept.name if kept else "",
            minutes_digest=kept.digest if kept else "",
            recorded_at=now,
            recorded_by=by,
        )
        audit.write(
            "meeting.recorded",
            by=by,
            now=now,
            subject=meeting,
            cycle=cycle,
            number=meeting.number,
            held_on=held_on.isoformat(),
            present=there,
            minutes=meeting.minutes_digest,
        )
    return meeting


def _faults(held_on: date, present: list[str], today: date) -> list[Fault]:
    faults = []
    if held_on > today:
        faults.append(Fault(IN_FUTURE, cell="held_on"))
    known = Association.objects.filter(code__in=present).count()
    if not present or known != len(present):
        faults.append(Fault(NOBODY, cell="present"))
    return faults
