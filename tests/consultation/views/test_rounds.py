"""The pages of consultation rounds: what the bureau does, what parties see, and their queries."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.enums import FilingKind, RoundStatus
from consultation.models import Filing, Round
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW, specialism

pytestmark = pytest.mark.django_db
ONE = [2027, 1]


@pytest.fixture
def world() -> RoundWorld:
    return RoundWorld()


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def test_the_bureau_takes_a_round_from_its_list_to_open(client: Client, world: RoundWorld) -> None:
    as_(client, world.bureau)
    assert (
        reverse("round_prepare", args=[2027])
        in client.get("/toewijzing/2027/fase-2/consultatie/").text
    )
    assert client.post(reverse("round_prepare", args=[2027])).status_code == 302
    letter = {"subject": "Onze brief", "body": "Graag uw advies.", "seen": 1}
    assert client.post(reverse("round_letter", args=ONE), letter).status_code == 302
    review = client.get(reverse("round_open", args=ONE))
    opening = {"when": "now"}
    assert "Onze brief" in review.text
    assert review.context["review"].mailed_count == 3
    assert client.post(reverse("round_open", args=ONE), opening | {"seen": 1}).status_code == 409
    assert client.post(reverse("round_open", args=ONE), opening | {"seen": 2}).status_code == 302
    assert Round.objects.get().status == RoundStatus.OPEN


def test_parties_see_opened_rounds_without_what_others_filed(
    client: Client, world: RoundWorld
) -> None:
    as_(client, world.adviser)
    world.prepare()
    assert client.get(reverse("round", args=ONE)).status_code == 404
    Round.objects.update(status=RoundStatus.CANCELLED)
    world.open("Opnieuw.")
    page = client.get(reverse("round", args=[2027, 2]))
    assert page.status_code == 200
    assert page.context["parties"] == []
    assert list(client.get(reverse("rounds", args=[2027])).context["rounds"]) == [
        Round.objects.get(number=2)
    ]


def test_a_round_that_was_replaced_names_no_last_days(client: Client, world: RoundWorld) -> None:
    as_(client, world.adviser)
    world.open()
    days = "<li>Advies over de verdeling indienen"
    assert days in client.get(reverse("round", args=ONE)).content.decode()
    world.open("Opnieuw.")
    assert days not in client.get(reverse("round", args=ONE)).content.decode()


def file(consultation: Round, world: RoundWorld, *codes: str) -> None:
    for code in codes:
        Filing.objects.create(
            round=consultation,
            kind=FilingKind.ADVICE,
            specialism=specialism(code),
            number=1,
            digest="0" * 64,
            filed_at=NOW,
            filed_by=world.adviser,
        )


def test_fms_sees_what_everybody_filed(client: Client, world: RoundWorld) -> None:
    file(world.open(), world, "02")
    page = as_(client, world.fms).get(reverse("round", args=ONE))
    assert (len(page.context["parties"]), page.context["filed"]) == (39, 1)


def test_the_page_takes_as_many_queries_with_one_filing_as_with_many(
    client: Client, world: RoundWorld, django_assert_num_queries: Any
) -> None:
    opened = world.open()
    file(opened, world, "02")
    as_(client, world.fms)
    address = reverse("round", args=ONE)
    client.get(address)
    with django_assert_num_queries(22):
        client.get(address)
    file(opened, world, "10", "23", "34")
    with django_assert_num_queries(22):
        assert client.get(address).context["filed"] == 4


def test_who_has_not_filed_yet_is_a_link_away(client: Client, world: RoundWorld) -> None:
    file(world.open(), world, "02")
    as_(client, world.bureau)
    page = client.get(reverse("round", args=ONE), {"show": "missing"})
    (_, _, regions), (_, _, advices) = page.context["groups"]
    assert (len(regions), len(advices)) == (7, 31)
    assert "1 van 39 partijen" in page.text
    assert "02 Cardiologie" not in page.text


def test_the_list_takes_as_many_queries_with_one_round_as_with_many(
    client: Client, world: RoundWorld, django_assert_num_queries: Any
) -> None:
    as_(client, world.adviser)
    world.open()
    address = reverse("rounds", args=[2027])
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    world.open("Het kader is hersteld.")
    world.open("Nog een keer.")
    with django_assert_num_queries(10):
        assert len(client.get(address).context["rounds"]) == 3


def test_a_letter_that_somebody_else_changed_keeps_what_was_typed(
    client: Client, world: RoundWorld
) -> None:
    world.prepare()
    as_(client, world.bureau)
    typed = {"subject": "Brief", "body": "Mijn lange tekst.", "seen": 9}
    page = client.post(reverse("round_letter", args=ONE), typed)
    assert page.status_code == 409
    assert "Mijn lange tekst." in page.text


def test_leave_that_is_refused_says_why_on_the_form(client: Client, world: RoundWorld) -> None:
    world.open()
    as_(client, world.bureau)
    asked = {"party": "specialism:02", "until": "2020-01-01", "reason": "Ziekte"}
    page = client.post(reverse("round_leave", args=ONE), asked)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert (
        client.post(reverse("round_leave", args=ONE), asked | {"until": "2099-01-01"}).status_code
        == 302
    )


def test_a_last_day_that_has_passed_is_told_before_the_round_opens(
    client: Client, world: RoundWorld
) -> None:
    consultation = world.prepare()
    as_(client, world.bureau)
    address = reverse("round_open", args=[2027, consultation.number])
    told = "niemand kan indienen tot u die in de agenda verzet"
    assert told in client.get(address).content.decode()
