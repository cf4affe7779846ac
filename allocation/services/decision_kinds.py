"""The three kinds of decisions of phase I, put in the register."""

from allocation.enums import DecisionKind, PhaseNumber
from allocation.models import BoardDecision, Cycle
from allocation.phases.decision_kinds import KindRules, register
from allocation.phases.gates import GateCheck
from allocation.phases.registry import checks_for
from allocation.policies import Moment
from allocation.policies.decisions import may_prepare, rests_on_input
from allocation.selectors.decision_content import outdated, proposed_items
from allocation.services import decision_effects


def _rules(kind: DecisionKind) -> KindRules:
    def prepare(cycle: Cycle) -> Moment:
        return may_prepare(cycle, kind)

    def checks(decision: BoardDecision) -> list[GateCheck]:
        return checks_for(decision.cycle, kind)

    return KindRules(
        phase=PhaseNumber.FRAMEWORK,
        may_prepare=prepare,
        items=proposed_items,
        outdated=outdated,
        ready=rests_on_input,
        checks=checks,
        when_put=decision_effects.when_put,
        when_back=decision_effects.when_back,
        adopt=decision_effects.adopt,
        on_form=True,
    )


def register_kinds() -> None:
    """Registers them; called once, when the app is ready."""
    for kind in (DecisionKind.ASSIGNMENT, DecisionKind.FRAMEWORK, DecisionKind.RECTIFICATION):
        register(kind, _rules(kind))
