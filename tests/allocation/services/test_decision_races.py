"""Two at once: on PostgreSQL, for SQLite lets writers in one by one and hides what goes wrong."""

from collections.abc import Callable

import pytest
from django.db import connection

from allocation.enums import DecisionStatus
from allocation.errors import Refused
from allocation.models import BoardDecision, BoardVote, Mailing, Phase
from allocation.roles import Role
from allocation.services.decisions import prepare_decision, put_to_board, vote, withdraw_decision
from bols_portal.accounts.models import User
from tests.at_once import at_once
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user
from tests.phase_1 import ReadyPhase, pdf

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ready() -> ReadyPhase:
    make_reference_data()
    return ReadyPhase(make_cycle())


def make_board(ready: ReadyPhase, size: int) -> list[User]:
    members = [make_user(f"Lid {number}") for number in range(size)]
    for member in members:
        appoint(member, Role.BOARD, ready.cycle)
    return members


def put(ready: ReadyPhase) -> BoardDecision:
    decision = prepare_decision(
        cycle=ready.cycle,
        kind="framework",
        title="Kader",
        text="Vastgesteld.",
        minutes=pdf(),
        by=ready.bureau,
        now=NOW,
    )
    return put_to_board(decision=decision, by=ready.bureau, now=NOW)


def ballot(decision: BoardDecision, member: User, choice: str = "approve") -> Callable[[], object]:
    return lambda: vote(
        decision=BoardDecision.objects.get(pk=decision.pk),
        choice=choice,
        remark="Daarom." if choice == "reject" else "",
        by=User.objects.get(pk=member.pk),
        now=NOW,
    )


def test_it_runs_on_a_real_server() -> None:
    assert connection.vendor == "postgresql"


def test_all_members_vote_at_once_and_the_framework_is_adopted_once(ready: ReadyPhase) -> None:
    members = make_board(ready, 5)
    decision = put(ready)
    raised = at_once(*(ballot(decision, member) for member in members))
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.ADOPTED
    # Three decide; who comes after hears that it is not before the board any more.
    assert BoardVote.objects.filter(decision=decision).count() == 3
    assert sum(isinstance(one, Refused) for one in raised) == 2
    assert Mailing.objects.filter(key="framework_adopted").count() == 1
    assert Phase.objects.get(cycle=ready.cycle, number=1).version == 2


def test_one_member_who_clicks_many_times_votes_once(ready: ReadyPhase) -> None:
    members = make_board(ready, 3)
    decision = put(ready)
    raised = at_once(*(ballot(decision, members[0]) for _click in range(6)))
    assert BoardVote.objects.count() == 1
    assert sum(isinstance(one, Refused) for one in raised) == 5


def test_the_last_vote_and_a_withdrawal_do_not_both_win(ready: ReadyPhase) -> None:
    members = make_board(ready, 1)
    decision = put(ready)
    bureau = ready.bureau.pk

    def withdraw() -> object:
        return withdraw_decision(
            decision=BoardDecision.objects.get(pk=decision.pk),
            reason="Nieuwe cijfers.",
            by=User.objects.get(pk=bureau),
            now=NOW,
        )

    raised = at_once(ballot(decision, members[0]), withdraw)
    decision.refresh_from_db()
    assert sum(one is None for one in raised) == 1
    won = DecisionStatus.ADOPTED if raised[0] is None else DecisionStatus.WITHDRAWN
    assert decision.status == won


def test_putting_twice_at_once_puts_it_once(ready: ReadyPhase) -> None:
    make_board(ready, 3)
    decision = prepare_decision(
        cycle=ready.cycle,
        kind="framework",
        title="Kader",
        text="Vastgesteld.",
        minutes=pdf(),
        by=ready.bureau,
        now=NOW,
    )

    def step() -> object:
        return put_to_board(
            decision=BoardDecision.objects.get(pk=decision.pk),
            by=User.objects.get(pk=ready.bureau.pk),
            now=NOW,
        )

    raised = at_once(step, step, step)
    assert sum(one is None for one in raised) == 1
    assert Mailing.objects.filter(key="decision_put").count() == 1
    assert decision.items.filter(label="base-1").count() == 1
