"""Tables of places as the pages draw them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from allocation.selectors.tables import PlacesTable
from bols_portal.ui.tables import Cell, Column, Mark, Matrix

if TYPE_CHECKING:
    from allocation.models import TableCell

MARKS = {-1: Mark.DOWN, 0: Mark.NONE, 1: Mark.UP}


def base_matrix(
    places: PlacesTable,
    *,
    href: Callable[[str, str], str] | None = None,
    selected: tuple[str, str] | None = None,
    compared: PlacesTable | None = None,
    key: str = "base",
) -> Matrix:
    """A distribution of specialisms over regions, with totals, shares and marks.

    `href` gives the address of a cell's explanation; `compared` the earlier version whose
    differences are marked.
    """

    def cell(code: str, region: str, found: TableCell) -> Cell:
        before = compared.cell(code, region) if compared else None
        return Cell(
            found.places,
            mark=MARKS[found.next_best],
            zero=found.structural_zero,
            changed=found.places - before.places if before else 0,
            href=href(code, region) if href else "",
            selected=(code, region) == selected,
        )

    return Matrix.of_places(
        key=key,
        caption=_("Base distribution, places by specialism and region"),
        columns=[Column(region, title=f"OOR {region}") for region in places.regions],
        rows=[
            (
                row.code,
                row.name,
                [cell(row.code, *pair) for pair in zip(places.regions, row.cells, strict=True)],
            )
            for row in places.rows
        ],
        percentages=True,
    )
