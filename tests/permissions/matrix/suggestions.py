"""Who gets what of the nearest fitting proposal: FMS alone."""

from collections.abc import Iterable

from consultation.services.suggestions import compute_suggestion
from tests.factories import NOW
from tests.permissions.matrix.proposals import begun
from tests.permissions.table import OUTSIDERS, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
ONE = {"year": 2027, "number": 1}
CELL = ONE | {"code": "02", "region": "NO"}


def computed(world: World) -> None:
    """A suggestion, beside a workbench."""
    begun(world)
    compute_suggestion(cycle=world.cycle, weights={}, by=world.people["fms"], now=NOW)


FMS_ALONE: dict[int | str, str | Iterable[str]] = {200: "fms", 404: OUTSIDERS}
ROWS: list[Row] = [
    row("suggestions", "GET", FMS_ALONE, args=YEAR, given=computed),
    row("suggestions", "POST", {302: "fms", 404: OUTSIDERS}, args=YEAR, given=begun),
    row("suggestion", "GET", FMS_ALONE, args=ONE, given=computed),
    row("suggestion_cell", "GET", FMS_ALONE, args=CELL, given=computed),
    row("suggestion_dossier", "GET", FMS_ALONE, args=ONE | {"part": "case"}, given=computed),
    row("suggestion_take", "GET", FMS_ALONE, args=ONE, given=computed),
    row(
        "suggestion_take",
        "POST",
        {302: "fms", 404: OUTSIDERS},
        args=ONE,
        given=computed,
        data={"seen": 1},
    ),
]
