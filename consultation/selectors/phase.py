"""Where phases II and III stand."""

from allocation.enums import PhaseNumber, PhaseStatus
from allocation.models import Phase


def status_of(cycle_id: int, number: PhaseNumber) -> PhaseStatus:
    """The status of a phase of a cycle."""
    return PhaseStatus(Phase.objects.get(cycle=cycle_id, number=number).status)


def phase_2_status(cycle_id: int) -> PhaseStatus:
    """The status of phase II of a cycle."""
    return status_of(cycle_id, PhaseNumber.REGIONS)


def phase_2_is_open(cycle_id: int) -> bool:
    """Whether phase II runs: not while it waits, lies before the board, or is done."""
    return phase_2_status(cycle_id) == PhaseStatus.OPEN


def phase_3_status(cycle_id: int) -> PhaseStatus:
    """The status of phase III of a cycle."""
    return status_of(cycle_id, PhaseNumber.INSTITUTIONS)


def phase_3_is_open(cycle_id: int) -> bool:
    """Whether phase III runs: not while it waits, lies before the board, or is done."""
    return phase_3_status(cycle_id) == PhaseStatus.OPEN
