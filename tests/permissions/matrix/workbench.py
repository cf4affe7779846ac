"""Who gets what of the workbench: FMS alone, also not the bureau, the board or the auditor."""

import json
from collections.abc import Iterable
from typing import Any

from consultation.selectors.workbench import bench_of
from consultation.selectors.workbench_state import seen_of
from consultation.services.workbench import begin_workbench
from tests.consultation.advice_world import make_round, start_phase_2
from tests.consultation.bench_world import set_whole_intake
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW
from tests.permissions.table import OUTSIDERS, Outcome, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}
FMS: dict[Outcome, str | Iterable[str]] = {200: "fms", 404: OUTSIDERS}
DONE: dict[Outcome, str | Iterable[str]] = {302: "fms", 404: OUTSIDERS}


def given(world: World) -> None:
    """A framework in force and a round that runs."""
    ready = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    set_whole_intake(ready)
    adopt_framework(ready, ready.table)
    make_round(ready)
    world.kept["ready"] = ready


def begun(world: World) -> None:
    """FMS has begun with the base distribution."""
    given(world)
    begin_workbench(cycle=world.cycle, start="base", by=world.people["fms"], now=NOW)


def rectified(world: World) -> None:
    """The framework stands on a new base distribution."""
    begun(world)
    ready: ReadyPhase = world.kept["ready"]
    adopt_framework(ready, ready.calculate(1))


def typed(world: World) -> dict[str, Any]:
    bench = bench_of(world.cycle)
    assert bench is not None
    return {"seen": json.dumps(seen_of(bench)), "bench-02-NO": "6"}


ROWS: list[Row] = [
    row("workbench", "GET", FMS, args=YEAR, given=begun),
    row("workbench", "GET", FMS, args=YEAR, given=given, variant="before it is begun"),
    row(
        "workbench",
        "GET",
        FMS,
        args=YEAR,
        query={"specialism": "02"},
        given=begun,
        htmx=True,
        variant="one row",
    ),
    row("workbench_begin", "POST", DONE, args=YEAR, given=given, data={"start": "advices"}),
    row("workbench_save", "POST", DONE, args=YEAR, given=begun, data=typed),
    row(
        "workbench_save",
        "POST",
        {409: "fms", 404: OUTSIDERS},
        args=YEAR,
        given=given,
        variant="before it is begun",
    ),
    row("workbench_state", "GET", FMS, args=YEAR, given=begun),
    row("workbench_rebase", "POST", DONE, args=YEAR, given=rectified),
    row("workbench_download", "GET", FMS, args=YEAR, given=begun),
]
