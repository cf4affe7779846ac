"""Recording a meeting of the general board (Algemeen Bestuur) of a region; it stays as it is."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput
from allocation.models import Cycle, Region
from allocation.services import audit
from allocation.services.minutes import store_minutes
from bols_portal.accounts.models import User
from consultation.models import BoardMeeting
from consultation.permissions import BUNDLE, may_divide
from consultation.policies.phase import phase_3_runs
from consultation.services.meetings import IN_FUTURE


def record_board_meeting(
    *,
    cycle: Cycle,
    region: Region,
    held_on: date,
    adjustments: str,
    minutes: "UploadedFile[Any] | None",
    by: User,
    now: datetime,
) -> BoardMeeting:
    """Adds a meeting: its day, what the general board changed and why, the minutes as pdf.

    Raises FaultyInput for a day to come, Refused for minutes that are no pdf. The protocol asks for
    at least one before the region adopts its proposal. Toewijzingsprotocol 2027, fase III 1.2.
    """
    may_divide(by, region).enforce()
    phase_3_runs(cycle.pk).enforce()
    if held_on > timezone.localdate(now):
        fault = Fault(IN_FUTURE, cell="held_on")
        raise FaultyInput(_("The meeting was not recorded."), [fault], rule=BUNDLE)
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        phase_3_runs(cycle.pk).enforce()
        kept = store_minutes(minutes, cycle.year) if minutes else None
        earlier = BoardMeeting.objects.filter(cycle=cycle, region=region)
        meeting = BoardMeeting.objects.create(
            cycle=cycle,
            region=region,
            number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
            held_on=held_on,
            adjustments=adjustments.strip(),
            minutes=kept.path if kept else "",
            minutes_name=kept.name if kept else "",
            minutes_digest=kept.digest if kept else "",
            recorded_at=now,
            recorded_by=by,
        )
        audit.write(
            "board_meeting.recorded",
            by=by,
            now=now,
            subject=meeting,
            label=f"{cycle.name}, {region.key}",
            cycle=cycle,
            number=meeting.number,
            held_on=held_on.isoformat(),
            minutes=meeting.minutes_digest,
        )
    return meeting
