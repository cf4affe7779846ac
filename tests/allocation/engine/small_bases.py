"""Small random cases for the whole pipeline, made as the portal would make them."""

import random
from fractions import Fraction

from allocation.engine.tables import Assignment, BaseCase, SpecialismIntake, Usage

FLOORS = (Fraction(0), Fraction(1, 20), Fraction(1, 10), Fraction(1, 8))


def small_base(seed: int) -> BaseCase:
    """One case; some have structural zeros that can't be met, some specialisms nobody cares for."""
    rnd = random.Random(seed)  # noqa: S311
    regions = tuple(f"R{k}" for k in range(rnd.randint(2, 6)))
    specialisms = tuple(
        SpecialismIntake(f"{k:02d}", rnd.randint(0, 20)) for k in range(rnd.randint(1, 7))
    )
    usage, assignment = [], []
    for k in range(rnd.randint(len(regions), 3 * len(regions))):
        institution, home = f"I{k}", regions[k % len(regions)]
        for specialism in specialisms:
            if k and rnd.random() < 0.2:
                continue
            amount = 1 if k == 0 else rnd.randint(0, 5000)
            usage.append(Usage(institution, specialism.code, amount))
            for region, share in _shares(rnd, regions, home):
                assignment.append(Assignment(institution, specialism.code, region, share))
    rnd.shuffle(usage)
    zeros = tuple(
        (specialism.code, region)
        for specialism in specialisms
        for region in regions
        if rnd.random() < 0.04
    )
    return BaseCase(
        regions, specialisms, tuple(usage), tuple(assignment), zeros, rnd.choice(FLOORS)
    )


def _shares(rnd: random.Random, regions: tuple[str, ...], home: str) -> list[tuple[str, Fraction]]:
    other = rnd.choice(regions)
    if other == home or rnd.random() < 0.7:
        return [(home, Fraction(1))]
    part = Fraction(rnd.randint(1, 9), rnd.randint(10, 17))
    return [(home, part), (other, 1 - part)]
