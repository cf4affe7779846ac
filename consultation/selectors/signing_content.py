"""The exact content of a sheet, as a signatory reads it. Fixed with the sheet: always the same."""

from dataclasses import dataclass
from datetime import datetime

from allocation.selectors.institution_tables import institution_table
from consultation.models import ClusterProposal, RegionProposal, SigningSheet, SigningSlot


@dataclass(frozen=True, slots=True)
class Share:
    """The places of one institution in a line."""

    institution: str
    places: int
    own: bool


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """How the places of a specialism are divided over the institutions of the region."""

    code: str
    name: str
    shares: tuple[Share, ...]

    @property
    def total(self) -> int:
        """The places of the region."""
        return sum(one.places for one in self.shares)

    @property
    def own(self) -> int | None:
        """The places of who signs; None where it trains nobody in this specialism."""
        return next((one.places for one in self.shares if one.own), None)


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What lies to be signed for one institution."""

    number: int  # of the version
    lines: tuple[DivisionLine, ...]
    motivation: str
    adopted_at: datetime
    consensus: bool = True
    views: str = ""  # what divides the general board
    report: str = ""  # name of the cluster's report

    @property
    def own_lines(self) -> tuple[DivisionLine, ...]:
        """The lines in which who signs stands."""
        return tuple(line for line in self.lines if line.own is not None)

    @property
    def own_total(self) -> int:
        """All places of who signs."""
        return sum(line.own or 0 for line in self.lines)

    @property
    def total(self) -> int:
        """All places."""
        return sum(line.total for line in self.lines)


def content_for(slot: SigningSlot) -> SheetContent | None:
    """What this institution is asked to sign; None for a sheet without a proposal."""
    region = RegionProposal.objects.filter(sheet=slot.sheet_id).select_related("table").first()
    if region is not None:
        return SheetContent(
            region.number,
            _region_lines(region, slot),
            region.motivation,
            region.adopted_at,
            region.consensus,
            region.views,
        )
    cluster = ClusterProposal.objects.filter(sheet=slot.sheet_id).first()
    if cluster is None:
        return None
    cells = cluster.cells.select_related("institution").order_by("institution__name", "pk")
    shares = tuple(
        Share(one.institution.name, one.places, one.institution_id == slot.institution_id)
        for one in cells
    )
    specialism = cluster.specialism
    line = DivisionLine(specialism.code, specialism.name, shares)
    return SheetContent(
        cluster.number,
        (line,),
        cluster.motivation,
        cluster.filed_at,
        report=cluster.report_name,
    )


def number_of(sheet: SigningSheet) -> int | None:
    """The number of the version that a sheet belongs to; None without one."""
    kind = RegionProposal if sheet.specialism_id is None else ClusterProposal
    return kind.objects.filter(sheet=sheet).values_list("number", flat=True).first()


def report_of(slot: SigningSlot) -> ClusterProposal | None:
    """The proposal whose report belongs to what a trainer signs."""
    return ClusterProposal.objects.filter(sheet=slot.sheet_id).first()


def _region_lines(proposal: RegionProposal, slot: SigningSlot) -> tuple[DivisionLine, ...]:
    table = institution_table(proposal.table)
    own = slot.institution.code
    shares: dict[str, list[Share]] = {code: [] for code in table.names}
    for (code, _region, at), places in table.places.items():
        shares[code].append(Share(table.institutions[at].name, places, at == own))
    return tuple(
        DivisionLine(code, name, tuple(shares[code])) for code, name in table.names.items()
    )
