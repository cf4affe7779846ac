"""The pages around a round: the letter in two languages, its pdfs, opening later, reminding."""

import io
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allocation.models import Deadline, DeadlineVersion, Mailing, Message
from allocation.services.messages import release_mailing
from bols_portal.accounts.models import User
from consultation.selectors.round_letters import letter_of
from tests.consultation.advice_world import without_a_day
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ONE = [2027, 1]


@pytest.fixture
def world() -> RoundWorld:
    made = RoundWorld()
    without_a_day(made.ready)
    return made


def as_(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_letter_is_edited_in_both_languages(client: Client, world: RoundWorld) -> None:
    made = world.prepare()
    as_(client, world.bureau)
    page = client.get(reverse("round_letter", args=ONE))
    assert "consultation round 1" in page.text
    typed: dict[str, Any] = {"subject": "Brief", "body": "Tekst.", "subject_en": "Letter"}
    refused = client.post(reverse("round_letter", args=ONE), typed | {"body_en": "", "seen": 1})
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    assert 'value="Letter"' in refused.text
    kept = client.post(reverse("round_letter", args=ONE), typed | {"body_en": "Text.", "seen": 1})
    assert kept.status_code == 302
    letter = letter_of(made)
    assert letter is not None
    assert (letter.subject_en, letter.body_en) == ("Letter", "Text.")


def test_a_party_reads_the_letter_in_its_own_language(client: Client, world: RoundWorld) -> None:
    world.open()
    as_(client, world.adviser)
    address = reverse("round", args=ONE)
    dutch = client.get(address).text
    world.adviser.language = "en"
    world.adviser.save()
    english = as_(Client(), world.adviser).get(address).text
    assert ("Met vriendelijke groet" in dutch, "Kind regards" in dutch) == (True, False)
    assert ("Met vriendelijke groet" in english, "Kind regards" in english) == (False, True)


def test_every_letter_can_be_looked_at_before_the_round_opens(
    client: Client, world: RoundWorld
) -> None:
    world.coordinator.language = "en"
    world.coordinator.save()
    world.prepare()
    review = as_(client, world.bureau).get(reverse("round_open", args=ONE))
    links = [link.href for _person, letters in review.context["mailed"] for link in letters]
    assert sorted(link.rpartition("/brief/")[2] for link in links) == [
        "association/NVVC.pdf?language=nl",
        "fms/FMS.pdf?language=nl",
        "region/NO.pdf?language=en",
    ]
    for link in links:
        assert f'href="{link}"' in review.text
        answer = client.get(link)
        assert answer["Content-Type"] == "application/pdf"
        assert ("Kind regards" in text_of(answer.content)) == link.endswith("=en")


def test_a_round_opens_at_a_chosen_moment(client: Client, world: RoundWorld) -> None:
    world.prepare()
    as_(client, world.bureau)
    address = reverse("round_open", args=ONE)
    for typed in ({"opens_at": ""}, {"opens_at": "2020-01-01T09:00"}, {"opens_at": "straks"}):
        refused = client.post(address, {"seen": 1, "when": "later"} | typed)
        assert refused.status_code == 200
        assert refused.context["form"].errors["opens_at"]
    later = {"seen": 1, "when": "later", "opens_at": "2099-03-01T09:00"}
    no_last_day(world)
    assert client.post(address, later).status_code == 302
    told = "1 maart 2099 om 09:00"
    assert f"De ronde gaat open op {told}" in client.get(reverse("round", args=ONE)).text
    assert f"gaat open op {told}" in client.get(reverse("rounds", args=[2027])).text
    as_(client, world.adviser)
    assert told in client.get("/toewijzing/2027/fase-2/advies/02/").text


def no_last_day(world: RoundWorld) -> None:
    """Regions too can file whatever the clock says."""
    DeadlineVersion.objects.create(
        deadline=Deadline.objects.get(cycle=world.cycle, key="focus_points"),
        number=2,
        day=None,
        kind="at_the_latest",
        set_at=NOW,
        set_by=world.bureau,
    )


def test_a_reminder_is_shown_before_it_waits_in_messages(client: Client, world: RoundWorld) -> None:
    world.open()
    as_(client, world.bureau)
    address = reverse("round_remind", args=ONE)
    assert address in client.get(reverse("round", args=ONE)).text
    page = client.get(address)
    assert page.context["review"].mailed_count == 1
    assert "Ada Adviseur" in page.text
    assert not Mailing.objects.filter(key="round_reminder").exists()
    answer = client.post(address)
    mailing = Mailing.objects.get(key="round_reminder")
    assert answer["Location"] == reverse("mailing", args=[mailing.pk])
    assert client.post(address).status_code == 409
    release_mailing(mailing=mailing, by=world.bureau, now=timezone.now())
    regions, advices = client.get(reverse("round", args=ONE)).context["groups"]
    reminded = [one.key for one in (*regions[2], *advices[2]) if one.reminded_at]
    assert reminded == ["specialism:02"]


def test_letters_open_from_the_outbox_and_from_ones_own_messages(
    client: Client, world: RoundWorld
) -> None:
    world.open()
    mailing = Mailing.objects.get(key="round_opened")
    message = Message.objects.get(mailing=mailing, recipient=world.adviser)
    theirs = reverse("mailing_enclosure", args=[mailing.pk, message.pk, 1])
    as_(client, world.bureau)
    page = client.get(reverse("mailing", args=[mailing.pk])).text
    assert theirs in page
    assert "brief-ronde-1-NVVC.pdf" in page
    assert "02 Cardiologie" in text_of(client.get(theirs).content)
    release_mailing(mailing=mailing, by=world.bureau, now=timezone.now())
    as_(client, world.adviser)
    own = reverse("enclosure", args=[message.pk, 1])
    assert own in client.get(reverse("message", args=[message.pk])).text
    assert "02 Cardiologie" in text_of(client.get(own).content)
