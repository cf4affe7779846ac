"""Recognitions and region assignment of the demo: who cares for what, who trains, for which region.

Which specialisms an institution has follows from its kind and size; which of them it trains in is
drawn. Some lines belong to another region than the institution's own, some to two regions.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from allocation.demo.invented import DemoInstitution, DemoLine, DemoShare
from allocation.engine.tables import Cell

REGISTERS = {"20": "NVKC", "21": "NVKF/OKF", "44": "NVZA"}  # all others: RGS
OUTSIDE_FRAMEWORK = {
    "31": ("99010001", "99020001", "99040001", "99070001"),
    "46": (
        "99010002",
        "99020003",
        "99030001",
        "99040003",
        "99060002",
        "99070002",
        "99080004",
    ),
}
# What hospitals below a size don't have, and what categorical institutions do have.
TOP_CARE = {"03", "22", "27", "38"}
NOT_IN_MIDDLE = {"21", "33"}
NOT_IN_SMALL = {"17", "20", "26", "40"}
LARGE, MIDDLE, TRAINING = 50, 30, 24
ALSO = {
    "99010002": {"03", "27", "38"},
    "99010003": {"03", "27", "38"},
    "99030002": {"03"},
    "99060002": {"27", "38"},
    "99060003": {"03", "38"},
    "99070003": {"03"},
    "99070005": {"27"},
    "99080002": {"03", "38"},
    "99080003": {"27"},
}
ONLY = {
    "99010017": {"20", "26"},
    "99010018": {"33"},
    "99010019": {"38"},
    "99020011": {"32", "39", "40"},
    "99020014": {"38"},
    "99030009": {"19", "33"},
    "99040011": {"05", "10", "18", "24", "25", "33", "34", "37", "38", "42"},
    "99040012": {"39", "40"},
    "99040014": {"33"},
    "99040015": {"26"},
    "99070013": {"30"},
    "99070016": {"33"},
    "99070017": {"38"},
    "99080010": {"38"},
    "99080013": {"26", "33"},
}
BY_KIND = {"rehabilitation": {"40"}, "ggz": {"44"}}

# Toewijzingsprotocol 2027, fase I 3: what belongs to a region depends on the specialism. For
# rehabilitation West-Brabant belongs largely to ZON (Notitie adherentieberekening 2026, vraag 1).
ELSEWHERE = {("99070003", "40"): "ZON", ("99070007", "40"): "ZON", ("99070015", "40"): "ZON"}
DIVIDED = {
    ("99010005", "01"): "ON",
    ("99010005", "28"): "ON",
    ("99010003", "37"): "ON",
    ("99020003", "24"): "ZON",
    ("99020003", "28"): "ZON",
    ("99020014", "38"): "NO",
    ("99030004", "05"): "ON",
    ("99030004", "10"): "ON",
    ("99030006", "10"): "NWN",
    ("99030006", "19"): "NWN",
    ("99040006", "43"): "Utrecht",
    ("99060004", "30"): "ZWN",
    ("99060004", "43"): "ZWN",
    ("99060006", "28"): "Utrecht",
    ("99070005", "01"): "ZON",
    ("99070005", "32"): "ZON",
}
# The error of the rectification: institutions of NO whose care was counted for Leiden.
MIXED_UP = {"99010009", "99010010"}


def specialisms_of(institution: DemoInstitution, all_codes: tuple[str, ...]) -> tuple[str, ...]:
    """The framework specialisms in which an institution sees or serves patients."""
    codes = set(all_codes)
    if institution.code in ONLY:
        codes = ONLY[institution.code]
    elif institution.kind in BY_KIND:
        codes = BY_KIND[institution.kind]
    elif institution.kind != "umc":
        codes -= TOP_CARE
        if institution.size < LARGE:
            codes -= NOT_IN_MIDDLE
        if institution.size < MIDDLE:
            codes -= NOT_IN_SMALL
    codes = codes | ALSO.get(institution.code, set())
    return tuple(code for code in all_codes if code in codes)


def assignment_lines(
    rnd: random.Random,
    institutions: tuple[DemoInstitution, ...],
    codes: tuple[str, ...],
    zeros: tuple[Cell, ...],
) -> tuple[DemoLine, ...]:
    """All lines; in a structural zero (specialism, region) nobody is recognised."""
    lines = []
    for institution in institutions:
        for code in specialisms_of(institution, codes):
            lines.append(_line(rnd, institution, code, zeros))
        for code, trainers in OUTSIDE_FRAMEWORK.items():
            if institution.code in trainers:
                lines.append(_whole(institution, code, institution.region, recognised=True))
    return tuple(lines)


def erroneous(lines: tuple[DemoLine, ...]) -> tuple[DemoLine, ...]:
    """The lines as they were before the rectification (BOLS26-0104 d.d. 02-04-2026)."""
    return tuple(
        replace(line, shares=(DemoShare("Leiden", Fraction(1)),))
        if line.institution in MIXED_UP
        else line
        for line in lines
    )


def _line(
    rnd: random.Random, institution: DemoInstitution, code: str, zeros: tuple[Cell, ...]
) -> DemoLine:
    region = ELSEWHERE.get((institution.code, code), institution.region)
    other = DIVIDED.get((institution.code, code))
    drawn = rnd.random()
    if other is not None:
        return DemoLine(
            institution.code,
            code,
            recognised=True,
            register=REGISTERS.get(code, "RGS"),
            basis="pro_rata",
            shares=tuple(_pro_rata(rnd, region, other)),
        )
    likely = {"umc": 1.0, "ggz": 0.0, "general": 0.9 if institution.size >= LARGE else 0.55}
    recognised = drawn < likely.get(institution.kind, 1.0) and (code, region) not in zeros
    if institution.kind == "general" and institution.size < TRAINING:
        recognised = False
    return _whole(institution, code, region, recognised=recognised)


def _whole(institution: DemoInstitution, code: str, region: str, *, recognised: bool) -> DemoLine:
    return DemoLine(
        institution.code,
        code,
        recognised=recognised,
        register=REGISTERS.get(code, "RGS") if recognised else "",
        basis="agreement" if recognised else "service_area",
        shares=(DemoShare(region, Fraction(1)),),
    )


def _pro_rata(rnd: random.Random, region: str, other: str) -> Iterator[DemoShare]:
    """Shares after the fte of trainees of three years; the own region has the larger part."""
    halves = [
        [6 + int(rnd.random() * 9) for _ in range(3)],
        [1 + int(rnd.random() * 6) for _ in range(3)],
    ]
    everything = sum(map(sum, halves))
    for name, years in zip((region, other), halves, strict=True):
        fte = tuple(f"{Decimal(year) / 2:f}" for year in years)
        yield DemoShare(name, Fraction(sum(years), everything), fte)
