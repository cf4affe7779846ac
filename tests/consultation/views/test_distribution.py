"""The board's page and the sheet of the decision, as people see and use them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allocation.enums import DecisionStatus
from bols_portal.accounts.models import User
from consultation.enums import Course
from consultation.selectors.distribution import choice_of, decided_table, living_distribution
from tests.consultation.distribution_world import WHY, DistributionWorld, even

pytestmark = pytest.mark.django_db
PAGE = reverse("distribution_decide", args=[2027])
QUERIES = 42


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def text_of(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def send(client: Client, **fields: Any) -> Any:
    return client.post(PAGE, {"seen": 0, "action": "propose"} | fields)


def test_the_board_reads_proposal_test_and_advices_side_by_side(
    client: Client, world: DistributionWorld
) -> None:
    page = text_of(signed_in(client, world.board[0]))
    assert "FMS volgt het advies voor NO." in page
    assert "Zorgvuldig;" in page
    assert "Dicht bij de adviezen." in page
    for course in Course:
        assert f"?koers={course.value}" in page


def test_courses_that_are_not_possible_say_why(client: Client) -> None:
    world = DistributionWorld(proposal=False)
    page = text_of(signed_in(client, world.board[0]))
    assert "?koers=fallback" in page
    assert "?koers=adopt" not in page
    assert "Er ligt nu geen voorstel van FMS." in page


def test_a_change_asks_for_its_reasons_and_loses_nothing(
    client: Client, world: DistributionWorld
) -> None:
    signed_in(client, world.board[0])
    form = text_of(client, f"{PAGE}?koers=change")
    assert 'name="places-02-NO" value="6"' in form
    typed = {"course": "change", "places-02-NO": "7", "places-02-ON": "3", "reason": "Zie notulen"}
    asked = send(client, **typed, action="reasons").content.decode()
    assert 'name="reason-02-NO"' in asked
    assert "error-summary" not in asked
    refused = send(client, **typed, **{"reason-02-NO": WHY}).content.decode()
    assert 'href="#reason-02-ON"' in refused
    for kept in (WHY, "Zie notulen", 'value="7"', 'value="3"'):
        assert kept in refused
    assert living_distribution(world.cycle) is None
    done = send(client, **typed, **{"reason-02-NO": WHY, "reason-02-ON": WHY})
    assert done.status_code == 302
    decision = living_distribution(world.cycle)
    assert decision is not None
    choice = choice_of(decision)
    assert choice is not None
    assert choice.changes.count() == 2
    again = text_of(client, f"{PAGE}?koers=change")
    assert 'value="7"' in again
    assert WHY in again


def test_a_stale_form_keeps_what_was_typed(client: Client, world: DistributionWorld) -> None:
    world.propose(Course.ADOPT)
    answer = send(signed_in(client, world.board[0]), course="fallback", reason=WHY)
    assert answer.status_code == 409
    assert WHY in answer.content.decode()


def test_from_proposal_to_decision_in_the_browser(client: Client, world: DistributionWorld) -> None:
    signed_in(client, world.bureau)
    assert send(client, course="adopt").status_code == 302
    decision = living_distribution(world.cycle)
    assert decision is not None
    sheet = reverse("distribution", args=[2027, decision.number])
    generic = client.get(reverse("decision", args=[2027, decision.number]))
    assert generic["Location"] == sheet
    revise = client.get(reverse("decision_revise", args=[2027, decision.number]))
    assert revise.status_code == 302
    assert reverse("decision_put", args=[2027, decision.number]) in text_of(client, sheet)
    client.post(reverse("decision_put", args=[2027, decision.number]))
    for member in world.board[:2]:
        signed_in(client, member)
        page = text_of(client, sheet)
        assert 'id="vote"' in page
        assert page.index('id="what"') < page.index('id="decided"') < page.index('id="rests"')
        assert page.count('id="what"') == 1
        told = client.post(
            reverse("distribution_vote", args=[2027, decision.number]),
            {"choice": "approve", "remark": ""},
            follow=True,
        )
        assert "Uw stem is vastgelegd." in told.content.decode()
    assert "Wat is besloten" in text_of(client, sheet)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.ADOPTED
    assert decided_table(world.cycle) == decision.table
    board = text_of(client)
    assert "FMS heeft geen voorstel ingediend" not in board
    assert "Er ligt nu geen voorstel van FMS" not in board
    assert "staat bij de versies van FMS" in board
    read = text_of(signed_in(client, world.adviser), sheet)
    assert "Lid A" not in read
    assert 'id="decided"' in read
    assert 'id="proposed"' not in read  # the table of FMS does not open with the decision


def test_a_rejection_without_a_remark_keeps_the_form(
    client: Client, world: DistributionWorld
) -> None:
    decision = world.put(Course.RETURN, reason="Kijk nog eens naar Leiden.")
    address = reverse("distribution_vote", args=[2027, decision.number])
    answer = signed_in(client, world.board[0]).post(address, {"choice": "reject", "remark": ""})
    assert answer.status_code == 200
    assert "Kijk nog eens naar Leiden." in answer.content.decode()
    assert not decision.votes.exists()


def test_the_list_of_decisions_offers_only_what_it_can_write(
    client: Client, world: DistributionWorld
) -> None:
    world.propose(Course.ADOPT)
    page = text_of(signed_in(client, world.bureau), reverse("decisions", args=[2027]))
    assert "Verdeling over de OOR" in page


@pytest.mark.parametrize("filed", [1, 3])
def test_queries_do_not_grow_with_the_filings(
    client: Client, world: DistributionWorld, django_assert_num_queries: Any, filed: int
) -> None:
    for seen in range(1, filed):
        world.advise("02", world.adviser, even(5, NO=7 + seen, ON=3 - seen), seen=seen)
        world.advise("46", world.profession, even(1, NO=1 + seen, ON=0, ZWN=2 - seen), seen=seen)
    signed_in(client, world.board[0])
    text_of(client)  # what is kept between requests
    with django_assert_num_queries(QUERIES):
        text_of(client)


def test_the_bureau_is_asked_to_write_the_decision_once(
    client: Client, world: DistributionWorld
) -> None:
    asked = "Het besluit over de verdeling voorbereiden"
    home = reverse("home")
    assert asked in text_of(signed_in(client, world.bureau), home)
    assert asked not in text_of(signed_in(client, world.board[0]), home)
    world.propose(Course.ADOPT)
    assert asked not in text_of(signed_in(client, world.bureau), home)
