"""The floor (ondergrens): every region gets at least a fixed part of all places."""

from fractions import Fraction

from allocation.engine.errors import Fault, NoSolutionError
from allocation.engine.tables import Exact


def apply_floor(
    totals: Exact, floor: Fraction, regions: tuple[str, ...]
) -> tuple[Exact, tuple[str, ...]]:
    """Raise every region below the floor to exactly the floor; the others pay pro rata.

    Works on unrounded totals: a region at exactly the floor may well be published as less than
    that part of all places. Repeats until no paying region falls below the floor itself; a region
    that was raised never pays. Returns the new totals and the raised regions, in region order.
    Raises NoSolutionError where the floors of all regions together are more than there is.
    """
    # Toewijzingsprotocol 2027, fase I 2: "Dit wordt naar rato verrekend."
    everything = sum(totals, Fraction())
    least = floor * everything
    if least * len(totals) > everything:
        raise NoSolutionError([_too_high(regions)])
    raised: set[int] = set()
    current = list(totals)
    while below := {i for i, total in enumerate(current) if total < least and i not in raised}:
        raised |= below
        payers = [i for i in range(len(totals)) if i not in raised]
        left = everything - least * len(raised)
        paying = sum((totals[i] for i in payers), Fraction())
        current = [least if i in raised else totals[i] * left / paying for i in range(len(totals))]
    return tuple(current), tuple(regions[i] for i in sorted(raised))


def _too_high(regions: tuple[str, ...]) -> Fault:
    return Fault(
        "floor_too_high",
        f"the floor times {len(regions)} regions is more than all places",
        {"at": "floor", "columns": list(regions)},
    )
