"""The decided distribution as pages draw it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bols_portal.ui.tables import Cell, Column, Matrix
from consultation.views.proposal_tables import with_changes

if TYPE_CHECKING:
    from consultation.selectors.decided import Decided, Own


def decided_matrix(decided: "Decided", own: "Own") -> Matrix:
    """The decided distribution; differences from the base distribution are marked.

    Outside the framework there is no base distribution, so nothing to mark.
    """

    def cell(code: str, region: str, places: int, zero: bool) -> Cell:
        before = decided.base_of(code, region)
        return Cell(places, changed=0 if before is None else places - before, zero=zero)

    table = Matrix.of_places(
        key="decided",
        caption=_("The decided distribution, places by specialism and region"),
        columns=[
            Column(region, title=f"OOR {region}", own=region in own.regions)
            for region in decided.places.regions
        ],
        rows=[
            (
                row.code,
                row.name,
                [
                    cell(row.code, region, found.places, found.structural_zero)
                    for region, found in zip(decided.places.regions, row.cells, strict=True)
                ],
            )
            for row in decided.places.rows
        ],
        percentages=True,
    )
    rows = [replace(row, own=row.code in own.codes) for row in table.rows]
    return with_changes(replace(table, rows=rows), decided.region_changes)
