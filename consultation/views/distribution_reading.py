"""What the board reads before it decides: proposal, test, advices and focus points."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bols_portal.ui.pieces import Difference, Gauge
from bols_portal.ui.tables import Cell, Column, Matrix
from consultation.selectors.distribution_ground import Ground
from consultation.selectors.focus import points_in
from consultation.selectors.proposal_sheet import sheet_of
from consultation.views.proposal_tables import proposal_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from consultation.models import AdviceCell


def reading(ground: Ground) -> dict[str, Any]:
    """The parts of the page; a fixed number of queries."""
    return {
        "proposal": ground.proposal,
        "test": ground.test,
        "round": ground.round,
        "advices": _advices(ground) if ground.advices else None,
        "advised": len(ground.advices),
        "focus": points_in(ground.round) if ground.round else {},
        **_proposal(ground),
    }


def _proposal(ground: Ground) -> dict[str, Any]:
    """The proposal beside the base distribution: what departs, with the reasons of FMS."""
    if ground.proposal is None:
        return {}
    sheet = sheet_of(ground.proposal)
    leeway = sheet.framework.leeway
    return {
        "fits_base": ground.fits_base,
        "matrix": proposal_matrix(sheet),
        "departures": [
            Difference(one.name, one.region, one.old, one.new, code=one.code, reason=one.reason)
            for one in sheet.departures
        ],
        "beyond": sheet.beyond,
        "gauges": [
            Gauge(f"OOR {region}", change, -leeway.down, leeway.up)
            for region, change in zip(
                sheet.base.regions, sheet.assessment.region_deviation, strict=True
            )
        ],
        "moved": sheet.assessment.moved,
        "room": leeway.total,
    }


def _advices(ground: Ground) -> Matrix:
    """The numbers that were advised; differences from the base distribution are marked."""
    rows = [(code, ground.names[code]) for code in ground.names if ground.advices.get(code)]
    return Matrix.of_places(
        key="advices",
        caption=_("The advices, places by specialism and region"),
        columns=[Column(region, title=f"OOR {region}") for region in ground.regions],
        rows=[
            (code, name, [_advised(ground, code, key) for key in ground.regions])
            for code, name in rows
        ],
    )


def _advised(ground: Ground, code: str, region: str) -> Cell:
    row: Mapping[str, AdviceCell] = ground.advices[code]
    base = ground.base.cell(code, region)
    advice = row.get(region)
    if advice is None:
        return Cell(None)
    change = advice.places - base.places if base else 0
    return Cell(advice.places, changed=change, zero=bool(base and base.structural_zero))
