"""Adherence: which part of the care use of a specialism belongs to which region."""

from collections import defaultdict
from fractions import Fraction

from allocation.engine.tables import BaseCase, Exact, ExactTable


def adherence_table(case: BaseCase) -> ExactTable:
    """Add up usage per specialism and region, each institution by its assigned shares.

    Exact; specialisms × regions. Where the 0.3 of an institution belongs to a region, so does 0.3
    of its usage.
    """
    # Notitie adherentieberekening 2026, vraag 5; Toewijzingsprotocol 2027, fase I 3 (naar rato).
    shares: dict[tuple[str, str], list[tuple[str, Fraction]]] = defaultdict(list)
    for line in case.assignment:
        shares[line.institution, line.specialism].append((line.region, line.share))
    table: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for use in case.usage:
        for region, share in shares[use.institution, use.specialism]:
            table[use.specialism, region] += share * use.amount
    return tuple(
        tuple(table[specialism.code, region] for region in case.regions)
        for specialism in case.specialisms
    )


def share_table(adherence: ExactTable) -> ExactTable:
    """Each region's part of the national care use of a specialism; rows add up to 1."""
    # Notitie adherentieberekening 2026, vraag 5: the table of percentages.
    return tuple(tuple(value / sum(row) for value in row) for row in adherence)


def quota_table(shares: ExactTable, national_intake: tuple[int, ...]) -> ExactTable:
    """The unrounded places per specialism and region: share × national intake."""
    # Notitie adherentieberekening 2026, vraag 6.
    return tuple(
        tuple(share * intake for share in row)
        for row, intake in zip(shares, national_intake, strict=True)
    )


def region_totals(quotas: ExactTable) -> Exact:
    """Add the quotas per region, "under the line" (vertical addition)."""
    # Notitie adherentieberekening 2026, vraag 6.
    return tuple(sum(column, Fraction()) for column in zip(*quotas, strict=True))
