"""The exit checks of phase II: what must be in order before a proposal can be adopted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from allocation.enums import DecisionKind, DecisionStatus
from allocation.models import BoardDecision
from allocation.phases.gates import GateCheck, exit_checks, missing
from consultation.enums import ProposalStatus
from consultation.models import DistributionChoice, Proposal
from consultation.selectors.proposal_tests_todo import todo
from tests.consultation.advice_world import without_a_day
from tests.consultation.proposal_world import ProposalWorld, advise, hear, intake_like, submit
from tests.consultation.round_world import RoundWorld, adopt_framework
from tests.factories import NOW, make_cycle, make_reference_data

pytestmark = pytest.mark.django_db
KEYS = ["round", "profession", "proposal", "tested", "framework"]


@pytest.fixture
def world() -> ProposalWorld:
    found = ProposalWorld()
    found.record()
    return found


def checks(world: RoundWorld) -> dict[str, GateCheck]:
    return {check.key: check for check in exit_checks(world.cycle, 2)}


def lacking(world: RoundWorld) -> set[str]:
    return {check.key for check in missing(checks(world).values())}


def test_all_hold_when_everything_is_in_order(world: ProposalWorld) -> None:
    found = checks(world)
    assert list(found) == KEYS
    assert missing(found.values()) == []
    assert all(check.url and str(check.detail) for check in found.values())


def test_an_empty_cycle_lacks_everything_and_says_where() -> None:
    make_reference_data()
    found = exit_checks(make_cycle(2027), 2)
    assert missing(found) == found
    assert [check.key for check in found] == KEYS
    assert all(check.url and str(check.detail) for check in found)


def test_while_parties_can_file_the_round_is_not_over(world: ProposalWorld) -> None:
    without_a_day(world.ready)
    assert lacking(world) == {"round"}
    assert "39" in str(checks(world)["round"].detail)


def test_what_vsg_and_nvvo_advise_is_waited_for_until_their_last_day() -> None:
    bare = RoundWorld()
    intake_like(bare.ready)
    bare.open()
    detail = str(checks(bare)["profession"].detail)
    assert "46 Sportgeneeskunde" in detail
    assert "profession" not in lacking(bare)
    without_a_day(bare.ready)
    assert "profession" in lacking(bare)
    proposal = submit(bare)
    advise(proposal, "31", bare.adviser, {})
    assert "31" not in str(checks(bare)["profession"].detail)
    advise(proposal, "46", bare.adviser, {})
    assert "profession" not in lacking(bare)


def test_a_proposal_must_be_submitted_and_tested(world: ProposalWorld) -> None:
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN, ended_at=NOW)
    assert lacking(world) == {"proposal", "tested", "framework"}
    submit(world)
    assert lacking(world) == {"tested"}


def test_a_test_that_something_changed_since_is_out_of_date(world: ProposalWorld) -> None:
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    assert lacking(world) == {"tested"}
    assert checks(world)["tested"].outdated
    world.record(careful=False, remarks="Een advies kwam laat.")
    assert lacking(world) == set()
    assert "niet zorgvuldig" in str(checks(world)["tested"].detail)


def test_a_proposal_outside_the_framework_is_named(world: ProposalWorld) -> None:
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN, ended_at=NOW)
    proposal = submit(world, {("02", "NO"): 6})
    world.record(proposal, remarks="De rij klopt niet.")
    assert lacking(world) == {"framework"}
    assert "36" in str(checks(world)["framework"].detail)


def test_a_rectified_framework_makes_round_and_proposal_old(world: ProposalWorld) -> None:
    adopt_framework(world.ready, world.ready.calculate(shifted=1))
    assert lacking(world) == {"round", "tested", "framework"}
    assert checks(world)["round"].outdated


def choose(world: RoundWorld, course: str, status: str, proposal: Proposal | None = None) -> None:
    decision = BoardDecision.objects.create(
        cycle=world.cycle,
        number=7,
        phase=2,
        kind=DecisionKind.DISTRIBUTION,
        status=status,
        title="Verdeling",
        text="Tekst.",
        prepared_at=NOW,
        prepared_by=world.bureau,
    )
    DistributionChoice.objects.create(
        decision=decision,
        number=1,
        course=course,
        proposal=proposal,
        reason="Er is geen gedragen voorstel.",
        proposed_at=NOW,
        proposed_by=world.bureau,
    )


def test_the_fallback_needs_no_proposal(world: ProposalWorld) -> None:
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN, ended_at=NOW)
    choose(world, "fallback", DecisionStatus.PREPARED)
    assert lacking(world) == set()
    assert "basisverdeling" in str(checks(world)["proposal"].detail)


def test_sending_back_does_not_make_the_checks_hold(world: ProposalWorld) -> None:
    hear(world, world.proposal)
    choose(world, "return", DecisionStatus.PREPARED, world.proposal)
    assert lacking(world) == {"tested"}


def test_the_phase_page_shows_them(world: ProposalWorld) -> None:
    client = Client()
    client.force_login(world.bureau)
    page = client.get("/toewijzing/2027/fase-2/")
    assert [one.check.key for one in page.context["checks"]] == KEYS
    assert "FMS heeft het integrale voorstel ingediend" in page.text


def test_the_checks_cost_the_same_for_few_and_for_many(
    world: ProposalWorld, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(27):
        exit_checks(world.cycle, 2)
    for code in ("03", "04", "05"):
        advise(world.proposal, code, world.adviser, {"NO": 9})
        world.record()
    with django_assert_num_queries(27):
        exit_checks(world.cycle, 2)


def test_the_bureau_is_asked_to_test_what_was_submitted() -> None:
    world = ProposalWorld()
    (item,) = todo(world.bureau, world.cycle, NOW)
    assert item.url == "/toewijzing/2027/fase-2/voorstel/1/toets/"
    assert list(todo(world.fms, world.cycle, NOW)) == []
    world.record()
    assert list(todo(world.bureau, world.cycle, NOW)) == []
    Proposal.objects.update(status=ProposalStatus.RETURNED)
    assert list(todo(world.bureau, world.cycle, NOW)) == []
