"""When care usage can be brought in, read again and accepted."""

from django.utils.translation import gettext_lazy as _

from allocation.enums import ImportStatus, JobStatus, PhaseStatus
from allocation.models import Cycle, Phase, UsageImport
from allocation.policies import OPEN, Moment

RULE = "Toewijzingsprotocol 2027, fase I 2"
RECTIFY = "BOLS26-0104 d.d. 02-04-2026"


def may_change_usage(cycle: Cycle) -> Moment:
    """In phase I, and not while a decision that rests on the usage lies before the board."""
    phase = Phase.objects.get(cycle=cycle, number=1)
    if phase.status == PhaseStatus.OPEN:
        return OPEN
    if phase.status == PhaseStatus.AT_BOARD:
        reason = _("A decision of phase I lies before the board. Withdraw it first.")
        return Moment(open=False, reason=reason, rule=RULE)
    reason = _("Phase I is closed. If an error was found, report it on the page “Error found?”.")
    return Moment(open=False, reason=reason, rule=RECTIFY)


def may_read_again(usage_import: UsageImport) -> Moment:
    """A reading that was broken off can be started again; nothing of it was stored."""
    job = usage_import.job
    broken = job is not None and job.status == JobStatus.FAILED
    if usage_import.status == ImportStatus.READING and broken:
        return OPEN
    return Moment(
        open=False,
        reason=_("This file is still being read, or has been read. Look again in a moment."),
        rule=RULE,
    )


def may_be_judged(usage_import: UsageImport) -> Moment:
    """A delivery is judged once it was read without faults, in phase I."""
    if usage_import.status != ImportStatus.READY:
        reason = _("This import can’t be judged now. Its status is: %(status)s.") % {
            "status": usage_import.get_status_display()
        }
        return Moment(open=False, reason=reason, rule=RULE)
    return may_change_usage(usage_import.cycle)
