"""Where phase II stands."""

from allocation.enums import PhaseNumber, PhaseStatus
from allocation.models import Phase


def phase_2_status(cycle_id: int) -> PhaseStatus:
    """The status of phase II of a cycle."""
    phase = Phase.objects.get(cycle=cycle_id, number=PhaseNumber.REGIONS)
    return PhaseStatus(phase.status)


def phase_2_is_open(cycle_id: int) -> bool:
    """Whether phase II runs: not while it waits, lies before the board, or is done."""
    return phase_2_status(cycle_id) == PhaseStatus.OPEN
