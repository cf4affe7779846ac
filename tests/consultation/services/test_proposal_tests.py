"""Recording the bureau's test of a proposal: what is frozen, and every refusal."""

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import Phase
from bols_portal.audit.models import Event
from consultation.enums import ProposalStatus
from consultation.models import Proposal, ProposalTest
from consultation.selectors.proposal_tests import (
    checks_of,
    frozen,
    is_outdated,
    latest_test,
    seen_of,
)
from consultation.services.proposal_tests import digest_of
from tests.consultation.proposal_world import ProposalWorld, advise

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> ProposalWorld:
    return ProposalWorld()


def test_a_test_freezes_what_was_found(world: ProposalWorld) -> None:
    checks = checks_of(world.proposal)
    test = world.record(remarks=" Zorgvuldig. ", seen=seen_of(world.proposal, checks))
    assert (test.number, test.careful, test.remarks) == (1, True, "Zorgvuldig.")
    test = ProposalTest.objects.get()
    assert frozen(test) == checks
    assert test.digest == digest_of(world.proposal, 1, frozen(test), True, "Zorgvuldig.")
    event = Event.objects.get(action="proposal.tested")
    assert (event.data["digest"], event.data["failing"]) == (test.digest, [])
    with pytest.raises(TypeError):
        test.save()


def test_a_later_test_replaces_by_its_number(world: ProposalWorld) -> None:
    first = world.record()
    assert not is_outdated(first, checks_of(world.proposal))
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    assert is_outdated(first, checks_of(world.proposal))
    second = world.record(careful=False, remarks="Een advies kwam te laat.")
    assert latest_test(world.proposal) == second
    assert (second.number, second.digest != first.digest) == (2, True)
    assert ProposalTest.objects.count() == 2


def test_only_the_bureau_tests(world: ProposalWorld) -> None:
    for person in (world.fms, world.board, world.adviser, world.coordinator):
        with pytest.raises(NotPermitted):
            world.record(by=person)
    assert not ProposalTest.objects.exists()


@pytest.mark.parametrize("status", [one for one in ProposalStatus if one != "submitted"])
def test_only_a_submitted_proposal_is_tested(world: ProposalWorld, status: str) -> None:
    Proposal.objects.update(status=status)
    with pytest.raises(NotNow):
        world.record()


@pytest.mark.parametrize("status", [PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_nothing_is_tested_once_the_board_decides(world: ProposalWorld, status: str) -> None:
    Phase.objects.filter(cycle=world.cycle, number=2).update(status=status)
    with pytest.raises(NotNow):
        world.record()


def test_a_proposal_that_changed_since_is_looked_at_again(world: ProposalWorld) -> None:
    seen = seen_of(world.proposal, checks_of(world.proposal))
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    with pytest.raises(Stale):
        world.record(seen=seen)
    Proposal.objects.update(version=7)
    with pytest.raises(Stale):
        world.record()
    assert not ProposalTest.objects.exists()


def test_what_is_not_in_order_needs_remarks(world: ProposalWorld) -> None:
    with pytest.raises(Refused):
        world.record(careful=False, remarks=" ")
    with pytest.raises(Refused):
        world.record(remarks="x" * 4001)
    Proposal.objects.update(motivation="")
    with pytest.raises(Refused):
        world.record()
    assert not ProposalTest.objects.exists()
    assert world.record(remarks="De motivering ontbreekt.").careful
