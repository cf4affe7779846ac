"""Reading phases: where the cycle is, and what its phase pages show."""

from collections.abc import Iterable

from django.http import Http404

from allocation.models import Cycle, Phase, UsageImport
from allocation.selectors.cycles import phases_of


def get_phase(cycle: Cycle, number: int) -> Phase:
    """A phase of a cycle that the person was given by `get_cycle`; Http404 beyond the six."""
    phase = next((one for one in phases_of(cycle) if one.number == number), None)
    if phase is None:
        raise Http404
    return phase


def specialisms_with_usage(imports: Iterable[UsageImport]) -> set[str]:
    """The codes of the specialisms that accepted imports give usage for.

    Read from what the lines add up to: no amount leaves this function.
    """
    return {
        str(total["specialism"])
        for one in imports
        for total in one.totals
        if int(total["counted"]) > 0
    }
