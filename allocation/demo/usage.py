"""Care usage of the demo: whole amounts per institution that add up to given region shares."""

import random
from math import fsum  # sum() of floats differs between versions of Python

from allocation.demo.invented import DemoInstitution, DemoLine, DemoUsage

# Supporting specialisms are counted in procedures by DHD, the others in visits and admissions by
# Vektis (Toewijzingsprotocol 2027, fase I 2; Notitie adherentieberekening 2026, vraag 5).
SUPPORTING = {"20", "21", "26", "33", "37", "44"}
REHABILITATION = "40"
PER_PLACE = 11_000  # care behind one place: large enough for whole visits to change nothing
LEAST = 60_000
DIVIDED_PART = 0.3  # of a region's care, at most, comes from an institution of two regions


def usage_amounts(
    rnd: random.Random,
    lines: tuple[DemoLine, ...],
    institutions: tuple[DemoInstitution, ...],
    shares: dict[tuple[str, str], float],
    national_intake: dict[str, int],
) -> dict[tuple[str, str], int]:
    """Amounts by (institution, specialism) with which every region has its share of the care.

    `shares`: part of the national care by (specialism, region). Institutions of two regions come
    first; what is then left in a region is divided over its other institutions by size.
    """
    size = {institution.code: institution.size for institution in institutions}
    amounts: dict[tuple[str, str], int] = {}
    for code, places in national_intake.items():
        national = max(LEAST, places * PER_PLACE * (0.7 + 0.6 * rnd.random()))
        here = [line for line in lines if line.specialism == code]
        left = {region: share * national for (c, region), share in shares.items() if c == code}
        everybody = sum(size[line.institution] for line in here)
        for line in here:
            if len(line.shares) > 1:
                amount = 0.6 * national * size[line.institution] / everybody
                caps = [DIVIDED_PART * left[s.region] / float(s.share) for s in line.shares]
                amounts[line.institution, code] = whole = int(min(amount, *caps))
                for part in line.shares:
                    left[part.region] -= whole * float(part.share)
        for region, rest in left.items():
            amounts |= _divide(rnd, code, rest, _only_in(region, here), size)
    return amounts


def _only_in(region: str, lines: list[DemoLine]) -> list[str]:
    return [
        line.institution
        for line in lines
        if len(line.shares) == 1 and line.shares[0].region == region
    ]


def _divide(
    rnd: random.Random, code: str, rest: float, institutions: list[str], size: dict[str, int]
) -> dict[tuple[str, str], int]:
    weights = [size[institution] * (0.7 + 0.6 * rnd.random()) for institution in institutions]
    return {
        (institution, code): int(rest * weight / fsum(weights) + 0.5)
        for institution, weight in zip(institutions, weights, strict=True)
    }


def usage_lines(rnd: random.Random, amounts: dict[tuple[str, str], int]) -> tuple[DemoUsage, ...]:
    """Divide every amount over the care types that are counted for the specialism."""
    lines = []
    for (institution, code), amount in sorted(amounts.items()):
        source = "dhd" if code in SUPPORTING else "vektis"
        left = amount
        parts = _parts(rnd, code)
        for care_type, part in parts[1:]:
            some = int(amount * part)
            left -= some
            lines.append(DemoUsage(source, institution, code, care_type, some))
        lines.append(DemoUsage(source, institution, code, parts[0][0], left))
    return tuple(line for line in lines if line.amount)


def _parts(rnd: random.Random, code: str) -> list[tuple[str, float]]:
    """Care types with their parts; the first takes what is left."""
    if code in SUPPORTING:
        return [("procedure_own", 0.0), ("procedure_third", 0.08 + 0.2 * rnd.random())]
    parts = [
        ("first_visit", 0.0),
        ("day_admission", 0.12 + 0.12 * rnd.random()),
        ("clinical_admission", 0.06 + 0.1 * rnd.random()),
    ]
    if code == REHABILITATION:
        parts.append(("treatment_plan", 0.1 + 0.08 * rnd.random()))
    return parts
