"""The pages of phases and decisions: what each person reads, and what it costs to read it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from allocation.models import BoardDecision
from allocation.roles import Role
from allocation.services.decisions import prepare_decision, put_to_board, vote, withdraw_decision
from bols_portal.accounts.models import User
from tests.factories import NOW, appoint, make_cycle, make_reference_data, make_user, region
from tests.phase_1 import ReadyPhase, make_intake, pdf

pytestmark = pytest.mark.django_db

PHASE = "/toewijzing/2027/fase-1/"
HERE = PHASE + "besluit/"


@pytest.fixture
def ready() -> ReadyPhase:
    make_reference_data()
    return ReadyPhase(make_cycle())


@pytest.fixture
def board(ready: ReadyPhase) -> list[User]:
    members = [make_user(f"Lid {letter}") for letter in "AB"]
    for member in members:
        appoint(member, Role.BOARD, ready.cycle)
    return members


@pytest.fixture
def coordinator(ready: ReadyPhase) -> User:
    person = make_user("Cora")
    appoint(person, Role.COORDINATOR, region("Leiden"))
    return person


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(user: User, path: str) -> str:
    response = signed_in(user).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def prepare(ready: ReadyPhase) -> BoardDecision:
    return prepare_decision(
        cycle=ready.cycle,
        kind="framework",
        title="Bestuurlijk kader",
        text="Vastgesteld.",
        minutes=pdf(),
        by=ready.bureau,
        now=NOW,
    )


def put(ready: ReadyPhase) -> BoardDecision:
    return put_to_board(decision=prepare(ready), by=ready.bureau, now=NOW)


def adopt(ready: ReadyPhase, board: list[User]) -> BoardDecision:
    decision = put(ready)
    for number, member in enumerate(board):
        vote(decision=decision, choice="approve", remark=f"Prima {number}.", by=member, now=NOW)
    decision.refresh_from_db()
    return decision


def test_the_phase_page_gives_explanation_and_links_to_who_may_use_them(
    ready: ReadyPhase, coordinator: User
) -> None:
    make_intake(ready.cycle, ready.bureau, reason="Definitief")
    inside, outside = read(ready.bureau, PHASE), read(coordinator, PHASE)
    for text in (inside, outside):
        assert "verouderd" in text
        assert "De basisverdeling is berekend met de huidige versies" in text
    assert "Reken opnieuw" in inside
    assert "Reken opnieuw" not in outside
    assert "/fase-1/zorggebruik/" in inside
    assert "/fase-1/zorggebruik/" not in outside


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_a_later_phase_says_what_it_waits_for_and_promises_nothing(
    ready: ReadyPhase, coordinator: User, number: int
) -> None:
    text = read(coordinator, f"/toewijzing/2027/fase-{number}/")
    assert "Begint" in text
    assert "Onderdelen van deze fase" not in text


def test_there_is_no_seventh_phase(ready: ReadyPhase, coordinator: User) -> None:
    assert signed_in(coordinator).get("/toewijzing/2027/fase-7/").status_code == 404


def test_before_adoption_other_parties_see_neither_decision_nor_table(
    ready: ReadyPhase, board: list[User], coordinator: User
) -> None:
    decision = put(ready)
    assert signed_in(coordinator).get(f"{HERE}{decision.number}/").status_code == 404
    assert "Bestuurlijk kader" not in read(coordinator, HERE)
    assert "Uw stem" in read(board[0], f"{HERE}1/")


def test_after_adoption_all_read_it_but_votes_and_minutes_stay_inside(
    ready: ReadyPhase, board: list[User], coordinator: User
) -> None:
    adopt(ready, board)
    outside, inside = read(coordinator, f"{HERE}1/"), read(ready.bureau, f"{HERE}1/")
    assert ready.table.digest[:4] in outside
    for secret in ("Lid A", "Prima 0.", "notulen"):
        assert secret in inside
        assert secret not in outside


def test_the_page_says_that_a_put_decision_rests_on_older_versions(
    ready: ReadyPhase, board: list[User]
) -> None:
    put(ready)
    make_intake(ready.cycle, ready.bureau, reason="Definitief")
    text = read(board[0], f"{HERE}1/")
    assert "Dit besluit rust op oudere versies." in text
    assert "Landelijk instroomkader" in text


def test_a_rejection_without_remark_keeps_the_page_and_says_so(
    ready: ReadyPhase, board: list[User]
) -> None:
    put(ready)
    response = signed_in(board[0]).post(f"{HERE}1/stem/", {"choice": "reject"})
    assert response.status_code == 200
    assert "Schrijf waarom u niet akkoord bent." in response.content.decode()


def test_a_second_vote_is_refused_with_its_reason(ready: ReadyPhase, board: list[User]) -> None:
    put(ready)
    client = signed_in(board[0])
    assert client.post(f"{HERE}1/stem/", {"choice": "approve"}).status_code == 302
    response = client.post(f"{HERE}1/stem/", {"choice": "approve"})
    assert "een stem is definitief" in response.content.decode()


def test_what_is_missing_stands_on_the_page_that_puts_it(ready: ReadyPhase) -> None:
    prepare_decision(
        cycle=ready.cycle,
        kind="framework",
        title="Kader",
        text="Vastgesteld.",
        by=ready.bureau,
        now=NOW,
    )
    text = read(ready.bureau, f"{HERE}1/voorleggen/")
    assert "Dit kan nog niet naar het bestuur" in text
    assert "Notulen toevoegen" in text


def test_typed_text_is_kept_when_the_minutes_are_no_pdf(ready: ReadyPhase) -> None:
    response = signed_in(ready.bureau).post(
        f"{HERE}nieuw/kader/",
        {"title": "Kader", "text": "Mijn tekst.", "minutes": pdf(content=b"no pdf")},
    )
    text = response.content.decode()
    assert "geen volledige pdf" in text
    assert "Mijn tekst." in text


def test_what_was_rejected_is_where_the_next_begins(ready: ReadyPhase, board: list[User]) -> None:
    decision = put(ready)
    withdraw_decision(decision=decision, reason="Nieuwe cijfers.", by=ready.bureau, now=NOW)
    assert "Vastgesteld." in read(ready.bureau, f"{HERE}nieuw/kader/")


def test_minutes_are_downloaded_as_a_file(ready: ReadyPhase, board: list[User]) -> None:
    put(ready)
    response = signed_in(board[0]).get(f"{HERE}1/notulen/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]


def test_the_list_costs_the_same_for_one_and_for_many(
    ready: ReadyPhase, coordinator: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = signed_in(ready.bureau)

    def look() -> None:
        with django_assert_num_queries(20):
            assert client.get(HERE).status_code == 200

    withdraw_decision(decision=prepare(ready), reason="Fout.", by=ready.bureau, now=NOW)
    look()
    for _attempt in range(30):
        withdraw_decision(decision=prepare(ready), reason="Fout.", by=ready.bureau, now=NOW)
    look()


def test_the_sheet_costs_the_same_for_one_and_for_many_votes(
    ready: ReadyPhase, board: list[User], django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(20):
        appoint(make_user(f"Nog een lid {number}"), Role.BOARD, ready.cycle)
    decision = put(ready)
    client = signed_in(ready.bureau)

    def look() -> None:
        with django_assert_num_queries(38):
            assert client.get(f"{HERE}1/").status_code == 200

    vote(decision=decision, choice="approve", remark="", by=board[0], now=NOW)
    look()
    for member in User.objects.filter(name__startswith="Nog een lid")[:8]:
        vote(decision=decision, choice="approve", remark="", by=member, now=NOW)
    look()
