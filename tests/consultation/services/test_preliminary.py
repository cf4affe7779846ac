"""The board establishes the preliminary proposal: what it says, freezes, and what follows."""

import pytest

from allocation.enums import DecisionStatus, PhaseStatus, TableKind
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing
from allocation.phases.gates import exit_checks
from allocation.selectors.institution_tables import institution_table
from allocation.selectors.tables import tables_visible_to
from allocation.services.decisions import put_to_board, vote, withdraw_decision
from consultation.enums import MediationStatus, RegionStatus, SigningMethod, Stance
from consultation.models import PreliminaryChoice, RecognitionReport, RegionProposal, SigningSlot
from consultation.selectors.preliminary import (
    choice_of,
    living_preliminary,
    preliminary_table,
    rulings_of,
)
from tests.consultation.preliminary_world import CLOSED_AND_OPEN, WHY, PreliminaryWorld
from tests.consultation.region_world import FITTING
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db


def gate(world: PreliminaryWorld) -> dict[str, bool]:
    return {one.key: one.passed for one in exit_checks(world.cycle, 3)}


def cells(faulty: FaultyInput) -> list[str]:
    return [fault.cell for fault in faulty.faults]


def test_the_proposals_become_the_preliminary_proposal() -> None:
    world = PreliminaryWorld()
    assert set(gate(world).values()) == {True}
    decision = world.adopt(world.propose())
    assert decision.status == DecisionStatus.ADOPTED
    assert world.phases() == CLOSED_AND_OPEN
    table = preliminary_table(world.cycle)
    assert table is not None
    assert table.total() == 16
    assert table.total(region="NO", specialism="02") == 5
    assert table.places["02", "NO", "I001"] == 3
    statuses = set(RegionProposal.objects.values_list("status", flat=True))
    assert statuses == {RegionStatus.ESTABLISHED}
    assert decision.table in tables_visible_to(world.coordinator, world.cycle)
    labels = set(decision.items.values_list("label", flat=True))
    assert {"region:NO-1", "region:Utrecht-1", "rulings-1", "preliminary-1"} <= labels
    keys = set(Mailing.objects.values_list("key", flat=True))
    assert {"preliminary_letter", "preliminary_established"} <= keys


def test_only_bureau_and_board_propose() -> None:
    world = PreliminaryWorld()
    with pytest.raises(NotPermitted):
        world.propose(by=world.coordinator)
    assert world.propose(by=world.member).authors == []


def test_a_choice_that_somebody_else_wrote_meanwhile_is_not_overwritten() -> None:
    world = PreliminaryWorld()
    world.propose()
    with pytest.raises(Stale):
        world.propose()
    decision = world.propose(seen=1, reason="Zo is het goed.")
    choice = choice_of(decision)
    assert choice is not None
    assert (choice.number, choice.reason) == (2, "Zo is het goed.")


def test_nothing_is_proposed_while_phase_3_does_not_run() -> None:
    world = PreliminaryWorld()
    world.set_phase(PhaseStatus.WAITING)
    with pytest.raises(NotNow):
        world.propose()


def test_an_administrator_who_did_not_sign_asks_for_a_decision() -> None:
    world = PreliminaryWorld(missing=("N003",))
    decision = world.propose()
    assert gate(world)["signatures"] is False
    with pytest.raises(NotNow):
        put_to_board(decision=decision, by=world.bureau, now=NOW)
    world.rule(seen=1)
    assert gate(world)["signatures"] is True
    put_to_board(decision=decision, by=world.bureau, now=NOW)


def test_the_board_decides_where_mediation_gave_no_consensus() -> None:
    world = PreliminaryWorld()
    mediation = world.mediate("02")
    assert gate(world)["mediations"] is False
    with pytest.raises(FaultyInput) as refused:
        world.rule(places={("02", "I001"): "2", ("02", "I002"): "1"}, reason="")
    assert cells(refused.value) == ["places-02-I001", "reason-02"]
    numbers = {("02", "I001"): "2", ("02", "I002"): "2", ("02", "N003"): "1"}
    decision = world.rule(places=numbers)
    ruling = rulings_of(choice_of(decision))["NO", "02"]
    assert ruling.mediation == mediation
    assert ruling.changed
    assert ruling.proposed == {"I001": 3, "I002": 1, "N003": 1}
    world.adopt(decision)
    table = preliminary_table(world.cycle)
    assert table is not None
    assert table.places["02", "NO", "I002"] == 2
    assert table.total() == 16


