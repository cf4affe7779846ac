"""The letters about the preliminary proposal: who gets which, and what stands in them."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from allocation.models import BoardDecision, Mailing
from allocation.selectors.recipients import Enclosure
from allocation.services.enclosures import content_of
from consultation.models import SigningSlot
from consultation.selectors.preliminary_todo import todo
from tests.consultation.preliminary_world import SAID, WHY, PreliminaryWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NUMBERS = {("02", "I001"): "2", ("02", "I002"): "2", ("02", "N003"): "1"}


def read(decision: BoardDecision, code: str, language: str = "nl") -> str:
    """The words of a letter, spaces evened out."""
    enclosure = Enclosure("preliminary_letter", f"{decision.pk}:{code}", "brief.pdf")
    pages = PdfReader(io.BytesIO(content_of(enclosure, language))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_each_institution_gets_its_own_letter_and_others_a_notice() -> None:
    world = PreliminaryWorld()
    decision = world.adopt(world.propose())
    letters = Mailing.objects.get(key="preliminary_letter")
    assert letters.released_at is None
    keys = {
        message.recipient.name: [one["key"] for one in message.enclosures]
        for message in letters.messages.select_related("recipient")
        if message.recipient
    }
    pk = decision.pk
    assert keys == {
        "Bea Bestuurder": [f"{pk}:I001"],
        "Ed Elders": [f"{pk}:I003"],
        "Lea Leerhuis": [f"{pk}:I001"],
    }
    notice = Mailing.objects.get(key="preliminary_established")
    names = set(notice.messages.values_list("recipient__name", flat=True))
    assert {"Coen Coordinator", "Vera Voorzitter", "Teun Opleider"} <= names
    assert "Bea Bestuurder" not in names
    assert "tot en met 12 juni 2026" in letters.body


def test_who_signed_without_an_account_gets_the_letter_at_that_address() -> None:
    world = PreliminaryWorld()
    SigningSlot.objects.filter(institution__code__in=("I002", "N003")).update(
        name="Gea Getekend", email="Gea@Example.org"
    )
    SigningSlot.objects.filter(institution__code="I001").update(email=world.administrator.email)
    decision = world.adopt(world.propose())
    letters = Mailing.objects.get(key="preliminary_letter")
    message = letters.messages.get(recipient=None)
    assert message.address == "gea@example.org"
    keys = [one["key"] for one in message.enclosures]
    assert keys == [f"{decision.pk}:I002", f"{decision.pk}:N003"]
    assert "Ziekenhuis Wolddijk" in message.capacity
    assert letters.messages.filter(address__iexact=world.administrator.email).count() == 1


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (NUMBERS, "het bestuur wijzigde de aantallen"),
        ({}, "het bestuur wijzigde de aantallen niet"),
    ],
)
def test_it_tells_what_became_of_the_dissent(
    numbers: dict[tuple[str, str], str], told: str
) -> None:
    world = PreliminaryWorld(dissents=("I002",))
    decision = world.adopt(world.rule(places=numbers))
    text = read(decision, "I002")
    assert SAID in text
    assert told in text
    assert WHY in text
    assert "12 juni 2026" in text
    assert "Klachten- en Geschillencommissie" in text
    assert SAID not in read(decision, "I001")
    assert "Complaints and Disputes Committee" in read(decision, "I002", "en")


def test_the_page_says_the_same_as_the_letter() -> None:
    world = PreliminaryWorld(dissents=("I001",))
    world.adopt(world.rule(places=NUMBERS))
    client = Client()
    client.force_login(world.administrator)
    page = client.get("/toewijzing/2027/fase-3/voorlopig-voorstel/brief/I001/")
    assert page.context["total"] == 7
    assert SAID in page.text
    assert WHY in page.text
    asked = [one.url for one in todo(world.administrator, world.cycle, NOW)]
    assert asked == ["/toewijzing/2027/fase-3/voorlopig-voorstel/brief/I001/"]
    assert not list(todo(world.administrator, world.cycle, NOW + timedelta(days=365)))


def test_there_is_no_letter_before_the_board_decided() -> None:
    world = PreliminaryWorld()
    decision = world.propose()
    with pytest.raises(LookupError):
        read(decision, "I001")
    world.adopt(decision)
    with pytest.raises(LookupError):
        read(decision, "I005")


def test_the_parties_of_a_mediation_hear_what_the_board_decided_and_why() -> None:
    world = PreliminaryWorld()
    mediation = world.mediate("02")
    world.adopt(world.rule(rows=("02",), places=NUMBERS, reason=WHY))
    mailing = Mailing.objects.get(key="mediation_decided")
    assert mailing.released_at is None
    assert mailing.messages.get().recipient == mediation.requested_by
    assert WHY in mailing.body
    assert "UMC Voorbeeld Noord: 2" in mailing.body
    assert "weighed the arguments" in mailing.body_en
