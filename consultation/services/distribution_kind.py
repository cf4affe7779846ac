"""The decision on the distribution over the regions, put in the register of kinds."""

from allocation.enums import DecisionKind, PhaseNumber
from allocation.models import BoardDecision
from allocation.phases.decision_kinds import KindRules, register
from allocation.phases.gates import GateCheck, exit_checks
from allocation.selectors.decision_content import name_items
from allocation.services import decision_effects
from consultation.enums import Course
from consultation.policies.distribution import may_propose, ready
from consultation.selectors.distribution import choice_of
from consultation.services import distribution_effects, distribution_items


def checks(decision: BoardDecision) -> list[GateCheck]:
    """The exit checks of phase II, where the decision adopts a proposal.

    Sending it back and the fallback are there for when the checks do not hold.
    Toewijzingsprotocol 2027, fase II 3.
    """
    choice = choice_of(decision)
    if choice and choice.course in (Course.RETURN, Course.FALLBACK):
        return []
    return exit_checks(decision.cycle, PhaseNumber.REGIONS)


def register_kind() -> None:
    """Registers it; called once, when the app is ready."""
    name_items(distribution_items.NAMES)
    register(
        DecisionKind.DISTRIBUTION,
        KindRules(
            phase=PhaseNumber.REGIONS,
            may_prepare=may_propose,
            items=distribution_items.items,
            outdated=distribution_items.outdated,
            ready=ready,
            checks=checks,
            when_put=decision_effects.when_put,
            when_back=decision_effects.when_back,
            adopt=distribution_effects.adopt,
            freeze=distribution_items.freeze,
            unchanged=distribution_items.unchanged,
            page="distribution",
        ),
    )
