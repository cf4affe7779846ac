"""Proposed and decided tables as pages draw them: with what departs marked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bols_portal.ui.tables import Cell, Column, Matrix

if TYPE_CHECKING:
    from consultation.selectors.proposal_sheet import ProposalSheet


def proposal_matrix(sheet: "ProposalSheet") -> Matrix:
    """The proposal; differences from the base distribution are marked, also of totals."""

    def cell(code: str, region: str, places: int, zero: bool) -> Cell:
        before = sheet.base.cell(code, region)
        change = places - before.places if before else 0
        return Cell(
            places,
            changed=change,
            zero=zero,
            missing_reason=bool(change) and (code, region) not in sheet.reasons,
        )

    table = Matrix.of_places(
        key="proposal",
        caption=_("The proposal, places by specialism and region"),
        columns=[Column(region, title=f"OOR {region}") for region in sheet.places.regions],
        rows=[
            (
                row.code,
                row.name,
                [
                    cell(row.code, region, found.places, found.structural_zero)
                    for region, found in zip(sheet.places.regions, row.cells, strict=True)
                ],
            )
            for row in sheet.places.rows
        ],
    )
    return with_changes(table, sheet.assessment.region_deviation)


def with_changes(table: Matrix, changes: Sequence[int]) -> Matrix:
    """The same table; the totals of the columns say how much they differ."""
    totals, *rest = table.foot
    cells = [replace(cell, changed=by) for cell, by in zip(totals.cells, changes, strict=True)]
    return replace(table, foot=[replace(totals, cells=cells), *rest])
