"""When a decision can be prepared, and when an error in an established one can be reported."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation.enums import DecisionKind, PhaseNumber, PhaseStatus
from allocation.models import BoardDecision, Cycle, Phase
from allocation.policies import OPEN, Moment
from allocation.selectors.assignment import current_assignment, established_assignment
from allocation.selectors.decisions import FRAMEWORK_KINDS, adopted_framework, living_decision

NEXT_PHASE = "Toewijzingsprotocol 2027, hoofdstuk 2"
ESTABLISH = "Toewijzingsprotocol 2027, fase I 3"
RECTIFY = "BOLS26-0104 d.d. 02-04-2026"


def _closed(reason: str | Promise, rule: str) -> Moment:
    return Moment(open=False, reason=reason, rule=rule)


def _phase_1(cycle: Cycle) -> Phase:
    return Phase.objects.get(cycle=cycle, number=1)


def may_prepare(cycle: Cycle, kind: str) -> Moment:
    """One decision of a kind at a time, in phase I, and the kind that the state asks for."""
    kinds = [DecisionKind(kind)] if kind == DecisionKind.ASSIGNMENT else list(FRAMEWORK_KINDS)
    if living := living_decision(cycle, kinds):
        return _closed(
            _("Decision %(number)s is still open. Withdraw it first, or wait for the board.")
            % {"number": living.number},
            NEXT_PHASE,
        )
    if _phase_1(cycle).status == PhaseStatus.CLOSED:
        return _closed(
            _("Phase I is closed. If an error was found, report it on the page “Error found?”."),
            RECTIFY,
        )
    return _kind_fits(cycle, kind)


def _kind_fits(cycle: Cycle, kind: str) -> Moment:
    framework = adopted_framework(cycle)
    if kind == DecisionKind.RECTIFICATION and framework is None:
        return _closed(_("There is no established framework to replace yet."), RECTIFY)
    if kind == DecisionKind.FRAMEWORK and framework is not None:
        return _closed(
            _("The framework is established already; a rectification can replace it."), RECTIFY
        )
    if kind == DecisionKind.ASSIGNMENT and established_assignment(cycle) is not None:
        return _closed(
            _(
                "The region assignment is established for this cycle. A change goes to the list "
                "for the next cycle; an error in it is corrected by a rectification."
            ),
            ESTABLISH,
        )
    return OPEN


def may_report_error(cycle: Cycle) -> Moment:
    """An error can be reported once the framework is established, one at a time."""
    if adopted_framework(cycle) is None:
        return _closed(
            _("There is no established framework yet: correct the input and calculate again."),
            RECTIFY,
        )
    if _phase_1(cycle).status != PhaseStatus.CLOSED:
        return _closed(_("A rectification is under way already."), RECTIFY)
    return _distribution_open(cycle)


def _distribution_open(cycle: Cycle) -> Moment:
    """The framework under a distribution stays put while the board decides, and once it has."""
    status = Phase.objects.get(cycle=cycle, number=PhaseNumber.REGIONS).status
    if status == PhaseStatus.AT_BOARD:
        return _closed(
            _(
                "The distribution over the regions lies before the board, and rests on this "
                "framework. Withdraw that decision first."
            ),
            RECTIFY,
        )
    if status == PhaseStatus.CLOSED:
        return _closed(
            _(
                "The board has decided on the distribution over the regions, which rests on this "
                "framework: the framework can't be replaced any more."
            ),
            RECTIFY,
        )
    return OPEN


def may_keep_framework(cycle: Cycle) -> Moment:
    """A rectification can be stopped while no decision about it is open."""
    if adopted_framework(cycle) is None or _phase_1(cycle).status != PhaseStatus.OPEN:
        return _closed(_("No rectification is under way."), RECTIFY)
    if living_decision(cycle, FRAMEWORK_KINDS):
        return _closed(_("Withdraw the decision that is open first."), RECTIFY)
    current, established = current_assignment(cycle), established_assignment(cycle)
    if current and established and current.pk != established.pk:
        return _closed(_("Drop the correction of the region assignment first."), RECTIFY)
    return OPEN


def rests_on_input(decision: BoardDecision) -> Moment:
    """A decision can be put only with the records that its kind decides on."""
    if decision.kind == DecisionKind.ASSIGNMENT:
        if decision.assignment_id:
            return OPEN
        return _closed(_("There is no region assignment to decide on."), ESTABLISH)
    if decision.table_id and decision.intake_id and decision.assignment_id:
        return OPEN
    return _closed(_("There is no calculated base distribution to decide on."), NEXT_PHASE)
