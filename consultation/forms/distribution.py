"""What was typed on the board's page, read as a wish: unchecked, so that nothing is lost."""

from collections.abc import Mapping

from bols_portal.ui.grids import read_cells
from bols_portal.ui.typed import keepable
from consultation.selectors.distribution_ground import Cell, Ground
from consultation.services.distribution_content import KEY, OUTSIDE, Wish, reason_field


def wish_in(data: Mapping[str, str], ground: Ground) -> Wish:
    """Course, reason, numbers and reasons as they were sent."""
    inside = [row.code for row in ground.base.rows]
    outside = [one.code for one in ground.outside]
    places = read_cells(data, KEY, inside, ground.regions)
    places |= read_cells(data, OUTSIDE, outside, ground.regions)
    cells: list[Cell] = [
        (code, region) for code in (*inside, *outside) for region in ("", *ground.regions)
    ]
    fields = {cell: reason_field(*cell) for cell in cells}
    return Wish(
        course=data.get("course", ""),
        reason=keepable(data.get("reason", "")),
        places=places,
        reasons={cell: keepable(data[name]) for cell, name in fields.items() if name in data},
    )
