"""When the nearest fitting proposal can be computed, and a version saved or taken back."""

from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.policies import OPEN, Moment
from allocation.selectors.decisions import adopted_framework
from consultation.models import Proposal
from consultation.permissions import COMPOSE
from consultation.policies.phase import phase_2_runs
from consultation.selectors.rounds import current_round
from consultation.transitions import PROPOSAL


def may_suggest(cycle: Cycle) -> Moment:
    """While phase II is open, with a round on the table of the framework in force."""
    if not (runs := phase_2_runs(cycle.pk)):
        return runs
    consultation = current_round(cycle)
    if consultation is None:
        return _closed(
            _("No consultation round was opened yet. The proposal rests on what it brings.")
        )
    framework = adopted_framework(cycle)
    if framework is None:
        return _closed(_("There is no framework in force yet. The proposal is about its table."))
    if framework.table_id != consultation.table_id:
        return _closed(
            _(
                "The base distribution was rectified after this round. The advices of the next "
                "round count."
            )
        )
    return OPEN


def may_step(proposal: Proposal, action: str) -> Moment:
    """Whether the status of a version allows this step, as the table of transitions says."""
    if PROPOSAL.allows(proposal.status, action):
        return OPEN
    return _closed(
        _("The status of this version is “%(status)s”: this can’t be done with it now.")
        % {"status": proposal.get_status_display()}
    )


def _closed(reason: str) -> Moment:
    return Moment(open=False, reason=reason, rule=COMPOSE)