@pytest.mark.parametrize("typed", ["", "veel", "-1", "1,5"])
def test_a_number_that_is_none_is_refused(typed: str) -> None:
    world = PreliminaryWorld()
    world.mediate("02")
    with pytest.raises(FaultyInput) as refused:
        world.rule(places={("02", "N003"): typed})
    assert cells(refused.value) == ["places-02-N003"]
    assert living_preliminary(world.cycle) is None


def test_the_board_does_not_decide_where_all_agree() -> None:
    world = PreliminaryWorld()
    with pytest.raises(FaultyInput):
        world.rule(rows=("05",))


def test_the_board_decides_on_all_of_a_region_that_submitted_nothing() -> None:
    world = PreliminaryWorld(without=("Utrecht",))
    assert gate(world)["regions"] is False
    with pytest.raises(FaultyInput) as refused:
        world.rule("Utrecht", rows=("02", "22"))
    assert cells(refused.value) == ["places-02-I003", "places-02-U002"]
    places = {("02", "I003"): "1", ("02", "U002"): "3"}
    decision = world.rule("Utrecht", rows=("02", "22"), places=places)
    assert rulings_of(choice_of(decision))["Utrecht", "22"].decided == {"I003": 1}
    assert set(gate(world).values()) == {True}
    world.adopt(decision)
    table = preliminary_table(world.cycle)
    assert table is not None
    assert table.total(region="Utrecht") == 5


def test_what_was_decided_on_an_earlier_version_lapses() -> None:
    world = PreliminaryWorld(dissents=("I002",))
    decision = world.rule()
    RegionProposal.objects.filter(region=region("NO")).update(status=RegionStatus.REPLACED)
    world.submit("NO", FITTING["NO"], dissents=("I002",))
    with pytest.raises(NotNow):
        put_to_board(decision=decision, by=world.bureau, now=NOW)
    world.propose(seen=1)
    assert rulings_of(choice_of(decision)) == {}


def test_sums_are_checked_again_when_it_is_put() -> None:
    world = PreliminaryWorld()
    RegionProposal.objects.filter(region=region("NO")).update(status=RegionStatus.REPLACED)
    world.submit("NO", FITTING["NO"] | {"05": {"I001": 2, "I002": 2}})
    decision = world.propose()
    assert gate(world)["sums"] is False
    with pytest.raises(NotNow):
        put_to_board(decision=decision, by=world.bureau, now=NOW)


def test_what_was_not_put_is_not_voted_on() -> None:
    world = PreliminaryWorld()
    decision = put_to_board(decision=world.propose(), by=world.bureau, now=NOW)
    PreliminaryChoice.objects.create(
        decision=decision, number=2, reason="Anders.", proposed_at=NOW, proposed_by=world.bureau
    )
    with pytest.raises(Refused):
        vote(decision=decision, choice="approve", remark="", by=world.member, now=NOW)


def test_open_work_keeps_it_from_the_board() -> None:
    world = PreliminaryWorld(missing=("N003",))
    slot = SigningSlot.objects.get(institution=institution("N003"))
    world.sign(slot, Stance.AGREES, SigningMethod.SCAN)
    world.mediate("05", MediationStatus.ACCEPTED)
    RecognitionReport.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        institution=institution("N004"),
        specialism=specialism("05"),
        change="new",
        valid_from=NOW.date(),
        note="RGS-register",
        reported_at=NOW,
        reported_by=world.coordinator,
    )
    state = gate(world)
    assert not any(state[key] for key in ("checks", "mediations", "recognitions"))
    assert state["sums"]
    assert state["regions"]


def test_withdrawn_it_can_be_proposed_again() -> None:
    world = PreliminaryWorld()
    decision = put_to_board(decision=world.propose(), by=world.bureau, now=NOW)
    assert world.phases()[0] == PhaseStatus.AT_BOARD
    with pytest.raises(NotNow):
        world.propose(seen=1)
    withdraw_decision(decision=decision, reason="Een fout.", by=world.bureau, now=NOW)
    assert world.phases()[0] == PhaseStatus.OPEN
    again = world.adopt(world.propose())
    assert again.table is not None
    assert (again.table.kind, again.table.number) == (TableKind.PRELIMINARY, 2)
    assert institution_table(again.table).total() == 16
    assert again.reason != WHY
