"""Who gets what of a region's grid: its coordinators work on it, bureau, board and auditor read.

The frames of a cluster: also its chair and trainers.
"""

import json
from collections.abc import Iterable
from typing import Any

from consultation.selectors.division_page import seen_of
from consultation.selectors.divisions import grid_of
from tests.consultation.region_world import RegionWorld
from tests.factories import region
from tests.permissions.table import DOSSIERS, Outcome, Row, row
from tests.permissions.world import World

ONE = {"year": 2027, "key": "NO"}
CLUSTER = ONE | {"code": "02"}
READ: dict[Outcome, str | Iterable[str]] = {200: (*DOSSIERS, "coordinator")}
CLUSTER_READERS = (*DOSSIERS, "coordinator", "cluster_chair", "trainer")


def given(world: World) -> None:
    """Phase III is open, and the region has places to divide."""
    RegionWorld(world.cycle)


def typed(world: World) -> dict[str, Any]:
    grid = grid_of(world.cycle, region("NO"))
    return {"seen": json.dumps(seen_of(grid)), "division-02-I001": "3"}


ROWS: list[Row] = [
    row("division", "GET", READ, rest=404, args=ONE, given=given),
    row(
        "division_save",
        "POST",
        {302: "coordinator", 403: DOSSIERS},
        rest=404,
        args=ONE,
        given=given,
        data=typed,
    ),
    row("division_state", "GET", READ, rest=404, args=ONE, given=given),
    row("capacity", "GET", {200: CLUSTER_READERS}, rest=404, args=CLUSTER, given=given),
    row(
        "capacity",
        "POST",
        {302: ("coordinator", "cluster_chair"), 403: (*DOSSIERS, "trainer")},
        rest=404,
        args=CLUSTER,
        given=given,
        data={"seen": "0", "I001-minimum": "1", "I001-maximum": "4", "I001-note": ""},
    ),
]
