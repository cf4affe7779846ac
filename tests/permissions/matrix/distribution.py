"""Who gets what of the board's decision on the distribution over the regions."""

from typing import Any

from allocation.models import BoardDecision
from allocation.services.decisions import put_to_board, vote
from consultation.enums import Course
from consultation.services.distribution import Wish, propose_distribution
from tests.consultation.advice_world import start_phase_2
from tests.consultation.distribution_world import even_places, set_intake
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW, appoint, make_user
from tests.permissions.table import CONFIDENTIAL, DOSSIERS, OUTSIDERS, PARTIES, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}
THIS = {"year": 2027, "number": 2}
WHY = "Er is geen gedragen voorstel."


def given(world: World) -> None:
    """A framework in force, phase II open, and no proposal."""
    ready = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    adopt_framework(ready, ready.table)
    set_intake(ready)


def prepared(world: World) -> BoardDecision:
    """The bureau proposed the fallback."""
    given(world)
    places, reasons = even_places()
    return propose_distribution(
        cycle=world.cycle,
        wish=Wish(Course.FALLBACK, WHY, places, reasons),
        seen=0,
        by=world.people["bureau"],
        now=NOW,
    )


def at_board(world: World) -> BoardDecision:
    """It lies before the board, which has a second member."""
    decision = prepared(world)
    world.kept["member"] = make_user("Lid B")
    appoint(world.kept["member"], "board", world.cycle)
    return put_to_board(decision=decision, by=world.people["bureau"], now=NOW)


def adopted(world: World) -> None:
    """The board adopted it."""
    decision = at_board(world)
    for member in (world.people["board"], world.kept["member"]):
        vote(decision=decision, choice="approve", remark="", by=member, now=NOW)


def sent() -> dict[str, Any]:
    """The form of the fallback as it is sent."""
    places, reasons = even_places()
    fields = {f"outside-{code}-{region}": text for (code, region), text in places.items()}
    fields |= {f"reason-{code}": text for (code, _region), text in reasons.items()}
    return fields | {"course": "fallback", "reason": WHY, "seen": "0", "action": "propose"}


ROWS: list[Row] = [
    row("distribution_decide", "GET", {200: DOSSIERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row(
        "distribution_decide",
        "POST",
        {302: ("bureau", "secretary", "board"), 404: OUTSIDERS},
        args=YEAR,
        given=given,
        data=sent(),
    ),
    row("distribution", "GET", {200: CONFIDENTIAL}, rest=404, args=THIS, given=prepared),
    row(
        "distribution",
        "GET",
        {200: DOSSIERS},
        rest=404,
        args=THIS,
        given=at_board,
        variant="before the board",
    ),
    row(
        "distribution",
        "GET",
        {200: PARTIES},
        rest=404,
        args=THIS,
        given=adopted,
        variant="adopted",
    ),
    row(
        "distribution_vote",
        "POST",
        {302: "board", 403: CONFIDENTIAL},
        rest=404,
        args=THIS,
        given=at_board,
        data={"choice": "approve", "remark": ""},
    ),
]
