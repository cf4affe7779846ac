"""Leave of the bureau for a region to submit its proposal after the deadline."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, NotNow
from allocation.models import Cycle, Region
from allocation.permissions import may_run_process
from allocation.selectors.deadlines import deadline_moment
from allocation.services import audit
from bols_portal.accounts.models import User
from bols_portal.ui.typed import keepable
from consultation.enums import RegionStatus
from consultation.models import RegionLeave
from consultation.permissions import SIGN
from consultation.policies.phase import phase_3_runs
from consultation.selectors.region_proposals import DEADLINE, living_proposal
from consultation.services.region_mail import mail_leave


@transaction.atomic
def grant_region_leave(
    *, cycle: Cycle, region: Region, until: date, reason: str, by: User, now: datetime
) -> RegionLeave:
    """Lets one region submit until and including a day, also after the deadline, and tells it.

    Raises FaultyInput for a day that has passed or needs no leave, and without a reason.
    """
    may_run_process(by, cycle).enforce()
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    phase_3_runs(cycle.pk).enforce()
    living = living_proposal(cycle, region)
    if living is not None and living.status != RegionStatus.SIGNING:
        raise NotNow(_("This region has submitted its proposal: it needs no leave."), rule=SIGN)
    leave = record_leave(cycle=cycle, region=region, until=until, reason=reason, by=by, now=now)
    mail_leave(leave, by=by, now=now)
    return leave


def record_leave(
    *, cycle: Cycle, region: Region, until: date, reason: str, by: User, now: datetime
) -> RegionLeave:
    """Keeps a leave, without a message; for services that checked who asks and hold the cycle."""
    faults = []
    deadline = deadline_moment(cycle, DEADLINE)
    if until < timezone.localdate(now):
        faults.append(Fault(_("Choose a day that has not passed."), cell="until"))
    elif deadline is not None and deadline.last_day and until <= deadline.last_day:
        faults.append(Fault(_("Choose a day after the deadline."), cell="until"))
    reason = keepable(reason).strip()
    if not reason:
        faults.append(Fault(_("Give the reason: it is kept with this step."), cell="reason"))
    if faults:
        raise FaultyInput(_("No leave was given."), faults, rule=SIGN)
    leave = RegionLeave.objects.create(
        cycle=cycle, region=region, until=until, reason=reason, granted_at=now, granted_by=by
    )
    audit.write(
        "region_leave.granted",
        by=by,
        now=now,
        subject=leave,
        label=f"{cycle.name}, {region.key}",
        cycle=cycle,
        reason=reason,
        until=until.isoformat(),
    )
    return leave
