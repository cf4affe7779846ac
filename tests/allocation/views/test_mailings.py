"""The outbox on screen: who gets it, the text, sending, what became of it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from allocation.enums import MessageStatus
from allocation.models import Message
from allocation.roles import Role
from allocation.selectors.recipients import Recipient
from allocation.services import outbox
from allocation.services.messages import prepare_mailing, release_mailing
from bols_portal.audit.models import Event
from tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    factories.make_reference_data()
    return factories.make_cycle()


@pytest.fixture
def bureau(client, cycle):
    user = factories.make_bureau()
    client.force_login(user, BACKEND)
    return user


def prepare(cycle, bureau, count=1, subject="Nieuwe datum"):
    people = [
        factories.make_user(f"P{number} {subject}", email=f"p{number}-{subject[:3]}@example.org")
        for number in range(count)
    ]
    return prepare_mailing(
        cycle=cycle,
        key="test",
        subject=subject,
        body="Tekst van het bericht\n",
        recipients=[Recipient(one, one.email, "OOR-coördinator, OOR NO") for one in people],
        by=bureau,
        now=NOW,
    )


def at(name, *args):
    return reverse(name, args=args)


def test_the_page_before_sending_shows_how_many_who_and_what(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau, count=3)
    text = client.get(at("mailing_release", mailing.pk)).content.decode()
    assert "3 personen krijgen een bericht" in text or "3 mensen" in text
    assert "p2-nie@example.org" in text
    assert "OOR-coördinator, OOR NO" in text
    assert "Tekst van het bericht" in text
    assert Message.objects.filter(status=MessageStatus.PREPARED).count() == 3


def test_sending_takes_one_click_after_that_page(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    response = client.post(at("mailing_release", mailing.pk), {"version": "1"})
    assert response.url == at("mailing", mailing.pk)
    outbox.send_due()
    text = client.get(at("mailing", mailing.pk)).content.decode()
    assert "Verstuurd door Bureau" in text
    assert "Verzonden" in text
    # The page before sending has nothing to offer any more.
    assert client.get(at("mailing_release", mailing.pk)).status_code == 302


def test_a_text_that_was_changed_by_someone_else_is_not_sent_unseen(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    values = {"subject": "Anders", "body": "Andere tekst", "version": "1"}
    assert client.post(at("mailing", mailing.pk), values).status_code == 302
    response = client.post(at("mailing_release", mailing.pk), {"version": "1"})
    assert response.status_code == 409
    assert "Iemand anders" in response.content.decode()
    assert Message.objects.get().status == MessageStatus.PREPARED


def test_typed_text_stays_when_it_is_refused(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    values = {"subject": "Anders", "body": "Andere tekst", "subject_en": "Only", "version": "1"}
    response = client.post(at("mailing", mailing.pk), values)
    assert response.status_code == 200
    assert "Geef het Engelse onderwerp én de Engelse tekst" in response.content.decode()
    assert response.context["form"]["body"].value() == "Andere tekst"


def test_not_sending_needs_a_reason(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    assert client.post(at("mailing_cancel", mailing.pk), {"reason": ""}).status_code == 200
    assert client.post(at("mailing_cancel", mailing.pk), {"reason": "Dubbel"}).status_code == 302
    assert "besloten om niet te versturen" in client.get(at("mailing", mailing.pk)).content.decode()
    assert Event.objects.get(action="mailing.cancelled").reason == "Dubbel"


def test_a_failed_message_says_why_and_can_be_tried_again(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    release_mailing(mailing=mailing, by=bureau, now=NOW)
    message = Message.objects.get()
    Message.objects.update(status=MessageStatus.FAILED, attempts=6, error="refused 550")
    text = client.get(at("mailing", mailing.pk)).content.decode()
    assert "De mailserver weigerde dit adres" in text
    response = client.post(at("message_retry", mailing.pk, message.pk))
    assert response.status_code == 302
    assert Message.objects.get().status == MessageStatus.QUEUED
    again = client.post(at("message_retry", mailing.pk, message.pk))
    assert again.status_code == 409


def test_an_auditor_reads_all_and_changes_nothing(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    auditor = factories.make_user()
    factories.appoint(auditor, Role.AUDITOR, cycle)
    client.force_login(auditor, BACKEND)
    text = client.get(at("mailing", mailing.pk)).content.decode()
    assert "p0-nie@example.org" in text
    assert at("mailing_release", mailing.pk) not in text
    assert client.post(at("mailing_release", mailing.pk), {"version": "1"}).status_code == 403


def test_a_message_is_reread_in_the_words_in_which_it_was_sent(client, cycle, bureau) -> None:
    mailing = prepare(cycle, bureau)
    release_mailing(mailing=mailing, by=bureau, now=NOW)
    message = Message.objects.select_related("recipient").get()
    client.force_login(message.recipient, BACKEND)
    assert "Ongelezen" in client.get(at("messages")).content.decode()
    text = client.get(at("message", message.pk)).content.decode()
    assert "Tekst van het bericht" in text
    assert "U krijgt dit bericht als: OOR-coördinator, OOR NO." in text
    assert "Ongelezen" not in client.get(at("messages")).content.decode()


def test_in_the_demo_the_page_says_that_nobody_gets_mail(client, cycle, bureau, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    text = client.get(at("mailings", 2027)).content.decode()
    assert "gaat mail naar bestanden" in text


@pytest.mark.parametrize("count", [1, 24])
def test_the_outbox_costs_the_same_for_few_and_many(
    client, cycle, bureau, django_assert_num_queries, count
) -> None:
    for number in range(count):
        prepare(cycle, bureau, count=2, subject=f"{number:02} bericht")
    with django_assert_num_queries(10):
        client.get(at("mailings", 2027))


@pytest.mark.parametrize("count", [1, 100])
def test_a_mailing_costs_the_same_for_few_and_many_recipients(
    client, cycle, bureau, django_assert_num_queries, count
) -> None:
    mailing = prepare(cycle, bureau, count=count)
    with django_assert_num_queries(9):
        client.get(at("mailing", mailing.pk))
