"""Reading allocation tables: who may see which version, and its cells in protocol order."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from allocation.enums import DecisionStatus, TableKind
from allocation.models import AllocationTable, Cycle, DecisionItem, TableCell
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right

# What a decision rests on is open to all parties once the board has adopted it, also when a
# later decision has replaced it. What lies before the board is open to its readers.
OPEN_TO_ALL = (DecisionStatus.ADOPTED, DecisionStatus.REPLACED)
ON_PAGES_OF_THEIR_OWN = (TableKind.PROPOSAL, TableKind.REGION, TableKind.PREVIOUS)
OPEN_TO_BOARD = (*OPEN_TO_ALL, DecisionStatus.AT_BOARD, DecisionStatus.REJECTED)


def tables_visible_to(user: Person, cycle: Cycle) -> QuerySet[AllocationTable]:
    """The table versions a person may see.

    Bureau and auditors: all. Board members: what was put before the board. All other parties:
    what the board adopted. Proposals of FMS and of regions have pages of their own.
    """
    tables = AllocationTable.objects.filter(cycle=cycle).exclude(kind__in=ON_PAGES_OF_THEIR_OWN)
    tables = tables.select_related("created_by")
    if has_right(user, Right.READ_CONFIDENTIAL, cycle):
        return tables
    if has_right(user, Right.READ_DOSSIERS, cycle):
        statuses: tuple[DecisionStatus, ...] = OPEN_TO_BOARD
    elif has_right(user, Right.READ_CYCLE, cycle):
        statuses = OPEN_TO_ALL
    else:
        return tables.none()
    decided = DecisionItem.objects.filter(decision__status__in=statuses, table__isnull=False)
    return tables.filter(Q(pk__in=decided.values("table")))


@dataclass(frozen=True, slots=True)
class PlacesRow:
    """One specialism of a table: code, name and its cells in the order of the regions."""

    code: str
    name: str
    cells: tuple[TableCell, ...]

    @property
    def total(self) -> int:
        """All places of the specialism."""
        return sum(cell.places for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PlacesTable:
    """A table version with its cells: rows of specialisms by columns of regions."""

    table: AllocationTable
    regions: tuple[str, ...]
    rows: tuple[PlacesRow, ...]

    @property
    def region_totals(self) -> tuple[int, ...]:
        """The places of each region."""
        return tuple(
            sum(row.cells[column].places for row in self.rows)
            for column in range(len(self.regions))
        )

    @property
    def total(self) -> int:
        """All places."""
        return sum(self.region_totals)

    def cell(self, code: str, region: str) -> TableCell | None:
        """One cell by specialism code and region key; None when the table has none such."""
        if region not in self.regions:
            return None
        column = self.regions.index(region)
        return next((row.cells[column] for row in self.rows if row.code == code), None)


def places_of(table: AllocationTable) -> PlacesTable:
    """The cells of a table in protocol order, in one query."""
    cells = TableCell.objects.filter(table=table, institution__isnull=True).select_related(
        "specialism", "region"
    )
    return _arrange(table, cells)


def _arrange(table: AllocationTable, cells: Iterable[TableCell]) -> PlacesTable:
    by_row: dict[str, list[TableCell]] = {}
    names: dict[str, str] = {}
    regions: dict[str, int] = {}
    for cell in cells:
        names[cell.specialism.code] = cell.specialism.name
        regions[cell.region.key] = cell.region.position
        by_row.setdefault(cell.specialism.code, []).append(cell)
    return PlacesTable(
        table=table,
        regions=tuple(sorted(regions, key=lambda key: regions[key])),
        rows=tuple(PlacesRow(code, names[code], tuple(row)) for code, row in by_row.items()),
    )


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that differs between two versions."""

    code: str
    name: str
    region: str
    old: int
    new: int


def differences(old: PlacesTable, new: PlacesTable) -> list[CellDifference]:
    """Every cell that differs, in protocol order of the new table."""
    found = []
    for row in new.rows:
        for column, region in enumerate(new.regions):
            before = old.cell(row.code, region)
            was = before.places if before else 0
            now = row.cells[column].places
            if was != now:
                found.append(CellDifference(row.code, row.name, region, was, now))
    return found
