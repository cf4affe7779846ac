"""The steps of a decision, as the tests of it take them."""

import pytest

from allocation.enums import (
    DecisionKind,
)
from allocation.models import (
    BoardDecision,
    Cycle,
    Phase,
)
from allocation.roles import Role
from allocation.services.decisions import (
    prepare_decision,
    put_to_board,
    vote,
)
from bols_portal.accounts.models import User
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user
from tests.phase_1 import ReadyPhase, pdf


@pytest.fixture
def ready() -> ReadyPhase:
    make_reference_data()
    return ReadyPhase(make_cycle())


@pytest.fixture
def board(ready: ReadyPhase) -> list[User]:
    members = [make_user(f"Lid {letter}") for letter in "ABC"]
    for member in members:
        appoint(member, Role.BOARD, ready.cycle)
    return members


def prepare(ready: ReadyPhase, **changes: object) -> BoardDecision:
    values = {
        "cycle": ready.cycle,
        "kind": DecisionKind.FRAMEWORK,
        "title": "Bestuurlijk kader",
        "text": "Het bestuur stelt het kader vast.",
        "minutes": pdf(),
        "by": ready.bureau,
        "now": NOW,
    }
    return prepare_decision(**(values | changes))


def put(ready: ReadyPhase, **changes: object) -> BoardDecision:
    return put_to_board(decision=prepare(ready, **changes), by=ready.bureau, now=NOW)


def say(decision: BoardDecision, member: User, choice: str = "approve", remark: str = "") -> None:
    vote(decision=decision, choice=choice, remark=remark, by=member, now=NOW)


def adopt(decision: BoardDecision, board: list[User]) -> None:
    for member in board[:2]:
        say(decision, member)
    decision.refresh_from_db()


def status_of(cycle: Cycle, number: int) -> str:
    return Phase.objects.get(cycle=cycle, number=number).status
