"""Makes the demo's data: invented care usage that gives the published table of 2027 in every cell.

`generate(seed)` draws quotas that round to the published places (`quotas.py`), a region assignment
(`assignment.py`) and the usage that leads from the one to the other (`usage.py`), runs the whole
calculation over it, and tries again until it gives exactly the published table.
"""

import random
from fractions import Fraction
from math import fsum  # sum() of floats differs between versions of Python

from allocation.demo.assignment import assignment_lines, erroneous
from allocation.demo.invented import DemoData
from allocation.demo.published import PublishedBase, institutions, published_base
from allocation.demo.quotas import (
    NotFoundError,
    fitted_table,
    quotas_before_fit,
    totals_before_floor,
)
from allocation.demo.usage import usage_amounts, usage_lines
from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.tables import BaseResult, SpecialismIntake

DEFAULT_SEED = 2049  # 19 cells are rounded to the next best: enough to explain
# Notitie adherentieberekening 2026, vraag 7.3: Leiden trains nobody in these.
ZEROS = (("23", "Leiden"), ("34", "Leiden"))
FLOOR = Fraction(1, 10)
BELOW_FLOOR = "Leiden"
MOST_ATTEMPTS = 50


def generate(seed: int = DEFAULT_SEED) -> DemoData:
    """Make the data of one seed; the same seed gives the same data everywhere.

    Raises RuntimeError where no attempt succeeds, which has not been seen.
    """
    for attempt in range(MOST_ATTEMPTS):
        # Not for secrets: data that anyone can make again.
        rnd = random.Random(f"{seed}/{attempt}")  # noqa: S311
        try:
            data = _attempt(rnd, seed)
        except NotFoundError:
            continue
        if is_published(compute_base_distribution(data.base_case())) and _misleads(data):
            return data
    raise RuntimeError(f"seed {seed} gives no data")


def is_published(result: BaseResult) -> bool:
    """Whether a result is the published table, without ties, with Leiden raised to the floor."""
    published = published_base()
    return (
        result.places == published.places
        and result.rounded_totals == published.region_totals
        and result.raised == (BELOW_FLOOR,)
        and result.unique
        and not result.repair
    )


def _misleads(data: DemoData) -> bool:
    """Whether the erroneous assignment shows the error: Leiden not raised, and NO smaller."""
    wrong = compute_base_distribution(data.base_case(erroneous=True))
    right = published_base().region_totals
    leiden, no = data.regions.index(BELOW_FLOOR), data.regions.index("NO")
    larger = wrong.rounded_totals[leiden] > right[leiden]
    return not wrong.raised and larger and wrong.rounded_totals[no] < right[no]


def _attempt(rnd: random.Random, seed: int) -> DemoData:
    published = published_base()
    quotas = quotas_before_fit(
        fitted_table(rnd, published, ZEROS),
        published,
        ZEROS,
        totals_before_floor(rnd, published, BELOW_FLOOR),
    )
    intake = dict(zip(published.specialisms, published.national_intake, strict=True))
    lines = assignment_lines(rnd, institutions(), published.specialisms, ZEROS)
    amounts = usage_amounts(rnd, lines, institutions(), _shares(quotas, published), intake)
    return DemoData(
        seed=seed,
        regions=published.regions,
        specialisms=tuple(SpecialismIntake(code, places) for code, places in intake.items()),
        institutions=institutions(),
        lines=lines,
        erroneous_lines=erroneous(lines),
        usage=usage_lines(rnd, amounts),
        zeros=ZEROS,
        floor=FLOOR,
    )


def _shares(quotas: list[list[float]], published: PublishedBase) -> dict[tuple[str, str], float]:
    return {
        (code, region): quota / fsum(row)
        for code, row in zip(published.specialisms, quotas, strict=True)
        for region, quota in zip(published.regions, row, strict=True)
    }
