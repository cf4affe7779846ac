"""A framework that rests on an error is replaced; both decisions stay readable."""

import pytest

from allocation.enums import (
    AssignmentStatus,
    DecisionKind,
    DecisionStatus,
    ErrorSource,
    PhaseStatus,
)
from allocation.errors import NotNow, NotPermitted, Refused
from allocation.models import BoardDecision, Mailing, Phase
from allocation.roles import Role
from allocation.selectors.decisions import adopted_framework, open_tables, replacement_of
from allocation.selectors.framework import change_between, framework_in_force
from allocation.selectors.rectification import rectification_of
from allocation.services.assignment import discard_correction
from allocation.services.decisions import prepare_decision, put_to_board, vote, withdraw_decision
from allocation.services.phases import keep_framework, report_error
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user
from tests.phase_1 import ReadyPhase, pdf

pytestmark = pytest.mark.django_db

WHY = "De adherentie van Leiden en NO was verwisseld."


@pytest.fixture
def ready() -> ReadyPhase:
    make_reference_data()
    return ReadyPhase(make_cycle())


@pytest.fixture
def board(ready: ReadyPhase) -> list[User]:
    members = [make_user(f"Lid {letter}") for letter in "AB"]
    for member in members:
        appoint(member, Role.BOARD, ready.cycle)
    return members


@pytest.fixture
def first(ready: ReadyPhase, board: list[User]) -> BoardDecision:
    return decide(ready, board, DecisionKind.FRAMEWORK)


def prepare(ready: ReadyPhase, kind: str) -> BoardDecision:
    return prepare_decision(
        cycle=ready.cycle,
        kind=kind,
        title="Kader",
        text="Vastgesteld.",
        reason=WHY if kind == DecisionKind.RECTIFICATION else "",
        minutes=pdf(),
        by=ready.bureau,
        now=NOW,
    )


def decide(ready: ReadyPhase, board: list[User], kind: str) -> BoardDecision:
    decision = put_to_board(decision=prepare(ready, kind), by=ready.bureau, now=NOW)
    for member in board:
        vote(decision=decision, choice="approve", remark="", by=member, now=NOW)
    decision.refresh_from_db()
    return decision


def report(ready: ReadyPhase) -> Phase:
    return report_error(
        cycle=ready.cycle, error_in=ErrorSource.ASSIGNMENT, reason=WHY, by=ready.bureau, now=NOW
    )


def test_reporting_an_error_opens_phase_1_and_leaves_the_framework_in_force(
    ready: ReadyPhase, first: BoardDecision
) -> None:
    phase = report(ready)
    assert (phase.status, phase.error_in, phase.reason) == ("open", "assignment", WHY)
    assert adopted_framework(ready.cycle) == first
    assert Phase.objects.get(cycle=ready.cycle, number=2).status == PhaseStatus.OPEN
    assert Event.objects.get(action="phase.reopen").reason == WHY
    with pytest.raises(NotNow):
        report(ready)


def test_an_error_needs_a_framework_a_reason_and_the_bureau(
    ready: ReadyPhase, board: list[User]
) -> None:
    with pytest.raises(NotNow):
        report(ready)
    decide(ready, board, DecisionKind.FRAMEWORK)
    with pytest.raises(NotPermitted):
        report_error(
            cycle=ready.cycle, error_in=ErrorSource.USAGE, reason=WHY, by=board[0], now=NOW
        )
    for place, why in ((ErrorSource.USAGE, " "), ("elsewhere", WHY)):
        with pytest.raises(Refused):
            report_error(cycle=ready.cycle, error_in=place, reason=why, by=ready.bureau, now=NOW)


def test_a_rectification_replaces_the_framework_and_says_so(
    ready: ReadyPhase, board: list[User], first: BoardDecision
) -> None:
    old_assignment = ready.assignment
    report(ready)
    table = ready.correct_assignment()
    second = decide(ready, board, DecisionKind.RECTIFICATION)
    first.refresh_from_db()
    old_assignment.refresh_from_db()
    ready.assignment.refresh_from_db()
    assert (first.status, second.status) == (DecisionStatus.REPLACED, DecisionStatus.ADOPTED)
    assert second.replaces == first
    assert replacement_of(first) == second
    assert adopted_framework(ready.cycle) == second
    assert old_assignment.status == AssignmentStatus.REPLACED
    assert ready.assignment.status == AssignmentStatus.ESTABLISHED
    framework = framework_in_force(ready.cycle)
    assert framework is not None
    assert framework.table == table
    assert set(open_tables(ready.cycle)) == {ready_table(first), table}
    phases = {one.number: one for one in Phase.objects.filter(cycle=ready.cycle)}
    assert (phases[1].status, phases[1].error_in) == ("closed", "")
    assert phases[2].status == PhaseStatus.OPEN
    assert Event.objects.filter(action="phase.open").count() == 1
    mailing = Mailing.objects.get(key="framework_rectified")
    assert WHY in mailing.body
    assert mailing.body.index("Besluit 1 geldt vanaf vandaag niet meer") < mailing.body.index(WHY)


