"""When the board's decision on the preliminary proposal can be written, and put to the board."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.models import BoardDecision, Cycle
from allocation.policies import OPEN, Moment
from consultation.permissions import ESTABLISH
from consultation.policies.phase import phase_3_runs
from consultation.selectors.preliminary import choice_of, rulings_of
from consultation.selectors.preliminary_checks import open_points
from consultation.selectors.preliminary_ground import ground_of


def _closed(reason: str | Promise) -> Moment:
    return Moment(open=False, reason=reason, rule=ESTABLISH)


def may_propose(cycle: Cycle) -> Moment:
    """While phase III is open, on a decided distribution."""
    if not (runs := phase_3_runs(cycle.pk)):
        return runs
    if ground_of(cycle) is None:
        return _closed(_("There is no decided distribution over the regions."))
    return OPEN


def ready(decision: BoardDecision) -> Moment:
    """It can be put when the board decided wherever a region has no consensus."""
    choice, ground = choice_of(decision), ground_of(decision.cycle)
    if choice is None or ground is None:
        return _closed(_("It does not say yet what the board is asked to decide."))
    rulings = rulings_of(choice)
    lacking = [one.key for one in ground.regions if open_points(one, rulings)]
    if lacking:
        return _closed(
            _("The board has not decided yet on everything without consensus in: %(regions)s.")
            % {"regions": ", ".join(lacking)}
        )
    return OPEN
