"""The four courses of the decision on the distribution, from proposing to what follows."""

import pytest

from allocation.enums import DecisionStatus, TableKind
from allocation.models import AllocationTable, BoardDecision, DecisionItem, Mailing
from allocation.selectors.overviews import table_lines
from allocation.selectors.tables import places_of, tables_visible_to
from allocation.services.decisions import put_to_board, vote, withdraw_decision
from bols_portal.audit.models import Event
from consultation.enums import Course, ProposalStatus
from consultation.selectors.distribution import choice_of, decided_table, departures
from tests.consultation.distribution_world import WHY, DistributionWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def number_of(table: AllocationTable | None, code: str, region: str) -> int:
    assert table is not None
    cell = places_of(table).cell(code, region)
    assert cell is not None
    return cell.places


def test_the_proposal_is_adopted_and_phase_3_opens(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    assert world.phases() == ("at_board", "waiting")
    assert decided_table(world.cycle) is None
    world.adopt(decision)
    assert decision.status == DecisionStatus.ADOPTED
    assert world.phases() == ("closed", "open")
    table = decided_table(world.cycle)
    assert (number_of(table, "02", "NO"), number_of(table, "02", "ON")) == (6, 4)
    assert (number_of(table, "31", "NO"), number_of(table, "46", "ZON")) == (2, 1)
    assert table is not None
    assert table.kind == TableKind.DECIDED
    assert len(places_of(table).rows) == 32
    assert world.proposal is not None
    world.proposal.refresh_from_db()
    assert world.proposal.status == ProposalStatus.DECIDED
    assert Event.objects.get(action="distribution.adopted").data["table"] == table.digest


def test_all_parties_read_the_table_once_it_is_decided(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    table = decision.table
    assert table in tables_visible_to(world.board[2], world.cycle)
    assert table not in tables_visible_to(world.adviser, world.cycle)
    world.adopt(decision)
    assert table in tables_visible_to(world.adviser, world.cycle)
    assert world.proposal is not None  # what FMS proposed does not open with it
    assert world.proposal.table not in tables_visible_to(world.adviser, world.cycle)


def test_departures_from_the_advice_name_the_reason_of_fms(world: DistributionWorld) -> None:
    decision = world.adopt(world.put(Course.ADOPT))
    found = {(one.code, one.region): one for one in departures(decision)}
    assert set(found) == {("02", "NO"), ("02", "ON")}
    one = found["02", "NO"]
    assert (one.decided, one.proposal, one.advice, one.base) == (6, 6, 7, 5)
    assert one.reason == "FMS volgt het advies voor NO."


def test_a_change_holds_with_its_reason(world: DistributionWorld) -> None:
    decision = world.put(
        Course.CHANGE,
        places={("02", "NO"): "7", ("02", "ON"): "3", ("46", "NO"): "2", ("46", "ON"): "0"},
        reasons={(code, region): WHY for code in ("02", "46") for region in ("NO", "ON")},
    )
    world.adopt(decision)
    table = decided_table(world.cycle)
    assert [number_of(table, "02", region) for region in ("NO", "ON")] == [7, 3]
    assert [number_of(table, "46", region) for region in ("NO", "ON")] == [2, 0]
    found = {(one.code, one.region): one for one in departures(decision)}
    assert set(found) == {("02", "NO"), ("02", "ON"), ("46", "NO"), ("46", "ON")}
    assert found["02", "NO"].reason == WHY
    assert found["46", "ON"].proposal is None
    assert world.proposal is not None
    world.proposal.refresh_from_db()
    assert world.proposal.status == ProposalStatus.DECIDED


def test_the_fallback_takes_the_base_distribution(world: DistributionWorld) -> None:
    decision = world.adopt(world.put(Course.FALLBACK, reason=WHY))
    table = decided_table(world.cycle)
    assert number_of(table, "02", "NO") == 5
    assert number_of(table, "31", "NO") == 2
    assert {one.reason for one in departures(decision)} == {WHY}
    assert world.phases() == ("closed", "open")
    assert world.proposal is not None
    world.proposal.refresh_from_db()
    assert (world.proposal.status, world.proposal.remark) == (ProposalStatus.SET_ASIDE, WHY)


def test_the_fallback_needs_no_proposal_and_no_advice() -> None:
    world = DistributionWorld(advised=False, proposal=False)
    decision = world.put(
        Course.FALLBACK,
        reason="FMS heeft geen voorstel ingediend.",
        places={("31", region): "2" for region in ("NO", "ON", "Utrecht", "NWN", "Leiden")}
        | {("31", "ZWN"): "4", ("31", "ZON"): "0"},
        reasons={("31", ""): "Naar de verdeling van vorig jaar."},
    )
    choice = choice_of(decision)
    assert choice is not None
    assert choice.proposal is None
    assert {one.proposed for one in choice.changes.all()} == {None}
    world.adopt(decision)
    assert number_of(decided_table(world.cycle), "31", "ZWN") == 4


def test_a_return_opens_the_phase_for_fms(world: DistributionWorld) -> None:
    decision = world.put(Course.RETURN, reason="Kijk nog eens naar Leiden.")
    assert decision.table is not None
    assert decision.table.kind == TableKind.BASE
    world.adopt(decision)
    assert world.phases() == ("open", "waiting")
    assert decided_table(world.cycle) is None
    assert world.proposal is not None
    world.proposal.refresh_from_db()
    assert world.proposal.status == ProposalStatus.RETURNED
    assert world.proposal.remark == "Kijk nog eens naar Leiden."
    mailing = Mailing.objects.get(key="distribution_returned")
    told = set(mailing.messages.values_list("recipient__name", flat=True))
    assert "Fem Federatie" in told
    assert "Ada Adviseur" not in told


@pytest.mark.parametrize("rejected", [True, False])
def test_rejected_or_withdrawn_the_phase_is_open_again(
    world: DistributionWorld, rejected: bool
) -> None:
    decision = world.put(Course.ADOPT)
    if rejected:
        for member in world.board[:2]:
            vote(decision=decision, choice="reject", remark="Nee.", by=member, now=NOW)
    else:
        withdraw_decision(decision=decision, reason="Nog niet.", by=world.bureau, now=NOW)
    assert world.phases() == ("open", "waiting")
    assert world.proposal is not None
    world.proposal.refresh_from_db()
    assert world.proposal.status == ProposalStatus.SUBMITTED
    again = world.propose(Course.FALLBACK, reason=WHY)
    assert again.number == decision.number + 1
    world.adopt(put_to_board(decision=again, by=world.bureau, now=NOW))
    assert number_of(decided_table(world.cycle), "02", "NO") == 5


def test_the_base_distribution_keeps_the_decision_that_established_it(
    world: DistributionWorld,
) -> None:
    framework = BoardDecision.objects.get(kind="framework")
    DecisionItem.objects.create(
        decision=framework, label="base-1", digest="0" * 64, table=world.ready.table
    )
    world.put(Course.FALLBACK, reason=WHY)
    lines = {line.table: line for line in table_lines(world.bureau, world.cycle)}
    assert lines[world.ready.table].decision == framework
    assert lines[world.ready.table].in_force
