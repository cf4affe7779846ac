"""Who gets what of the advices: each association its own, FMS, bureau, board and auditor all."""

from typing import Any

from consultation.services.advice_workbook import advice_template
from consultation.services.advices import file_advice
from tests.allocation.assignments import upload_of
from tests.consultation.advice_world import (
    LATER,
    make_round,
    posted,
    set_intake,
    start_phase_2,
    typed,
    without_a_day,
)
from tests.factories import specialism
from tests.permissions.table import DOSSIERS, OUTSIDERS, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}
ONE = {"year": 2027, "code": "02"}
READERS = (*DOSSIERS, "fms")


def given(world: World) -> None:
    """A round that runs, in phase II."""
    ready = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    set_intake(ready, 35)
    without_a_day(ready)
    world.kept["ready"], world.kept["round"] = ready, make_round(ready)


def filed(world: World) -> None:
    """The advice of NVVC is in."""
    given(world)
    file_advice(
        consultation=world.kept["round"],
        specialism=specialism("02"),
        content=typed(NO=6, ON=4),
        seen=0,
        by=world.people["adviser"],
        now=LATER,
    )


def next_round(world: World) -> None:
    """A second round, after the advice of the first."""
    filed(world)
    make_round(world.kept["ready"], number=2)


def sent(action: str) -> dict[str, Any]:
    return posted(typed(NO=6, ON=4), action=action)


def a_form(world: World) -> dict[str, Any]:
    """The prefilled form, as it was downloaded."""
    content = advice_template(
        consultation=world.kept["round"], specialism=specialism("02"), by=world.people["adviser"]
    )
    return {"file": upload_of(content), "seen": 0}


ROWS: list[Row] = [
    row(
        "advices",
        "GET",
        {200: (*READERS, "adviser", "adviser_elsewhere", "profession"), 404: OUTSIDERS},
        args=YEAR,
        given=given,
    ),
    row("advices_download", "GET", {200: READERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row("advice", "GET", {200: (*READERS, "adviser")}, rest=404, args=ONE, given=given),
    row(
        "advice_file",
        "POST",
        {302: "adviser", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
        data=sent("file"),
    ),
    row(
        "advice_file",
        "POST",
        {302: "adviser", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
        data=sent("draft"),
        variant="a draft",
    ),
    row(
        "advice_unchanged",
        "POST",
        {302: "adviser", 403: READERS},
        rest=404,
        args=ONE,
        given=next_round,
    ),
    row(
        "advice_receipt",
        "GET",
        {200: (*READERS, "adviser")},
        rest=404,
        args=ONE | {"round_number": 1, "number": 1},
        given=filed,
    ),
    row(
        "advice_workbook",
        "GET",
        {200: "adviser", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
    ),
    row(
        "advice_upload",
        "GET",
        {200: "adviser", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
    ),
    row(
        "advice_upload",
        "POST",
        {302: "adviser", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
        data=a_form,
    ),
]
