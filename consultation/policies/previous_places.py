"""When last year's places per institution can be brought in."""

from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.policies import OPEN, Moment
from consultation.permissions import DIVIDE
from consultation.selectors.phase import phase_3_status


def may_bring_previous(cycle_id: int) -> Moment:
    """Before phase III and while it is open: after that nobody compares with them any more."""
    if phase_3_status(cycle_id) in (PhaseStatus.WAITING, PhaseStatus.OPEN):
        return OPEN
    return Moment(
        open=False,
        reason=_("Phase III is no longer open, so last year’s places stay as they are."),
        rule=DIVIDE,
    )
