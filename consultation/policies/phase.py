"""Whether phases II and III run."""

from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.policies import OPEN, Moment
from consultation.permissions import CONSULT, DIVIDE
from consultation.selectors.phase import phase_2_status, phase_3_status


def phase_2_runs(cycle_id: int) -> Moment:
    """Open while phase II is; closed while it waits, lies before the board, or is done."""
    status = phase_2_status(cycle_id)
    if status == PhaseStatus.OPEN:
        return OPEN
    if status == PhaseStatus.AT_BOARD:
        reason = _("The distribution lies before the board, so nothing changes in phase II now.")
    elif status == PhaseStatus.CLOSED:
        reason = _("The board has decided on the distribution: phase II is closed.")
    else:
        reason = _("Phase II has not begun yet.")
    return Moment(open=False, reason=reason, rule=CONSULT)


def phase_3_runs(cycle_id: int) -> Moment:
    """Open while phase III is; closed while it waits, lies before the board, or is done."""
    status = phase_3_status(cycle_id)
    if status == PhaseStatus.OPEN:
        return OPEN
    if status == PhaseStatus.AT_BOARD:
        reason = _("The preliminary proposal lies before the board, so nothing changes now.")
    elif status == PhaseStatus.CLOSED:
        reason = _("The board has established the preliminary proposal: phase III is closed.")
    else:
        reason = _("Phase III has not begun yet.")
    return Moment(open=False, reason=reason, rule=DIVIDE)
