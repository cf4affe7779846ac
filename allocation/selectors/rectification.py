"""How far a rectification is: what was corrected, calculated and decided since the error."""

from dataclasses import dataclass

from allocation.enums import ErrorSource
from allocation.models import BoardDecision, Calculation, Cycle, Phase
from allocation.selectors.assignment import current_assignment
from allocation.selectors.calculations import latest_calculation
from allocation.selectors.decision_content import older_inputs
from allocation.selectors.decisions import FRAMEWORK_KINDS, adopted_framework, living_decision


@dataclass(frozen=True, slots=True)
class Rectification:
    """A rectification that is under way: the steps in their order, each done or not."""

    phase: Phase
    replaces: BoardDecision
    calculation: Calculation | None  # the new one, on the current versions
    decision: BoardDecision | None
    corrected: bool

    @property
    def reported(self) -> bool:
        """Whether an error was reported, so that phase I is open again."""
        return bool(self.phase.error_in)

    @property
    def where(self) -> str:
        """In which input the error is, in words."""
        return str(ErrorSource(self.phase.error_in).label) if self.phase.error_in else ""

    @property
    def url_name(self) -> str:
        """The page on which that input is corrected."""
        return self.phase.error_in or "phase"


def rectification_of(cycle: Cycle) -> Rectification | None:
    """The state of a rectification; None while no framework is in force.

    An input is corrected once it differs from what the framework in force was calculated from.
    """
    replaces = adopted_framework(cycle)
    if replaces is None:
        return None
    phase = Phase.objects.get(cycle=cycle, number=1)
    decided = Calculation.objects.filter(table=replaces.table_id).select_related("request").first()
    latest = latest_calculation(cycle)
    assignment = current_assignment(cycle)
    changed = older_inputs(decided, assignment) if decided else []
    renewed = (
        latest is not None
        and latest.table_id != replaces.table_id
        and not older_inputs(latest, assignment)
    )
    return Rectification(
        phase=phase,
        replaces=replaces,
        calculation=latest if renewed else None,
        decision=living_decision(cycle, FRAMEWORK_KINDS),
        corrected=any(code.split(":")[0] == phase.error_in for code in changed),
    )
