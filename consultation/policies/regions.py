"""When a region can adopt, submit and be sent back its proposal. Who may: permissions.py."""

from datetime import datetime

from django.utils.translation import gettext as _

from allocation.models import Cycle, Region
from allocation.policies import OPEN, Moment
from allocation.selectors.deadlines import deadline_moment
from consultation.enums import RegionStatus
from consultation.models import RegionProposal
from consultation.permissions import BUNDLE, SIGN
from consultation.policies.phase import phase_3_runs
from consultation.selectors.region_proposals import DEADLINE, closes_for, too_late_text


def may_adopt(cycle: Cycle, living: RegionProposal | None) -> Moment:
    """While phase III is open, until the proposal lies with BOLS."""
    if not (runs := phase_3_runs(cycle.pk)):
        return runs
    if living is not None and living.status != RegionStatus.SIGNING:
        return Moment(
            open=False,
            reason=_(
                "The proposal of your region lies with BOLS. You can adopt a new version when the "
                "bureau sends it back."
            ),
            rule=BUNDLE,
        )
    return OPEN


def is_late(cycle: Cycle, now: datetime) -> bool:
    """Whether the deadline of the region proposals has passed."""
    deadline = deadline_moment(cycle, DEADLINE)
    return deadline is not None and not deadline.is_open(now)


def may_submit(cycle: Cycle, region: Region, now: datetime) -> Moment:
    """Until the deadline; after it with leave of the bureau. Toewijzingsprotocol, fase III 2."""
    if not (runs := phase_3_runs(cycle.pk)):
        return runs
    closing = closes_for(cycle, region)
    if closing is not None and now >= closing:
        return Moment(open=False, reason=too_late_text(closing), rule=SIGN, closes_at=closing)
    return OPEN if closing is None else Moment(open=True, closes_at=closing)
