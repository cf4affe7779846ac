"""The six phases in their order; importing this registers their exit checks."""

from allocation.enums import DecisionKind, PhaseNumber
from allocation.models import Cycle
from allocation.phases import (
    phase_1_framework,
    phase_2_regions,
    phase_3_institutions,
    phase_4_complaints,
    phase_5_final,
    phase_6_submission,
)
from allocation.phases.definitions import PhaseDefinition
from allocation.phases.gates import GateCheck, exit_checks

PHASES: tuple[PhaseDefinition, ...] = (
    phase_1_framework.PHASE,
    phase_2_regions.PHASE,
    phase_3_institutions.PHASE,
    phase_4_complaints.PHASE,
    phase_5_final.PHASE,
    phase_6_submission.PHASE,
)


def definition_of(number: int) -> PhaseDefinition:
    """The definition of a phase by its number, 1 to 6."""
    return PHASES[number - 1]


def checks_for(cycle: Cycle, kind: str) -> list[GateCheck]:
    """What must hold before a decision of this kind is put to the board.

    The region assignment is established before there is a calculation: only its own check counts.
    """
    checks = exit_checks(cycle, PhaseNumber.FRAMEWORK)
    if kind == DecisionKind.ASSIGNMENT:
        return [check for check in checks if check.key == "objections"]
    return checks
