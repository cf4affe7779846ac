"""Reading tables of places per institution: a region's proposal, last year's, the preliminary."""

from dataclasses import dataclass

from allocation.enums import TableKind
from allocation.models import AllocationTable, Cycle, Institution, TableCell

Key = tuple[str, str, str]  # specialism code, region key, institution code


@dataclass(frozen=True, slots=True)
class InstitutionTable:
    """A table version: places by (specialism code, region key, institution code)."""

    table: AllocationTable
    places: dict[Key, int]
    institutions: dict[str, Institution]  # by code, in order of name
    names: dict[str, str]  # of the specialisms, by code, in protocol order

    def total(self, *, specialism: str = "", region: str = "", institution: str = "") -> int:
        """The places of all cells that match what is given."""
        return sum(
            number
            for (code, key, at), number in self.places.items()
            if (not specialism or code == specialism)
            and (not region or key == region)
            and (not institution or at == institution)
        )


def institution_table(table: AllocationTable) -> InstitutionTable:
    """The cells of a table per institution, in one query."""
    cells = list(
        TableCell.objects.filter(table=table, institution__isnull=False)
        .select_related("specialism", "region", "institution")
        .order_by("specialism__position", "region__position", "institution__name")
    )
    found: list[tuple[TableCell, Institution]] = [
        (one, one.institution) for one in cells if one.institution
    ]
    institutions = {one.code: one for _cell, one in found}
    by_name = sorted(institutions.values(), key=lambda one: (one.name, one.pk))
    return InstitutionTable(
        table=table,
        places={(one.specialism.code, one.region.key, at.code): one.places for one, at in found},
        institutions={one.code: one for one in by_name},
        names={one.specialism.code: one.specialism.name for one in cells},
    )


def previous_table(cycle: Cycle) -> InstitutionTable | None:
    """Last year's places per institution, as the bureau brought them in; None without."""
    table = (
        AllocationTable.objects.filter(cycle=cycle, kind=TableKind.PREVIOUS)
        .order_by("-number")
        .first()
    )
    return institution_table(table) if table else None
