"""When the bureau can test a proposal."""

from django.utils.translation import gettext as _

from allocation.policies import OPEN, Moment
from consultation.enums import ProposalStatus
from consultation.models import Proposal
from consultation.permissions import DECIDE
from consultation.policies.phase import phase_2_runs


def may_test(proposal: Proposal) -> Moment:
    """While the proposal lies with BOLS and the board is not deciding on it."""
    if proposal.status != ProposalStatus.SUBMITTED:
        reason = _("This proposal does not lie with BOLS any more: %(status)s.") % {
            "status": proposal.get_status_display().lower()
        }
        return Moment(open=False, reason=reason, rule=DECIDE)
    if not (runs := phase_2_runs(proposal.cycle_id)):
        return runs
    return OPEN
