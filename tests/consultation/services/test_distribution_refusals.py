"""What a decision on the distribution refuses: faults, four eyes, older records, frozen content."""

from typing import Any

import pytest
from django.db import connection

from allocation.enums import DecisionKind, DecisionStatus, PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Phase, TableCell
from allocation.roles import Role
from allocation.selectors.tables import places_of
from allocation.services.decision_drafts import prepare_decision, revise_decision
from allocation.services.decisions import put_to_board, vote
from consultation.enums import Course, ProposalStatus
from consultation.models import DistributionChoice, Proposal
from consultation.selectors.distribution import choice_of, living_distribution, round_of
from tests.append_only import dropping
from tests.consultation.advice_world import LATER
from tests.consultation.distribution_world import (
    WHY,
    DistributionWorld,
    even,
    make_proposal,
    make_test,
)
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW, appoint, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def faults(world: DistributionWorld, course: str, **wish: Any) -> dict[str, str]:
    """What is wrong with a wish, by field; nothing was stored."""
    with pytest.raises(FaultyInput) as caught:
        world.propose(course, **wish)
    assert living_distribution(world.cycle) is None
    return {fault.cell: str(fault.message) for fault in caught.value.faults}


# --- What is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize("course", [Course.RETURN, Course.FALLBACK])
def test_a_return_and_the_fallback_need_a_reason(world: DistributionWorld, course: str) -> None:
    assert set(faults(world, course, reason="  ")) == {"reason"}


def test_a_change_changes_something(world: DistributionWorld) -> None:
    found = faults(world, Course.CHANGE, places={("02", "NO"): "6"})
    assert "voorstel" in found[""]


def test_all_faults_of_a_change_are_told_at_once(world: DistributionWorld) -> None:
    found = faults(
        world,
        Course.CHANGE,
        places={
            ("02", "NO"): "30",
            ("03", "ON"): "x",
            ("23", "Leiden"): "1",
            ("46", "NO"): "3",
        },
        reasons={("02", "NO"): WHY},
    )
    assert "reason-23-Leiden" in found
    assert "reason-46-NO" in found
    assert "places-03-ON" in found
    assert "places-23-Leiden" in found  # a structural zero
    assert "landelijke" in found["outside-46-NO"]  # does not add up
    assert "places" in found  # the row and the region are out of bounds


def test_the_result_of_a_change_keeps_to_the_leeway(world: DistributionWorld) -> None:
    rows = [row.code for row in places_of(world.ready.table).rows if row.code != "02"][:10]
    with pytest.raises(FaultyInput) as caught:
        world.propose(
            Course.CHANGE,
            places={
                (code, region): "6" if region == "NO" else "4"
                for code in rows
                for region in ("NO", "ON")
            },
            reasons={(code, region): WHY for code in rows for region in ("NO", "ON")},
        )
    told = [str(fault.message) for fault in caught.value.faults]
    assert len(told) == 2  # with the proposal 11 more in NO, 11 fewer in ON
    assert all("NO" in text or "ON" in text for text in told)


def test_without_an_advice_numbers_and_a_reason_are_asked() -> None:
    world = DistributionWorld(advised=False)
    assert len(faults(world, Course.ADOPT)) == 7
    found = faults(
        world,
        Course.ADOPT,
        places={("31", one): "1" for one in ("NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON")},
    )
    assert set(found) == {"reason-31", "outside-31-NO"}


def test_an_unknown_course_is_refused(world: DistributionWorld) -> None:
    with pytest.raises(Refused):
        world.propose("other")


# --- Who and when -------------------------------------------------------------------------------


def test_bureau_and_board_members_propose_and_nobody_else(world: DistributionWorld) -> None:
    for person in (world.fms, world.adviser, world.coordinator):
        with pytest.raises(NotPermitted):
            world.propose(Course.ADOPT, by=person)
    assert world.propose(Course.ADOPT, by=world.board[0]).authors == []


def test_a_member_who_moved_the_course_votes_and_the_bureau_does_not(
    world: DistributionWorld,
) -> None:
    appoint(world.bureau, Role.BOARD, world.cycle)
    decision = world.propose(Course.ADOPT, by=world.board[0])
    decision = put_to_board(decision=decision, by=world.bureau, now=NOW)
    assert decision.authors == [world.bureau.pk]
    with pytest.raises(NotPermitted):
        vote(decision=decision, choice="approve", remark="", by=world.bureau, now=NOW)
    world.adopt(decision)
    assert decision.status == DecisionStatus.ADOPTED


def test_only_the_bureau_puts_it(world: DistributionWorld) -> None:
    decision = world.propose(Course.ADOPT, by=world.board[0])
    with pytest.raises(NotPermitted):
        put_to_board(decision=decision, by=world.board[0], now=NOW)


def test_the_last_choice_counts_and_a_stale_one_is_refused(world: DistributionWorld) -> None:
    decision = world.propose(Course.ADOPT)
    again = world.propose(Course.FALLBACK, reason=WHY, seen=1, by=world.board[0])
    assert again.pk == decision.pk
    choice = choice_of(again)
    assert choice is not None
    assert (choice.number, choice.course, choice.proposed_by) == (2, "fallback", world.board[0])
    with pytest.raises(Stale):
        world.propose(Course.ADOPT, seen=1)


def test_what_was_put_is_not_rewritten(world: DistributionWorld) -> None:
    world.put(Course.ADOPT)
    with pytest.raises(NotNow):
        world.propose(Course.FALLBACK, reason=WHY, seen=1)


