"""The region assignment as plain data: what a workbook, a comparison and the engine speak of."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from allocation.enums import AssignmentBasis, InstitutionKind

FORMAT = "bols-assignment-1"
LineKey = tuple[str, str]  # institution code, specialism code


@dataclass(frozen=True, slots=True)
class InstitutionData:
    """An institution: its code, name, place, kind and the key of its home region ("" for none)."""

    code: str
    name: str
    city: str
    kind: InstitutionKind
    home_region: str = ""


@dataclass(frozen=True, slots=True)
class ShareData:
    """The part of a line that belongs to a region, exactly.

    `fte`: trainees (in fte, as decimal text such as "4.2") that came in or moved on from the
    region in each of the last three years; empty unless the line is divided pro rata.
    """

    region: str
    share: Fraction
    fte: tuple[str, ...] = ()

    @property
    def fte_total(self) -> Fraction:
        """The fte of the three years together."""
        return sum((Fraction(text) for text in self.fte), Fraction(0))


@dataclass(frozen=True, slots=True)
class LineData:
    """One institution × specialism: recognised or not, on what basis, and its shares."""

    institution: str
    specialism: str
    recognised: bool
    source: str
    basis: AssignmentBasis
    shares: tuple[ShareData, ...]

    @property
    def key(self) -> LineKey:
        """What a line is known by in every version."""
        return (self.institution, self.specialism)

    @property
    def fte_total(self) -> Fraction:
        """The fte of all regions together, over three years."""
        return sum((share.fte_total for share in self.shares), Fraction(0))


@dataclass(frozen=True, slots=True)
class AssignmentData:
    """A whole region assignment with the institutions it speaks of."""

    institutions: tuple[InstitutionData, ...]
    lines: tuple[LineData, ...]


def line_of(
    *,
    institution: str,
    specialism: str,
    recognised: bool,
    source: str,
    basis: AssignmentBasis,
    shares: Iterable[ShareData],
) -> LineData:
    """A line with its shares in a fixed order, so that equal content compares equal."""
    return LineData(
        institution=institution,
        specialism=specialism,
        recognised=recognised,
        source=source,
        basis=basis,
        shares=tuple(sorted(shares, key=lambda share: share.region)),
    )


def digest_of(lines: Iterable[LineData]) -> str:
    """SHA-256 over all lines in a fixed order: the same assignment gives the same digest."""
    content = [
        [
            line.institution,
            line.specialism,
            line.recognised,
            line.source,
            line.basis.value,
            [[s.region, str(s.share), list(s.fte)] for s in line.shares],
        ]
        for line in sorted(lines, key=lambda line: line.key)
    ]
    plain = json.dumps([FORMAT, content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def pro_rata(fte: dict[str, tuple[str, ...]]) -> dict[str, Fraction]:
    """The share of each region, exactly, from the fte of three years. They add up to 1.

    Toewijzingsprotocol 2027, fase I 3: divided "naar rato" over the regions from which the
    training received trainees (in fte) over the last three years. Raises ValueError without fte.
    """
    totals = {region: sum(map(Fraction, years), Fraction(0)) for region, years in fte.items()}
    whole = sum(totals.values(), Fraction(0))
    if whole <= 0:
        raise ValueError("no fte to divide by")
    return {region: total / whole for region, total in totals.items()}


def exact_decimal(number: Fraction) -> str:
    """A fraction with a finite decimal writing, such as fte: "12.4", "4"."""
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
