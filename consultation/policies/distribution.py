"""When a decision on the distribution over the regions can be proposed, and put to the board."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.enums import PhaseStatus
from allocation.models import BoardDecision, Cycle, Phase
from allocation.policies import OPEN, Moment
from consultation.enums import Course
from consultation.permissions import DECIDE
from consultation.policies.phase import phase_2_runs
from consultation.selectors.distribution import choice_of
from consultation.selectors.distribution_ground import Ground, ground_of

FALLBACK = "Toewijzingsprotocol 2027, fase II 3"


def _closed(reason: str | Promise, rule: str = DECIDE) -> Moment:
    return Moment(open=False, reason=reason, rule=rule)


def may_propose(cycle: Cycle) -> Moment:
    """While phase II is open, on a framework that nobody is replacing."""
    if not (runs := phase_2_runs(cycle.pk)):
        return runs
    if ground_of(cycle) is None:
        return _closed(_("There is no framework in force yet."))
    return _framework_stands(cycle)


def _framework_stands(cycle: Cycle) -> Moment:
    if not Phase.objects.filter(cycle=cycle, number=1, status=PhaseStatus.CLOSED).exists():
        return _closed(
            _(
                "A rectification of the framework is under way. Finish it first: the distribution "
                "rests on the framework."
            )
        )
    return OPEN


def course_fits(ground: Ground, course: str) -> Moment:
    """The fallback is always there; the other courses need a proposal that the bureau tested."""
    if course == Course.FALLBACK:
        return OPEN
    if ground.proposal is None:
        return _closed(
            _("There is no proposal of FMS now. Then the base distribution can be taken."), FALLBACK
        )
    if ground.test is None:
        return _closed(_("The bureau has not tested the proposal yet. Record the test first."))
    if course != Course.RETURN and not ground.fits_base:
        return _closed(
            _(
                "The proposal is about an earlier base distribution. Send it back, or take the "
                "base distribution that is in force."
            )
        )
    if course != Course.RETURN and not ground.fits_round:
        return _closed(
            _(
                "A new consultation round was opened after the proposal. Send it back: FMS looks "
                "at the advices of that round first."
            )
        )
    return OPEN


def ready(decision: BoardDecision) -> Moment:
    """It can be put when it says what is asked, on what there is now."""
    choice, ground = choice_of(decision), ground_of(decision.cycle)
    if choice is None or ground is None:
        return _closed(_("It does not say yet what the board is asked to decide."))
    if not (stands := _framework_stands(decision.cycle)):
        return stands
    return course_fits(ground, choice.course)