def test_the_general_form_does_not_write_it(world: DistributionWorld) -> None:
    words: dict[str, Any] = {"title": "x", "text": "x", "by": world.bureau, "now": NOW}
    with pytest.raises(NotNow):
        prepare_decision(cycle=world.cycle, kind=DecisionKind.DISTRIBUTION, **words)
    decision = world.propose(Course.ADOPT)
    with pytest.raises(NotNow):
        revise_decision(decision=decision, **words)


@pytest.mark.parametrize("course", [Course.ADOPT, Course.CHANGE, Course.RETURN])
def test_without_a_proposal_only_the_fallback_is_left(course: str) -> None:
    world = DistributionWorld(proposal=False)
    with pytest.raises(NotNow):
        world.propose(course, reason=WHY)
    assert world.propose(Course.FALLBACK, reason=WHY).number == 2


def test_a_proposal_is_tested_before_it_is_decided_on(world: DistributionWorld) -> None:
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN)
    untested = make_proposal(world, 2)
    with pytest.raises(NotNow):
        world.propose(Course.ADOPT)
    make_test(world, untested)
    world.propose(Course.ADOPT)


def test_no_decision_while_the_framework_is_being_replaced(world: DistributionWorld) -> None:
    decision = world.propose(Course.ADOPT)
    Phase.objects.filter(cycle=world.cycle, number=1).update(status=PhaseStatus.OPEN)
    with pytest.raises(NotNow):
        world.propose(Course.FALLBACK, reason=WHY, seen=1)
    with pytest.raises(NotNow):
        put_to_board(decision=decision, by=world.bureau, now=NOW)


def test_a_proposal_on_an_earlier_table_can_only_go_back(world: DistributionWorld) -> None:
    adopt_framework(world.ready, world.ready.calculate(shifted=2))
    with pytest.raises(NotNow):
        world.propose(Course.ADOPT)
    world.propose(Course.RETURN, reason="Het kader is vervangen.")


def test_a_proposal_of_an_earlier_round_can_only_go_back(world: DistributionWorld) -> None:
    put = world.propose(Course.ADOPT)
    world.open("Nieuwe vragen van de regio's.")
    with pytest.raises(NotNow, match="consultatieronde"):
        put_to_board(decision=put, by=world.bureau, now=NOW)
    with pytest.raises(NotNow, match="consultatieronde"):
        world.propose(Course.ADOPT, seen=1)
    world.propose(Course.RETURN, reason="Er is een nieuwe ronde.", seen=1)


def test_the_fallback_takes_the_advices_of_the_round_that_runs(world: DistributionWorld) -> None:
    world.round = world.open("Nieuwe vragen van de regio's.")
    for code, person, each in (("46", world.profession, 1), ("31", world.orthodontist, 2)):
        shifted = {"NO": each + 1, "ON": each - 1}
        world.advise(code, person, even(each, **shifted))
    decision = world.put(Course.FALLBACK, reason=WHY)
    table = places_of(decision.table)
    assert [table.cell("46", key).places for key in ("NO", "ON")] == [2, 0]
    assert round_of(decision) == world.round
    labels = decision.items.filter(label__startswith="advice").values_list("label", flat=True)
    assert sorted(labels) == ["advice:31-1", "advice:46-1"]


# --- What changed since -------------------------------------------------------------------------


def test_a_newer_test_or_advice_makes_it_out_of_date(world: DistributionWorld) -> None:
    assert world.proposal is not None
    decision = world.propose(Course.ADOPT)
    make_test(world, world.proposal)
    with pytest.raises(NotNow, match="Toets"):
        put_to_board(decision=decision, by=world.bureau, now=NOW)
    decision = world.propose(
        Course.ADOPT,
        seen=1,
        places={("46", "NO"): "2", ("46", "ON"): "0"},
        reasons={("46", "NO"): WHY, ("46", "ON"): WHY},
    )
    world.advise("46", world.profession, even(1, NO=2, ON=0), seen=1)
    with pytest.raises(NotNow, match="46"):
        put_to_board(decision=decision, by=world.bureau, now=LATER)


def test_the_content_is_frozen_with_its_digests(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    labels = [item.label for item in decision.items.all()]
    assert labels == [
        "protocol",
        "intake-2",
        "base-1",
        "advice:02-1",
        "advice:31-1",
        "advice:46-1",
        "proposal-1",
        "test-1",
        "choice-1",
        "decided-1",
    ]
    item = decision.items.get(label="decided-1")
    assert item.table == decision.table
    assert decision.digest


def test_a_table_changed_behind_the_back_stops_the_vote(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    cell = TableCell.objects.get(table=decision.table, specialism__code="02", region__key="NO")
    with connection.cursor() as cursor:
        for statement in dropping(connection.vendor, [TableCell._meta.db_table]):
            cursor.execute(statement)
        cursor.execute("UPDATE allocation_tablecell SET places = 9 WHERE id = %s", [cell.pk])
    with pytest.raises(Refused, match="inhoud"):
        vote(decision=decision, choice="approve", remark="", by=world.board[0], now=NOW)


def test_a_choice_added_behind_the_back_stops_the_vote(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    DistributionChoice.objects.create(
        decision=decision,
        number=2,
        course=Course.FALLBACK,
        proposed_at=NOW,
        proposed_by=make_user("Iemand"),
    )
    with pytest.raises(Refused, match="inhoud"):
        vote(decision=decision, choice="approve", remark="", by=world.board[0], now=NOW)
