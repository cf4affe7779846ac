"""How the regions of the demo divide their places over their institutions: invented, by size.

The same at every load. Hospital names are real; every number per institution is made up.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from allocation.demo.files import demo_files
from allocation.models import Cycle, Institution, Region
from consultation.selectors.recognitions import given_to, recognised_in

Division = dict[tuple[str, str], int]  # (specialism code, institution code): places


@cache
def sizes() -> Mapping[str, int]:
    """The size of each institution of the demo, by its code."""
    return {one.code: one.size for one in demo_files().data.institutions}


def by_size(places: int, institutions: Sequence[Institution], turn: int = 0) -> dict[str, int]:
    """Places divided in proportion to size, by largest remainder.

    `turn`: which of the institutions comes first where remainders are alike, so that not every
    specialism's odd place ends at the same hospital.
    """
    codes = [one.code for one in institutions]
    if not codes:
        return {}
    turned = codes[turn % len(codes) :] + codes[: turn % len(codes)]
    whole = sum(sizes().get(code, 1) for code in codes)
    shares = {code: places * sizes().get(code, 1) for code in turned}
    divided = {code: share // whole for code, share in shares.items()}
    rest = places - sum(divided.values())
    for code in sorted(turned, key=lambda code: shares[code] % whole, reverse=True)[:rest]:
        divided[code] += 1
    return {code: divided[code] for code in codes}


def division_of(cycle: Cycle, region: Region) -> Division:
    """The whole division of a region: every decided place at a recognised institution."""
    recognised = recognised_in(cycle, region)
    return {
        (code, at): number
        for turn, (code, given) in enumerate(given_to(cycle, region).items())
        for at, number in by_size(given, recognised.by_specialism.get(code, ()), turn).items()
    }


def last_year_of(cycle: Cycle, region: Region) -> Division:
    """What the region is said to have had last year: one place more here and fewer there."""
    recognised = recognised_in(cycle, region)
    return {
        (code, at): number
        for turn, (code, given) in enumerate(given_to(cycle, region).items())
        for at, number in by_size(
            max(given + turn % 3 - 1, 0), recognised.by_specialism.get(code, ()), turn + 1
        ).items()
    }
