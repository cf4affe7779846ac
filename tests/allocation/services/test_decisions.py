"""Decisions of the board: prepared, put, voted on, withdrawn, and what follows from them."""

import pytest

from allocation.enums import (
    DecisionKind,
    DecisionStatus,
    MessageStatus,
    PhaseStatus,
)
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import (
    BoardDecision,
    DecisionItem,
    Mailing,
)
from allocation.services.decisions import (
    put_to_board,
    revise_decision,
    vote,
    withdraw_decision,
)
from allocation.services.messages import release_mailing
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.allocation.services.decision_steps import board as board  # the fixtures
from tests.allocation.services.decision_steps import prepare, put, status_of
from tests.allocation.services.decision_steps import ready as ready
from tests.factories import NOW
from tests.phase_1 import ReadyPhase, make_intake, pdf

pytestmark = pytest.mark.django_db

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


def test_the_message_to_the_members_lapses_when_the_vote_is_over(
    ready: ReadyPhase, board: list[User]
) -> None:
    decision = put(ready)
    mailing = Mailing.objects.get(key="decision_put")
    for member in board[:2]:
        mailing.refresh_from_db()
        assert mailing.is_open
        vote(decision=decision, choice="approve", remark="", by=member, now=NOW)
    mailing.refresh_from_db()
    assert mailing.cancelled_at == NOW
    assert set(mailing.messages.values_list("status", flat=True)) == {MessageStatus.CANCELLED}
    assert Mailing.objects.get(key="framework_adopted").is_open


def test_a_message_that_was_sent_stays_sent_after_the_vote(
    ready: ReadyPhase, board: list[User]
) -> None:
    decision = put(ready)
    mailing = Mailing.objects.get(key="decision_put")
    release_mailing(mailing=mailing, by=ready.bureau, now=NOW)
    withdraw_decision(decision=decision, reason="Te vroeg.", by=ready.bureau, now=NOW)
    mailing.refresh_from_db()
    assert mailing.cancelled_at is None


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
