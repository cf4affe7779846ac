"""The calculation: unfinished work for bureau and auditor, decided tables for all parties."""

from allocation.enums import AssignmentStatus, DecisionStatus
from allocation.models import AssignmentVersion
from tests.allocation.calculation_world import add_assignment, adopt, calculate, fill
from tests.permissions.table import (
    BUREAU,
    CONFIDENTIAL,
    DOSSIERS,
    OUTSIDERS,
    PARTIES,
    Row,
    row,
)
from tests.permissions.world import World

YEAR = {"year": 2027}
ONE = {"year": 2027, "number": 1}
CELL = {**ONE, "code": "02", "region": "NO"}
SHARES = {**ONE, "name": "aandelen"}
CASE = {**ONE, "part": "case"}


def inputs(world: World) -> None:
    world.kept["calculable"] = fill(world.cycle, world.people["bureau"], world.people["secretary"])


def calculated(world: World) -> None:
    inputs(world)
    world.kept["calculation"] = calculate(world.kept["calculable"])


def before_the_board(world: World) -> None:
    calculated(world)
    adopt(world.kept["calculation"], DecisionStatus.AT_BOARD)


def decided(world: World) -> None:
    calculated(world)
    adopt(world.kept["calculation"])


def decided_twice(world: World) -> None:
    """A rectification: the same input on a new region assignment, both decided."""
    calculated(world)
    adopt(world.kept["calculation"], DecisionStatus.REPLACED)
    found = world.kept["calculable"]
    AssignmentVersion.objects.update(status=AssignmentStatus.REPLACED)
    corrected = add_assignment(
        found.cycle,
        found.bureau,
        found.institutions,
        AssignmentStatus.ESTABLISHED,
        swapped=True,
    )
    adopt(calculate(found, corrected))


def chosen(world: World) -> dict[str, str]:
    return {"assignment": str(world.kept["calculable"].assignment.pk)}


UNSEEN = {200: CONFIDENTIAL}
PAGES = [("calculation", ONE), ("calculation_steps", ONE), ("calculation_cell", CELL)]

ROWS: list[Row] = [
    row("calculations", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row(
        "calculations",
        "POST",
        {302: BUREAU, 404: OUTSIDERS},
        args=YEAR,
        given=inputs,
        data=chosen,
    ),
    *(row(name, "GET", UNSEEN, rest=404, args=args, given=calculated) for name, args in PAGES),
    row("calculation_download", "GET", UNSEEN, rest=404, args=ONE, given=calculated),
    *(
        row(
            name,
            "GET",
            {200: DOSSIERS},
            rest=404,
            args=args,
            given=before_the_board,
            variant="before the board",
        )
        for name, args in [*PAGES, ("calculation_download", ONE)]
    ),
    *(
        row(name, "GET", {200: PARTIES}, rest=404, args=args, given=decided, variant="decided")
        for name, args in [*PAGES, ("calculation_download", ONE)]
    ),
    *(
        row(name, "GET", UNSEEN, rest=404, args=args, given=calculated)
        for name, args in [("calculation_table", SHARES), ("calculation_dossier", CASE)]
    ),
    *(
        row(
            name,
            "GET",
            {200: CONFIDENTIAL, 404: OUTSIDERS},
            args=args,
            given=decided,
            variant="decided",
        )
        for name, args in [("calculation_table", SHARES), ("calculation_dossier", CASE)]
    ),
    row("calculation_compare", "GET", {}, rest=404, args=YEAR, variant="nothing to compare"),
    row(
        "calculation_compare",
        "GET",
        {200: PARTIES},
        rest=404,
        args=YEAR,
        given=decided_twice,
        variant="decided twice",
    ),
]
