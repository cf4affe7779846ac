"""The framework around a proposal: exact rows, structural zeros, and the leeway (regelruimte).

Toewijzingsprotocol 2027, fase I 2, Regelruimte: in all at most 30 places move between regions, per
region at most 8 fewer and 10 more. Places moved are the sum of the pluses over the regions:
docs/adr/0110-places-moved.md.
"""

from dataclasses import dataclass
from fractions import Fraction

from allocation.engine.tables import Cell, Whole, WholeTable


@dataclass(frozen=True, slots=True)
class Leeway:
    """How far region totals may lie from those of the base distribution, in whole places."""

    down: int  # at most so many fewer in a region
    up: int  # at most so many more in a region
    total: int  # at most so many moved in all: the sum of the pluses


@dataclass(frozen=True, slots=True)
class Framework:
    """What every proposal keeps to. Rows are specialisms, columns regions."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_totals: Whole
    base: WholeTable
    zeros: tuple[Cell, ...]
    leeway: Leeway
    floor: Fraction | None = None  # the least part of all places for a region; only warned about

    @property
    def base_totals(self) -> Whole:
        """The total of every region in the base distribution."""
        return tuple(map(sum, zip(*self.base, strict=True)))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that doesn't fit: a code, where, the number found, and the lowest and highest
    allowed (None: no bound). A warning stops nothing."""

    code: str
    row: str = ""
    column: str = ""
    found: int = 0
    lowest: int | None = None
    highest: int | None = None
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The sums of a table against the framework, and everything that doesn't fit."""

    row_sums: Whole
    region_totals: Whole
    region_deviation: Whole
    moved: int
    findings: tuple[Finding, ...]

    @property
    def fits(self) -> bool:
        """Whether the table keeps to the framework; warnings apart."""
        return all(finding.warning for finding in self.findings)


def assess(framework: Framework, places: WholeTable) -> Assessment:
    """Add up a table of whole numbers and list everything that the framework doesn't allow."""
    row_sums = tuple(map(sum, places))
    totals = tuple(map(sum, zip(*places, strict=True)))
    deviation = tuple(new - old for new, old in zip(totals, framework.base_totals, strict=True))
    moved = sum(max(0, change) for change in deviation)
    findings = (
        *_cell_findings(framework, places),
        *_row_findings(framework, row_sums),
        *_region_findings(framework, totals, deviation),
    )
    if moved > framework.leeway.total:
        findings += (Finding("moved", found=moved, highest=framework.leeway.total),)
    return Assessment(row_sums, totals, deviation, moved, findings)


def _cell_findings(framework: Framework, places: WholeTable) -> list[Finding]:
    zeros = set(framework.zeros)
    found = []
    for row, line in zip(framework.rows, places, strict=True):
        for column, number in zip(framework.columns, line, strict=True):
            if number < 0:
                found.append(Finding("negative", row, column, number, lowest=0))
            elif number and (row, column) in zeros:
                found.append(Finding("structural_zero", row, column, number, 0, 0))
    return found


def _row_findings(framework: Framework, row_sums: Whole) -> list[Finding]:
    # Toewijzingsprotocol 2027, fase II 1.3: the national intake per specialism.
    return [
        Finding("row_total", row, found=found, lowest=total, highest=total)
        for row, found, total in zip(framework.rows, row_sums, framework.row_totals, strict=True)
        if found != total
    ]


def _region_findings(framework: Framework, totals: Whole, deviation: Whole) -> list[Finding]:
    leeway, found = framework.leeway, []
    every = sum(framework.row_totals)
    lines = zip(framework.columns, totals, framework.base_totals, deviation, strict=True)
    for column, total, base, change in lines:
        if not -leeway.down <= change <= leeway.up:
            low, high = base - leeway.down, base + leeway.up
            found.append(Finding("region_total", "", column, total, max(0, low), high))
        # The protocol has the floor for the base distribution alone: docs/adr/0111.
        floor = framework.floor
        if floor is not None and change < 0 and total < floor * every:
            least = -(-floor.numerator * every // floor.denominator)
            found.append(Finding("below_floor", "", column, total, least, warning=True))
    return found
