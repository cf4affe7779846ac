"""Decisions of the board: prepared, put, voted on, withdrawn, and what follows from them."""

from datetime import timedelta

import pytest

from allocation.enums import (
    AssignmentStatus,
    DecisionKind,
    DecisionStatus,
    PhaseStatus,
    VoteChoice,
)
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import (
    AssignmentVersion,
    BoardDecision,
    BoardVote,
    Cycle,
    DecisionItem,
    Mailing,
    Phase,
)
from allocation.roles import Role
from allocation.selectors.decisions import adopted_framework, open_tables, tally_of
from allocation.services.decisions import (
    prepare_decision,
    put_to_board,
    revise_decision,
    vote,
    withdraw_decision,
)
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user, region
from tests.phase_1 import ReadyPhase, make_assignment, make_intake, pdf

pytestmark = pytest.mark.django_db


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


# --- Preparing ----------------------------------------------------------------------------------
def test_a_decision_rests_on_what_its_table_was_calculated_from(ready: ReadyPhase) -> None:
    decision = prepare(ready)
    assert decision.status == DecisionStatus.PREPARED
    assert (decision.table, decision.intake) == (ready.table, ready.intake)
    assert decision.assignment == ready.assignment
    assert decision.authors == [ready.bureau.pk]
    assert Event.objects.filter(action="decision.prepare").exists()


def test_only_the_bureau_prepares(ready: ReadyPhase, board: list[User]) -> None:
    with pytest.raises(NotPermitted):
        prepare(ready, by=board[0])


def test_one_framework_decision_is_open_at_a_time(ready: ReadyPhase) -> None:
    prepare(ready)
    with pytest.raises(NotNow, match="1"):
        prepare(ready)


def test_a_rectification_needs_a_framework(ready: ReadyPhase) -> None:
    with pytest.raises(NotNow):
        prepare(ready, kind=DecisionKind.RECTIFICATION, reason="Fout")


def test_an_established_assignment_is_not_decided_again(ready: ReadyPhase) -> None:
    with pytest.raises(NotNow):
        prepare(ready, kind=DecisionKind.ASSIGNMENT)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 docx", b"%PDF-1.7 cut off"])
def test_minutes_must_be_a_whole_pdf(ready: ReadyPhase, content: bytes) -> None:
    with pytest.raises(Refused):
        prepare(ready, minutes=pdf(content=content))
    assert not BoardDecision.objects.exists()


def test_minutes_are_kept_under_their_digest_and_closed_to_others(ready: ReadyPhase) -> None:
    decision = prepare(ready)
    assert decision.minutes_digest in decision.minutes.name
    assert decision.minutes.storage.exists(decision.minutes.name)
    from pathlib import Path

    assert Path(decision.minutes.path).stat().st_mode & 0o777 == 0o600


def test_a_change_takes_the_newest_records_and_names_its_author(ready: ReadyPhase) -> None:
    decision = prepare(ready)
    newer = ready.calculate(shifted=1)
    changed = revise_decision(
        decision=decision, title="Kader", text="Anders.", by=ready.colleague, now=NOW
    )
    assert changed.table == newer
    assert changed.minutes_digest == decision.minutes_digest
    assert changed.authors == sorted([ready.bureau.pk, ready.colleague.pk])


def test_two_employees_do_not_overwrite_each_other(ready: ReadyPhase) -> None:
    decision = prepare(ready)
    revise_decision(decision=decision, title="Een", text="Een.", by=ready.bureau, now=NOW)
    with pytest.raises(Stale):
        revise_decision(decision=decision, title="Twee", text="Twee.", by=ready.colleague, now=NOW)


# --- Putting ------------------------------------------------------------------------------------
def test_putting_freezes_content_electorate_and_majority(
    ready: ReadyPhase, board: list[User]
) -> None:
    decision = put(ready)
    assert decision.status == DecisionStatus.AT_BOARD
    assert decision.needed == 2
    assert [member["user"] for member in decision.electorate] == [one.pk for one in board]
    labels = list(decision.items.values_list("label", flat=True))
    assert labels == [
        "protocol",
        "intake-1",
        "assignment-1",
        "usage:dhd-2",
        "usage:vektis-1",
        "base-1",
        "calculation-1",
    ]
    assert len(decision.digest) == 64
    assert status_of(ready.cycle, 1) == PhaseStatus.AT_BOARD
    with pytest.raises(NotNow):
        revise_decision(decision=decision, title="x", text="x", by=ready.bureau, now=NOW)


def test_putting_prepares_mail_to_the_members_and_sends_nothing(
    ready: ReadyPhase, board: list[User]
) -> None:
    put(ready)
    mailing = Mailing.objects.get(key="decision_put")
    assert mailing.released_at is None
    assert set(mailing.messages.values_list("address", flat=True)) == {one.email for one in board}
    assert "/fase-1/besluit/1/" in mailing.body


def test_nothing_is_put_while_something_is_missing(ready: ReadyPhase, board: list[User]) -> None:
    decision = prepare(ready, minutes=None)
    with pytest.raises(NotNow):
        put_to_board(decision=decision, by=ready.bureau, now=NOW)
    assert status_of(ready.cycle, 1) == PhaseStatus.OPEN
    assert not DecisionItem.objects.exists()


def test_nothing_is_put_on_older_versions(ready: ReadyPhase, board: list[User]) -> None:
    decision = prepare(ready)
    make_intake(ready.cycle, ready.bureau, reason="Definitief")
    with pytest.raises(NotNow):
        put_to_board(decision=decision, by=ready.bureau, now=NOW)


def test_a_board_without_voters_gets_nothing(ready: ReadyPhase) -> None:
    with pytest.raises(NotNow):
        put(ready)


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
