"""Whole region totals: rounded first, so that a region wins or loses little on its total."""

from fractions import Fraction

from allocation.engine.grid import round_half_up
from allocation.engine.tables import Exact, Repair, Whole


def round_totals(totals: Exact, regions: tuple[str, ...]) -> tuple[Whole, tuple[Repair, ...]]:
    """Round every total half up; where the sum is missed, move the fewest by largest remainder.

    The totals must add up to a whole number. A place that is missing or too many goes by the
    order of remainders: largest first, then the larger total, then region order; whoever stands
    highest gets a missing place, whoever stands lowest gives one back. No total moves by more than
    one. Returns the whole totals and the repairs in region order.
    """
    # Notitie adherentieberekening 2026, vraag 7.2; on the repair: docs/adr/0104.
    rounded = [round_half_up(total) for total in totals]
    missing = int(sum(totals, Fraction())) - sum(rounded)
    order = sorted(range(len(totals)), key=lambda i: (-_remainder(totals[i]), -totals[i], i))
    seats = sum(1 for i in order if rounded[i] > totals[i] // 1) + missing
    repaired = [int(total // 1) for total in totals]
    for i in order[:seats]:
        repaired[i] += 1
    # A tie only matters at the border between those who get the place above and those who don't.
    tied = None
    if missing and _remainder(totals[order[seats - 1]]) == _remainder(totals[order[seats]]):
        tied = _remainder(totals[order[seats]])
    repairs = tuple(
        Repair(regions[i], rounded[i], repaired[i], _remainder(totals[i]) == tied)
        for i in range(len(totals))
        if rounded[i] != repaired[i]
    )
    return tuple(repaired), repairs


def _remainder(total: Fraction) -> Fraction:
    return total - total // 1
