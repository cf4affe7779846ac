"""The tables of transitions: whole, reachable, and refusing with a reason."""

import importlib

import pytest

from allocation.enums import DecisionStatus, PhaseStatus
from allocation.errors import NotNow, Refused
from allocation.phases.transitions import DECISION, MACHINES, PHASE, Machine

machines = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)


@machines
def test_every_status_can_be_reached(machine: Machine) -> None:
    reached = {edge.after for edge in machine.edges if edge.before is None}
    grew = True
    while grew:
        more = {edge.after for edge in machine.edges if edge.before in reached} - reached
        reached |= more
        grew = bool(more)
    assert reached == set(machine.states.values)


@machines
def test_a_status_and_an_action_lead_to_one_status(machine: Machine) -> None:
    pairs = [(edge.before, edge.action) for edge in machine.edges]
    assert len(pairs) == len(set(pairs))


@machines
def test_the_writer_exists(machine: Machine) -> None:
    assert importlib.util.find_spec(machine.writer) is not None


@machines
def test_every_pair_outside_the_table_is_refused(machine: Machine) -> None:
    for status in machine.states.values:
        for action in {edge.action for edge in machine.edges}:
            if machine.allows(status, action):
                edge = machine.step(status, action, reason="Daarom.")
                assert (edge.before, edge.action) == (status, action)
            else:
                with pytest.raises(NotNow):
                    machine.step(status, action, reason="Daarom.")


def test_a_step_that_needs_a_reason_gets_one() -> None:
    with pytest.raises(Refused):
        DECISION.step(DecisionStatus.AT_BOARD, "withdraw", reason="  ")
    assert DECISION.step(DecisionStatus.AT_BOARD, "withdraw", reason="Fout").after == "withdrawn"


def test_an_unknown_action_is_a_mistake_in_the_program() -> None:
    with pytest.raises(LookupError):
        PHASE.step(PhaseStatus.OPEN, "explode")


def test_the_refusal_names_where_it_can_be_done() -> None:
    with pytest.raises(NotNow) as refusal:
        PHASE.step(PhaseStatus.WAITING, "close")
    assert str(PhaseStatus.AT_BOARD.label) in str(refusal.value)


def test_rectification_leads_back_from_a_closed_phase() -> None:
    assert PHASE.step(PhaseStatus.CLOSED, "reopen", reason="Fout gevonden.").after == "open"
    assert PHASE.actions(PhaseStatus.CLOSED) == ["reopen"]
