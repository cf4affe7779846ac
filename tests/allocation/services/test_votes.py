"""Votes: who says what, when it is decided, and what a decision that is over allows."""

from datetime import timedelta

import pytest

from allocation.enums import (
    AssignmentStatus,
    DecisionKind,
    DecisionStatus,
    PhaseStatus,
    VoteChoice,
)
from allocation.errors import NotNow, NotPermitted, Refused
from allocation.models import (
    AssignmentVersion,
    BoardDecision,
    BoardVote,
    Mailing,
)
from allocation.roles import Role
from allocation.selectors.decisions import adopted_framework, open_tables, tally_of
from allocation.services.decisions import (
    prepare_decision,
    put_to_board,
    withdraw_decision,
)
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.allocation.services.decision_steps import adopt, put, say, status_of
from tests.allocation.services.decision_steps import board as board  # the fixtures
from tests.allocation.services.decision_steps import ready as ready
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user, region
from tests.phase_1 import ReadyPhase, make_assignment

pytestmark = pytest.mark.django_db

# --- Voting -------------------------------------------------------------------------------------


def test_the_majority_adopts_at_once(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    say(decision, board[0])
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.AT_BOARD
    say(decision, board[1])
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.ADOPTED
    assert adopted_framework(ready.cycle) == decision
    assert (status_of(ready.cycle, 1), status_of(ready.cycle, 2)) == ("closed", "open")
    assert list(open_tables(ready.cycle)) == [ready.table]
    assert Mailing.objects.filter(key="framework_adopted", released_at__isnull=True).exists()
    event = Event.objects.get(action="framework.adopted")
    assert event.data["table"] == ready.table.digest
    with pytest.raises(NotNow):
        say(decision, board[2])


def test_it_is_rejected_as_soon_as_the_majority_is_out_of_reach(
    ready: ReadyPhase, board: list[User]
) -> None:
    decision = put(ready)
    for member in board[:2]:
        say(decision, member, "reject", "De tabel klopt niet.")
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.REJECTED
    assert status_of(ready.cycle, 1) == PhaseStatus.OPEN
    assert adopted_framework(ready.cycle) is None
    again = put(ready)
    assert again.number == 2
    adopt(again, board)
    assert again.status == DecisionStatus.ADOPTED


def test_a_member_votes_once(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    say(decision, board[0])
    with pytest.raises(Refused):
        say(decision, board[0], "reject", "Toch niet.")
    assert BoardVote.objects.count() == 1


def test_a_rejection_says_why(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    with pytest.raises(Refused):
        say(decision, board[0], "reject", "  ")
    assert not BoardVote.objects.exists()


def test_nobody_outside_the_electorate_votes(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    late = make_user("Later lid")
    appoint(late, Role.BOARD, ready.cycle)
    coordinator = make_user("Coördinator")
    appoint(coordinator, Role.COORDINATOR, region("NO"))
    for stranger in (late, coordinator, ready.colleague):
        with pytest.raises(NotPermitted):
            say(decision, stranger)


def test_who_prepared_it_does_not_vote_even_as_a_member(
    ready: ReadyPhase, board: list[User]
) -> None:
    appoint(ready.bureau, Role.BOARD, ready.cycle)
    appoint(ready.colleague, Role.BOARD, ready.cycle)
    decision = put(ready)
    assert len(decision.electorate) == 5
    assert decision.needed == 3  # more than half of the four who may vote
    with pytest.raises(NotPermitted, match=r"."):
        say(decision, ready.bureau)
    say(decision, ready.colleague)
    assert tally_of(decision).approvals == 1


def test_a_member_whose_seat_ended_does_not_vote(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    from django.utils import timezone

    from allocation.services.rights import sync_rights

    seat = board[0].memberships.get()
    seat.until = timezone.localdate() - timedelta(days=1)
    seat.save()
    sync_rights(day=timezone.localdate())
    with pytest.raises(NotPermitted):
        say(decision, User.objects.get(pk=board[0].pk))


def test_content_that_was_changed_behind_the_portals_back_is_not_voted_on(
    ready: ReadyPhase, board: list[User]
) -> None:
    decision = put(ready)
    BoardDecision.objects.filter(pk=decision.pk).update(text="Iets heel anders.")
    with pytest.raises(Refused):
        say(decision, board[0])


# --- Withdrawing --------------------------------------------------------------------------------
def test_withdrawing_opens_the_work_again_and_keeps_the_reason(
    ready: ReadyPhase, board: list[User]
) -> None:
    decision = put(ready)
    with pytest.raises(Refused):
        withdraw_decision(decision=decision, reason=" ", by=ready.bureau, now=NOW)
    withdraw_decision(decision=decision, reason="Nieuwe cijfers.", by=ready.colleague, now=NOW)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.WITHDRAWN
    assert decision.withdrawn_because == "Nieuwe cijfers."
    assert decision.withdrawn_by == ready.colleague
    assert status_of(ready.cycle, 1) == PhaseStatus.OPEN
    with pytest.raises(NotNow):
        say(decision, board[0])


def test_what_is_decided_is_not_withdrawn(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    adopt(decision, board)
    with pytest.raises(NotNow):
        withdraw_decision(decision=decision, reason="Spijt.", by=ready.bureau, now=NOW)


# --- The region assignment ----------------------------------------------------------------------
def test_adopting_establishes_the_region_assignment() -> None:
    make_reference_data()
    cycle = make_cycle()
    bureau, member = make_user("Bureau"), make_user("Lid")
    appoint(bureau, Role.BUREAU)
    appoint(member, Role.BOARD, cycle)
    version = make_assignment(cycle, bureau, status=AssignmentStatus.IN_CHECK)
    decision = prepare_decision(
        cycle=cycle,
        kind=DecisionKind.ASSIGNMENT,
        title="OOR-indeling",
        text="Vastgesteld.",
        by=bureau,
        now=NOW,
    )
    put_to_board(decision=decision, by=bureau, now=NOW)
    version.refresh_from_db()
    assert version.status == AssignmentStatus.AT_BOARD
    assert status_of(cycle, 1) == PhaseStatus.OPEN
    say(decision, member, VoteChoice.REJECT, "Nog een bezwaar open.")
    version.refresh_from_db()
    assert version.status == AssignmentStatus.IN_CHECK
    second = prepare_decision(
        cycle=cycle,
        kind=DecisionKind.ASSIGNMENT,
        title="OOR-indeling",
        text="Vastgesteld.",
        by=bureau,
        now=NOW,
    )
    put_to_board(decision=second, by=bureau, now=NOW)
    say(second, member)
    version = AssignmentVersion.objects.get(pk=version.pk)
    assert version.status == AssignmentStatus.ESTABLISHED
    assert status_of(cycle, 1) == PhaseStatus.OPEN
