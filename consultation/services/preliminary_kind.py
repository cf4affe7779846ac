"""The decision on the preliminary proposal, put in the register of kinds."""

from allocation.enums import DecisionKind, PhaseNumber
from allocation.models import BoardDecision
from allocation.phases.decision_kinds import KindRules, register
from allocation.phases.gates import GateCheck, exit_checks
from allocation.selectors.decision_content import name_items
from allocation.services import decision_effects
from consultation.policies.preliminary import may_propose, ready
from consultation.services import preliminary_effects, preliminary_items


def checks(decision: BoardDecision) -> list[GateCheck]:
    """The exit checks of phase III."""
    return exit_checks(decision.cycle, PhaseNumber.INSTITUTIONS)


def register_kind() -> None:
    """Registers it; called once, when the app is ready."""
    name_items(preliminary_items.NAMES)
    register(
        DecisionKind.PRELIMINARY,
        KindRules(
            phase=PhaseNumber.INSTITUTIONS,
            may_prepare=may_propose,
            items=preliminary_items.items,
            outdated=preliminary_items.outdated,
            ready=ready,
            checks=checks,
            when_put=decision_effects.when_put,
            when_back=decision_effects.when_back,
            adopt=preliminary_effects.adopt,
            freeze=preliminary_items.freeze,
            unchanged=preliminary_items.unchanged,
            page="preliminary_decision",
        ),
    )
