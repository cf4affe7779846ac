"""What the engine is told: the framework on a base distribution, and the advices in a round."""

from fractions import Fraction

from allocation.engine import leeway
from allocation.models import Cycle
from allocation.selectors.cycles import protocol_of
from allocation.selectors.framework import intake_under
from allocation.selectors.intake import numbers_of
from allocation.selectors.tables import PlacesTable
from consultation.enums import FilingKind
from consultation.models import AdviceCell, Filing, Round
from consultation.selectors.filings import latest


def framework_on(cycle: Cycle, base: PlacesTable) -> leeway.Framework:
    """The framework on a base distribution: national intake, zeros, leeway and floor.

    Rows are the specialisms of the table, columns its regions. Raises ValueError for a protocol
    without a leeway. Toewijzingsprotocol 2027, fase I 2, Regelruimte.
    """
    protocol = protocol_of(cycle)
    if protocol.leeway is None:
        raise ValueError("the protocol of this cycle has no leeway")
    intake = numbers_of(intake_under(base.table))
    return leeway.Framework(
        rows=tuple(row.code for row in base.rows),
        columns=base.regions,
        row_totals=tuple(intake[row.code][1] for row in base.rows),
        base=tuple(tuple(cell.places for cell in row.cells) for row in base.rows),
        zeros=tuple(
            (row.code, region)
            for row in base.rows
            for region, cell in zip(base.regions, row.cells, strict=True)
            if cell.structural_zero
        ),
        leeway=leeway.Leeway(
            down=-protocol.leeway.lowest, up=protocol.leeway.highest, total=protocol.leeway.total
        ),
        floor=Fraction(protocol.floor),
    )


def advices_in(consultation: Round) -> dict[str, dict[str, AdviceCell]]:
    """The advice that counts of each specialism that has one: by code, then by region key.

    A fixed number of queries. Who may read it is for the caller to check.
    """
    filings = latest(
        Filing.objects.filter(round=consultation, kind=FilingKind.ADVICE).select_related(
            "specialism"
        )
    )
    counted = {filing.pk: filing for filing in filings.values()}
    found: dict[str, dict[str, AdviceCell]] = {}
    for cell in AdviceCell.objects.filter(filing__in=counted).select_related("region"):
        specialism = counted[cell.filing_id].specialism
        if specialism is not None:
            found.setdefault(specialism.code, {})[cell.region.key] = cell
    return found