def ready_table(decision: BoardDecision) -> object:
    return decision.table


def test_the_difference_is_told_cell_by_cell_and_per_region(
    ready: ReadyPhase, first: BoardDecision
) -> None:
    report(ready)
    table = ready.correct_assignment()
    assert first.table is not None
    change = change_between(first.table, table)
    assert [(one.code, one.region, one.old, one.new) for one in change.cells] == [
        ("02", "NO", 5, 7),
        ("02", "Leiden", 5, 3),
    ]
    totals = {one.region: one.change for one in change.regions}
    assert totals == {"NO": 2, "ON": 0, "Utrecht": 0, "NWN": 0, "Leiden": -2, "ZWN": 0, "ZON": 0}
    assert change.moved == 2


def test_the_steps_of_a_rectification_are_followed(
    ready: ReadyPhase, board: list[User], first: BoardDecision
) -> None:
    report(ready)
    state = rectification_of(ready.cycle)
    assert state is not None
    assert (state.corrected, state.calculation, state.decision) == (False, None, None)
    ready.correct_assignment()
    state = rectification_of(ready.cycle)
    assert state is not None
    assert state.corrected
    assert state.calculation is not None
    decision = prepare(ready, DecisionKind.RECTIFICATION)
    state = rectification_of(ready.cycle)
    assert state is not None
    assert state.decision == decision


def test_a_rejected_rectification_leaves_the_framework_and_can_be_prepared_again(
    ready: ReadyPhase, board: list[User], first: BoardDecision
) -> None:
    report(ready)
    ready.correct_assignment()
    decision = put_to_board(
        decision=prepare(ready, DecisionKind.RECTIFICATION), by=ready.bureau, now=NOW
    )
    vote(decision=decision, choice="reject", remark="Eerst uitleg.", by=board[0], now=NOW)
    first.refresh_from_db()
    assert first.status == DecisionStatus.ADOPTED
    ready.assignment.refresh_from_db()
    again = decide(ready, board, DecisionKind.RECTIFICATION)
    assert again.number == decision.number + 1
    assert adopted_framework(ready.cycle) == again


def test_a_rectification_says_why(ready: ReadyPhase, first: BoardDecision) -> None:
    report(ready)
    ready.correct_assignment()
    with pytest.raises(Refused):
        prepare_decision(
            cycle=ready.cycle,
            kind=DecisionKind.RECTIFICATION,
            title="x",
            text="x",
            reason=" ",
            by=ready.bureau,
            now=NOW,
        )


def test_an_error_that_was_none_closes_phase_1_again(
    ready: ReadyPhase, first: BoardDecision
) -> None:
    report(ready)
    phase = keep_framework(cycle=ready.cycle, reason="Loos alarm.", by=ready.bureau, now=NOW)
    assert (phase.status, phase.error_in, phase.reason) == ("closed", "", "")
    assert adopted_framework(ready.cycle) == first
    with pytest.raises(NotNow):
        keep_framework(cycle=ready.cycle, reason="Nog eens.", by=ready.bureau, now=NOW)


def test_an_open_rectification_is_withdrawn_before_it_is_stopped(
    ready: ReadyPhase, board: list[User], first: BoardDecision
) -> None:
    report(ready)
    ready.correct_assignment()
    decision = put_to_board(
        decision=prepare(ready, DecisionKind.RECTIFICATION), by=ready.bureau, now=NOW
    )
    with pytest.raises(NotNow):
        keep_framework(cycle=ready.cycle, reason="Stop.", by=ready.bureau, now=NOW)
    withdraw_decision(decision=decision, reason="Stop.", by=ready.bureau, now=NOW)
    with pytest.raises(NotNow):  # the correction would make the framework look out of date
        keep_framework(cycle=ready.cycle, reason="Stop.", by=ready.bureau, now=NOW)
    discard_correction(version=ready.assignment, reason="Stop.", by=ready.bureau, now=NOW)
    keep_framework(cycle=ready.cycle, reason="Stop.", by=ready.bureau, now=NOW)
    assert Phase.objects.get(cycle=ready.cycle, number=1).status == PhaseStatus.CLOSED


@pytest.mark.parametrize(
    ("status", "why"),
    [(PhaseStatus.AT_BOARD, "bestuur"), (PhaseStatus.CLOSED, "vervangen")],
)
def test_the_framework_stays_put_under_a_decision_on_the_distribution(
    ready: ReadyPhase, first: BoardDecision, status: str, why: str
) -> None:
    Phase.objects.filter(cycle=ready.cycle, number=2).update(status=status)
    with pytest.raises(NotNow, match=why):
        report(ready)
    assert Phase.objects.get(cycle=ready.cycle, number=1).status == PhaseStatus.CLOSED
