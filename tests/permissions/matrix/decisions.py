"""Phase pages and decisions: open to all parties once adopted, the board's while it decides."""

from typing import Any

from allocation.models import BoardDecision
from allocation.roles import Role
from allocation.services.decisions import prepare_decision, put_to_board, vote
from allocation.services.phases import report_error
from bols_portal.accounts.models import User
from tests.factories import NOW, appoint, make_user
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
from tests.phase_1 import ReadyPhase, pdf

YEAR = {"year": 2027}
TEXT = {"title": "Kader", "text": "Vastgesteld."}


def ready(world: World) -> ReadyPhase:
    return ReadyPhase(world.cycle)


def prepared(world: World, kind: str = "framework") -> BoardDecision:
    phase = world.kept["phase"] = ready(world)
    decision = prepare_decision(
        cycle=world.cycle,
        kind=kind,
        **TEXT,
        reason="Fout." if kind == "rectification" else "",
        minutes=pdf(),
        by=phase.bureau,
        now=NOW,
    )
    world.kept["number"] = decision.number
    return decision


def at_board(world: World) -> BoardDecision:
    decision = prepared(world)
    phase = world.kept["phase"]
    return put_to_board(decision=decision, by=phase.bureau, now=NOW)


def adopted(world: World) -> BoardDecision:
    extra: list[User] = []
    for letter in "AB":
        member = make_user(f"Lid {letter}")
        appoint(member, Role.BOARD, world.cycle)
        extra.append(member)
    decision = at_board(world)
    for member in extra:
        vote(decision=decision, choice="approve", remark="", by=member, now=NOW)
    return decision


def reported(world: World) -> None:
    adopted(world)
    phase = world.kept["phase"]
    report_error(cycle=world.cycle, error_in="usage", reason="Fout.", by=phase.bureau, now=NOW)


def this(world: World) -> dict[str, Any]:
    return {"year": 2027, "number": world.kept["number"]}


def revised(world: World) -> dict[str, Any]:
    return TEXT


PHASE = {"year": 2027, "number": 1}
KIND = {"year": 2027, "kind": "kader"}
NOT_BOARD = tuple(one for one in PARTIES if one not in DOSSIERS)
ERROR = {"error_in": "usage", "reason": "Fout."}

ROWS: list[Row] = [
    row("phase", "GET", {200: PARTIES}, rest=404, args=PHASE),
    row("phase", "GET", {200: PARTIES}, rest=404, args={"year": 2027, "number": 4}, variant="IV"),
    row("decisions", "GET", {200: PARTIES}, rest=404, args=YEAR),
    # A decision that is being prepared is the bureau's; auditors read along.
    row("decision", "GET", {200: CONFIDENTIAL}, rest=404, args=this, given=prepared),
    row(
        "decision",
        "GET",
        {200: DOSSIERS},
        rest=404,
        args=this,
        given=at_board,
        variant="before the board",
    ),
    row("decision", "GET", {200: PARTIES}, rest=404, args=this, given=adopted, variant="adopted"),
    row("decision_prepare", "GET", {200: BUREAU, 404: OUTSIDERS}, args=KIND, given=ready),
    row(
        "decision_prepare",
        "POST",
        {302: BUREAU, 404: OUTSIDERS},
        args=KIND,
        given=ready,
        data=revised,
    ),
    row(
        "decision_prepare",
        "GET",
        {409: BUREAU, 404: OUTSIDERS},
        args=KIND,
        given=adopted,
        variant="established already",
    ),
    row(
        "decision_revise", "GET", {200: BUREAU, 403: "auditor"}, rest=404, args=this, given=prepared
    ),
    row(
        "decision_revise",
        "POST",
        {302: BUREAU, 403: "auditor"},
        rest=404,
        args=this,
        given=prepared,
        data=revised,
    ),
    row("decision_put", "GET", {200: BUREAU, 403: "auditor"}, rest=404, args=this, given=prepared),
    row("decision_put", "POST", {302: BUREAU, 403: "auditor"}, rest=404, args=this, given=prepared),
    row(
        "decision_put",
        "POST",
        {409: BUREAU, 403: ("auditor", "board")},
        rest=404,
        args=this,
        given=at_board,
        variant="before the board already",
    ),
    row(
        "decision_withdraw",
        "GET",
        {200: BUREAU, 403: ("auditor", "board")},
        rest=404,
        args=this,
        given=at_board,
    ),
    row(
        "decision_withdraw",
        "POST",
        {302: BUREAU, 403: ("auditor", "board")},
        rest=404,
        args=this,
        given=at_board,
        data={"reason": "Nieuwe cijfers."},
    ),
    row(
        "decision_vote",
        "POST",
        {302: "board", 403: CONFIDENTIAL},
        rest=404,
        args=this,
        given=at_board,
        data={"choice": "approve"},
    ),
    row(
        "decision_minutes",
        "GET",
        {200: DOSSIERS, 403: NOT_BOARD},
        rest=404,
        args=this,
        given=adopted,
    ),
    row("error_found", "GET", {200: BUREAU, 404: OUTSIDERS}, args=YEAR, given=adopted),
    row(
        "error_found",
        "POST",
        {302: BUREAU, 404: OUTSIDERS},
        args=YEAR,
        given=adopted,
        data=ERROR,
    ),
    row(
        "error_found",
        "GET",
        {409: BUREAU, 404: OUTSIDERS},
        args=YEAR,
        given=ready,
        variant="no framework yet",
    ),
    row("rectification", "GET", {200: CONFIDENTIAL, 404: OUTSIDERS}, args=YEAR, given=reported),
    row("rectification_stop", "GET", {200: BUREAU, 404: OUTSIDERS}, args=YEAR, given=reported),
    row(
        "rectification_stop",
        "POST",
        {302: BUREAU, 404: OUTSIDERS},
        args=YEAR,
        given=reported,
        data={"reason": "Loos alarm."},
    ),
]
