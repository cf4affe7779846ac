"""Who gets what of the preliminary proposal: before the board established it, and after."""

from typing import Any

from allocation.models import BoardDecision
from allocation.services.decisions import put_to_board
from tests.consultation.preliminary_world import WHY, PreliminaryWorld
from tests.factories import NOW
from tests.permissions.table import DOSSIERS, OUTSIDERS, PARTIES, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
THIS = {"year": 2027, "number": 2}
REGION = {"year": 2027, "key": "NO"}
LETTER = {"year": 2027, "code": "I001"}
CELL = {"year": 2027, "region": "NO", "code": "02", "institution": "I001"}
PROPOSERS = ("bureau", "secretary", "board")
READERS = ("administrator", "learning_house", *DOSSIERS)


def given(world: World) -> None:
    """Two regions submitted; one institution has another view."""
    world.kept["preliminary"] = PreliminaryWorld(world.cycle, dissents=("I002",))


def prepared(world: World) -> BoardDecision:
    """The board decides on one specialism itself; it is not put yet."""
    given(world)
    made: PreliminaryWorld = world.kept["preliminary"]
    return made.rule()


def at_board(world: World) -> None:
    """It lies before the board."""
    decision = prepared(world)
    put_to_board(decision=decision, by=world.kept["preliminary"].bureau, now=NOW)


def adopted(world: World) -> None:
    """The board established it."""
    decision = prepared(world)
    made: PreliminaryWorld = world.kept["preliminary"]
    made.adopt(decision)


def ruling() -> dict[str, Any]:
    """The form of a region as it is sent."""
    return {"rij": "02", "reason-02": WHY, "seen": "0"}


ROWS: list[Row] = [
    row("preliminary", "GET", {200: DOSSIERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row("preliminary_table", "GET", {200: PARTIES}, rest=404, args=YEAR, given=given),
    row(
        "preliminary_download",
        "GET",
        {200: DOSSIERS},
        rest=404,
        args=YEAR,
        given=given,
    ),
    row(
        "preliminary_download",
        "GET",
        {200: PARTIES},
        rest=404,
        args=YEAR,
        given=adopted,
        variant="established",
    ),
    row("preliminary_why", "GET", {200: DOSSIERS}, rest=404, args=CELL, given=given),
    row(
        "preliminary_why",
        "GET",
        {200: PARTIES},
        rest=404,
        args=CELL,
        given=adopted,
        variant="established",
    ),
    row("preliminary_decide", "GET", {200: DOSSIERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row(
        "preliminary_decide",
        "POST",
        {302: PROPOSERS, 404: OUTSIDERS},
        args=YEAR,
        given=given,
        data={"reason": "", "seen": "0"},
    ),
    row("preliminary_region", "GET", {200: DOSSIERS, 404: OUTSIDERS}, args=REGION, given=given),
    row(
        "preliminary_region",
        "POST",
        {302: PROPOSERS, 404: OUTSIDERS},
        args=REGION,
        given=given,
        data=ruling(),
    ),
    row(
        "preliminary_decision",
        "GET",
        {200: ("bureau", "secretary", "auditor")},
        rest=404,
        args=THIS,
        given=prepared,
    ),
    row(
        "preliminary_decision",
        "GET",
        {200: DOSSIERS},
        rest=404,
        args=THIS,
        given=at_board,
        variant="before the board",
    ),
    row(
        "preliminary_decision",
        "GET",
        {200: PARTIES},
        rest=404,
        args=THIS,
        given=adopted,
        variant="established",
    ),
    row(
        "preliminary_vote",
        "POST",
        {302: "board", 403: ("bureau", "secretary", "auditor")},
        rest=404,
        args=THIS,
        given=at_board,
        data={"choice": "approve", "remark": ""},
    ),
    row("preliminary_letter", "GET", {}, rest=404, args=LETTER, given=given, variant="before"),
    row("preliminary_letter", "GET", {200: READERS}, rest=404, args=LETTER, given=adopted),
    row(
        "preliminary_letter_download",
        "GET",
        {200: READERS},
        rest=404,
        args=LETTER,
        given=adopted,
    ),
]
