"""Two at once on the distribution: on PostgreSQL, for SQLite lets writers in one by one."""

from collections.abc import Callable

import pytest
from django.db import connection

from allocation.enums import DecisionStatus
from allocation.models import BoardDecision, Mailing, Phase
from allocation.services.decisions import put_to_board, vote
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.enums import Course, ProposalStatus
from consultation.models import DistributionChoice, Proposal
from consultation.selectors.distribution import decided_table
from tests.at_once import at_once, outcomes
from tests.consultation.distribution_world import WHY, DistributionWorld
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def ballot(decision: BoardDecision, member: User) -> Callable[[], object]:
    return lambda: vote(
        decision=BoardDecision.objects.get(pk=decision.pk),
        choice="approve",
        remark="",
        by=User.objects.get(pk=member.pk),
        now=NOW,
    )


def test_it_runs_on_a_real_server() -> None:
    assert connection.vendor == "postgresql"


def test_two_deciding_votes_carry_the_decision_out_once(world: DistributionWorld) -> None:
    decision = world.put(Course.ADOPT)
    raised = at_once(*(ballot(decision, member) for member in world.board[:2]))
    assert raised == [None, None]
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.ADOPTED
    assert decided_table(world.cycle) == decision.table
    assert world.phases() == ("closed", "open")
    assert Mailing.objects.filter(key="distribution_decided").count() == 1
    assert Event.objects.filter(action="distribution.adopted").count() == 1
    assert Proposal.objects.get().status == ProposalStatus.DECIDED


def test_a_third_vote_at_the_same_moment_is_refused_or_counted(world: DistributionWorld) -> None:
    decision = world.put(Course.FALLBACK, reason=WHY)
    found = outcomes(*(ballot(decision, member) for member in world.board))
    assert found == ["NotNow", "done", "done"]
    assert Phase.objects.get(cycle=world.cycle, number=3).status == "open"


def test_what_is_put_is_what_was_chosen_last(world: DistributionWorld) -> None:
    decision = world.propose(Course.ADOPT)

    def put() -> None:
        put_to_board(
            decision=BoardDecision.objects.get(pk=decision.pk),
            by=User.objects.get(pk=world.bureau.pk),
            now=NOW,
        )

    def propose() -> None:
        world.propose(Course.FALLBACK, reason=WHY, seen=1, by=world.board[0])

    raised = at_once(put, propose)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.AT_BOARD
    assert raised[0] is None
    last = DistributionChoice.objects.filter(decision=decision).order_by("-number").first()
    assert last is not None
    assert decision.items.filter(label=f"choice-{last.number}").exists()
    assert world.adopt(decision).status == DecisionStatus.ADOPTED


def test_two_who_propose_at_once_make_one_decision(world: DistributionWorld) -> None:
    found = outcomes(
        lambda: world.propose(Course.ADOPT),
        lambda: world.propose(Course.FALLBACK, reason=WHY, by=world.board[0]),
    )
    assert found == ["Stale", "done"]
    assert BoardDecision.objects.filter(kind="distribution").count() == 1
