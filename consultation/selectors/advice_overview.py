"""All advices of a round beside the base distribution, for who reads what every party filed."""

from dataclasses import dataclass

from django.db.models import Q

from allocation.models import Cycle, Region, Specialism, TableCell
from allocation.selectors.rights import Person
from consultation.enums import FilingKind
from consultation.models import AdviceCell, Filing, Round
from consultation.selectors.filings import filings_visible_to, latest


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """What one advice says of one region; `advice` is None while nothing was filed."""

    key: str  # of the region
    region: str  # its name
    base: int | None  # None outside the framework
    zero: bool
    advice: AdviceCell | None

    @property
    def places(self) -> int:
        """The places that are advised; 0 where nothing was filed."""
        return self.advice.places if self.advice else 0

    @property
    def change(self) -> int:
        """How many places the advice is above (or below) the base distribution."""
        if self.advice is None or self.base is None:
            return 0
        return self.advice.places - self.base


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One specialism: the version that counts and its cells in the order of the regions."""

    code: str
    name: str
    filing: Filing | None
    cells: tuple[OverviewCell, ...]

    @property
    def has_base(self) -> bool:
        """Whether it stands in the base distribution: not VSG and NVvO."""
        return any(cell.base is not None for cell in self.cells)

    @property
    def total(self) -> int:
        """The places of the advice."""
        return sum(cell.places for cell in self.cells)

    @property
    def base_total(self) -> int:
        """The places of the base distribution."""
        return sum(cell.base or 0 for cell in self.cells)

    @property
    def reasons(self) -> list[OverviewCell]:
        """The regions with a reason."""
        return [cell for cell in self.cells if cell.advice and cell.advice.reason]

    @property
    def departs(self) -> int:
        """In how many regions the advice differs from the base distribution."""
        return sum(cell.change != 0 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RegionTotal:
    """The advices on the framework's specialisms in one region, and the base of the same ones."""

    region: str  # its key; empty for all together
    advice: int
    base: int

    @property
    def change(self) -> int:
        """How far the advices together are from the base distribution."""
        return self.advice - self.base


@dataclass(frozen=True, slots=True)
class AdviceOverview:
    """The table of all advices in a round."""

    regions: tuple[str, ...]  # their keys
    rows: tuple[OverviewRow, ...]

    @property
    def filed(self) -> int:
        """How many specialisms have an advice."""
        return sum(row.filing is not None for row in self.rows)

    @property
    def missing(self) -> int:
        """How many have none yet."""
        return len(self.rows) - self.filed

    @property
    def counted(self) -> list[OverviewRow]:
        """What the totals count: the filed advices on specialisms of the framework."""
        return [row for row in self.rows if row.filing and row.has_base]

    @property
    def totals(self) -> list[RegionTotal]:
        """Per region, and in all as the last one."""
        sums = [
            RegionTotal(
                key,
                sum(row.cells[at].places for row in self.counted),
                sum(row.cells[at].base or 0 for row in self.counted),
            )
            for at, key in enumerate(self.regions)
        ]
        return [*sums, RegionTotal("", sum(o.advice for o in sums), sum(o.base for o in sums))]


def advice_overview(user: Person, consultation: Round, cycle: Cycle) -> AdviceOverview:
    """The advices that a person may see, of every specialism; a fixed number of queries."""
    regions = list(Region.objects.order_by("position"))
    newest = latest(
        filings_visible_to(user, cycle).filter(round=consultation, kind=FilingKind.ADVICE)
    )
    filings = {key: filing for (_kind, key), filing in newest.items()}
    said: dict[tuple[int, int], AdviceCell] = {}
    counted = Q(filing__in=[filing.pk for filing in filings.values()])
    for cell in AdviceCell.objects.filter(counted):
        said[cell.filing_id, cell.region_id] = cell
    base = {
        (cell.specialism_id, cell.region_id): cell
        for cell in TableCell.objects.filter(table=consultation.table_id, institution__isnull=True)
    }
    rows = [
        OverviewRow(
            one.code,
            one.name,
            filings.get(one.pk),
            tuple(
                _cell(region, base.get((one.pk, region.pk)), filings.get(one.pk), said)
                for region in regions
            ),
        )
        for one in Specialism.objects.order_by("position")
    ]
    return AdviceOverview(tuple(region.key for region in regions), tuple(rows))


def _cell(
    region: Region,
    base: TableCell | None,
    filing: Filing | None,
    said: dict[tuple[int, int], AdviceCell],
) -> OverviewCell:
    return OverviewCell(
        region.key,
        region.name,
        base.places if base else None,
        bool(base and base.structural_zero),
        said.get((filing.pk, region.pk)) if filing else None,
    )
