"""Mailings: shown first, released once, frozen from then on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from allocation.enums import MessageStatus
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing, Message
from allocation.roles import Role
from allocation.selectors.messages import (
    get_message,
    mailings_visible_to,
    messages_visible_to,
    unread_count,
)
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.services.mail_texts import Draft, draft
from allocation.services.messages import (
    cancel_mailing,
    mark_read,
    prepare_mailing,
    release_mailing,
    retry_message,
    save_texts,
)
from bols_portal.audit.models import Event
from tests import factories

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    factories.make_reference_data()
    return factories.make_cycle()


@pytest.fixture
def bureau():
    return factories.make_bureau()


@pytest.fixture
def coordinator():
    return factories.make_user("Coen", email="coen@example.org")


def prepare(cycle, bureau, *users, **values) -> Mailing:
    facts = {"key": "test", "subject": "Onderwerp", "body": "Tekst\n"} | values
    recipients = [Recipient(user, user.email, "Coördinator") for user in users]
    return prepare_mailing(cycle=cycle, recipients=recipients, by=bureau, now=NOW, **facts)


def test_nothing_is_sent_or_shown_before_release(cycle, bureau, coordinator) -> None:
    prepare(cycle, bureau, coordinator)
    message = Message.objects.get()
    assert (message.status, message.subject, message.body) == (MessageStatus.PREPARED, "", "")
    assert not messages_visible_to(coordinator).exists()


def test_one_person_in_two_capacities_gets_one_message(cycle, bureau, coordinator) -> None:
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("ON"))
    factories.appoint(coordinator, Role.FMS, cycle)
    roles = {Role.COORDINATOR, Role.FMS}
    found = recipients_with(roles, cycle)
    assert [one.address for one in found] == ["coen@example.org"]
    assert found[0].capacity == "OOR-coördinator, OOR NO, OOR-coördinator, OOR ON, FMS"
    mailing = prepare_mailing(
        cycle=cycle,
        key="test",
        subject="S",
        body="B",
        recipients=[*found, Recipient(coordinator, "COEN@example.org", "Elders")],
        by=bureau,
        now=NOW,
    )
    assert mailing.messages.count() == 1


def test_recipients_leave_out_other_cycles_ended_roles_and_closed_accounts(cycle) -> None:
    other = factories.make_cycle(2026)
    factories.appoint(factories.make_user("Other"), Role.BOARD, other)
    ended = factories.make_user("Ended")
    factories.appoint(ended, Role.BOARD, cycle, until=factories.LONG_AGO)
    closed = factories.make_user("Closed", is_active=False)
    factories.appoint(closed, Role.BOARD, cycle)
    member = factories.make_user("Member")
    factories.appoint(member, Role.BOARD, cycle)
    assert [one.user for one in recipients_with({Role.BOARD}, cycle)] == [member]


def test_recipients_cost_one_query(cycle, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        recipients_with({Role.COORDINATOR}, cycle)
    for number in range(10):
        factories.appoint(
            factories.make_user(f"C{number}"), Role.COORDINATOR, factories.region("NO")
        )
    with django_assert_num_queries(1):
        assert len(recipients_with({Role.COORDINATOR}, cycle)) == 10


def test_release_freezes_the_text_in_the_language_of_each(cycle, bureau, coordinator) -> None:
    emma = factories.make_user("Emma", email="emma@example.org", language="en")
    mailing = prepare(
        cycle, bureau, coordinator, emma, subject_en="Subject", body_en="English text\n"
    )
    release_mailing(mailing=mailing, by=bureau, now=NOW)
    dutch, english = mailing.messages.order_by("address")
    assert (dutch.subject, english.subject) == ("Onderwerp", "Subject")
    assert dutch.body.startswith("Tekst\n\n-- \nU krijgt dit bericht als: Coördinator.")
    assert english.body.startswith("English text\n\n-- \nYou get this message as: Coördinator.")
    assert dutch.status == english.status == MessageStatus.QUEUED
    Mailing.objects.filter(pk=mailing.pk).update(body="changed behind the portal's back")
    dutch.refresh_from_db()
    assert dutch.body.startswith("Tekst")


def test_without_english_text_everybody_gets_dutch(cycle, bureau) -> None:
    emma = factories.make_user("Emma", language="en")
    release_mailing(mailing=prepare(cycle, bureau, emma), by=bureau, now=NOW)
    message = Message.objects.get()
    assert (message.language, message.subject) == ("nl", "Onderwerp")
    assert "U krijgt dit bericht als" in message.body


def test_a_changed_text_is_what_is_sent(cycle, bureau, coordinator) -> None:
    mailing = prepare(cycle, bureau, coordinator)
    saved = save_texts(
        mailing=mailing, texts=Draft("Beter", "Betere\r\ntekst"), version=1, by=bureau, now=NOW
    )
    assert (saved.version, saved.body) == (2, "Betere\ntekst\n")
    release_mailing(mailing=saved, by=bureau, now=NOW, version=2)
    assert Message.objects.get().body.startswith("Betere\ntekst\n\n-- ")
    assert Event.objects.get(action="mailing.changed").data["changed"] == ["subject", "body"]


def test_the_contract_of_release_takes_texts_too(cycle, bureau, coordinator) -> None:
    mailing = prepare(cycle, bureau, coordinator)
    release_mailing(mailing=mailing, by=bureau, now=NOW, subject="Nieuw", body="Nieuwe tekst")
    assert Message.objects.get().subject == "Nieuw"


def test_what_was_not_seen_is_not_released(cycle, bureau, coordinator) -> None:
    mailing = prepare(cycle, bureau, coordinator)
    texts = Draft("Anders", "Andere tekst")
    save_texts(mailing=mailing, texts=texts, version=1, by=bureau, now=NOW)
    with pytest.raises(Stale):
        release_mailing(mailing=mailing, by=bureau, now=NOW, version=1)
    with pytest.raises(Stale):
        save_texts(mailing=mailing, texts=Draft("X", "Y"), version=1, by=bureau, now=NOW)
    assert Message.objects.get().status == MessageStatus.PREPARED


@pytest.mark.parametrize(
    "texts", [Draft("", "text"), Draft("subject", " "), Draft("s", "b", subject_en="only")]
)
def test_half_a_text_is_refused(cycle, bureau, coordinator, texts) -> None:
    mailing = prepare(cycle, bureau, coordinator)
    with pytest.raises(Refused):
        save_texts(mailing=mailing, texts=texts, version=1, by=bureau, now=NOW)


def test_a_released_mailing_is_released_once_and_never_changed(cycle, bureau, coordinator) -> None:
    mailing = prepare(cycle, bureau, coordinator)
    release_mailing(mailing=mailing, by=bureau, now=NOW)
    for attempt in (
        lambda: release_mailing(mailing=mailing, by=bureau, now=NOW),
        lambda: save_texts(mailing=mailing, texts=Draft("X", "Y"), version=1, by=bureau, now=NOW),
        lambda: cancel_mailing(mailing=mailing, reason="late", by=bureau, now=NOW),
    ):
        mailing.refresh_from_db()
        with pytest.raises(NotNow):
            attempt()
    stale = Mailing.objects.get(pk=mailing.pk)
    stale.released_at = None  # as a page that was opened before
    with pytest.raises(Stale):
        release_mailing(mailing=stale, by=bureau, now=NOW)


def test_a_cancelled_mailing_keeps_its_reason_and_is_never_sent(cycle, bureau, coordinator) -> None:
    mailing = prepare(cycle, bureau, coordinator)
    with pytest.raises(Refused):
        cancel_mailing(mailing=mailing, reason=" ", by=bureau, now=NOW)
    cancel_mailing(mailing=mailing, reason="Niet nodig", by=bureau, now=NOW)
    assert Message.objects.get().status == MessageStatus.CANCELLED
    assert Event.objects.get(action="mailing.cancelled").reason == "Niet nodig"
    with pytest.raises(NotNow):
        release_mailing(mailing=mailing, by=bureau, now=NOW)


def test_only_the_bureau_releases(cycle, bureau, coordinator) -> None:
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    auditor = factories.make_user("Auditor")
    factories.appoint(auditor, Role.AUDITOR, cycle)
    mailing = prepare(cycle, bureau, coordinator)
    for person in (coordinator, auditor):
        with pytest.raises(NotPermitted):
            release_mailing(mailing=mailing, by=person, now=NOW)
    assert not mailings_visible_to(coordinator).exists()
    assert mailings_visible_to(auditor).get() == mailing


def test_a_mailing_without_cycle_is_for_the_bureau(bureau, coordinator) -> None:
    mailing = prepare(None, bureau, coordinator)
    assert not mailings_visible_to(coordinator).exists()
    with pytest.raises(NotPermitted):
        release_mailing(mailing=mailing, by=coordinator, now=NOW)
    release_mailing(mailing=mailings_visible_to(bureau).get(), by=bureau, now=NOW)
    assert Message.objects.get().status == MessageStatus.QUEUED


def test_everybody_rereads_their_own_messages_alone(cycle, bureau, coordinator) -> None:
    other = factories.make_user("Other")
    release_mailing(mailing=prepare(cycle, bureau, coordinator), by=bureau, now=NOW)
    message = messages_visible_to(coordinator).get()
    assert unread_count(coordinator) == 1
    with pytest.raises(Http404):
        get_message(other, message.pk)
    mark_read(message=message, by=other, now=NOW)
    assert unread_count(coordinator) == 1
    mark_read(message=message, by=coordinator, now=NOW)
    mark_read(message=message, by=coordinator, now=NOW + timedelta(days=1))
    message.refresh_from_db()
    assert message.read_at == NOW
    assert unread_count(coordinator) == 0


def test_only_a_failed_message_is_tried_again(cycle, bureau, coordinator) -> None:
    release_mailing(mailing=prepare(cycle, bureau, coordinator), by=bureau, now=NOW)
    message = Message.objects.get()
    with pytest.raises(NotNow):
        retry_message(message=message, by=bureau, now=NOW)
    Message.objects.update(status=MessageStatus.FAILED, attempts=6, error="refused 550")
    retry_message(message=message, by=bureau, now=NOW)
    message.refresh_from_db()
    assert (message.status, message.attempts, message.error) == (MessageStatus.QUEUED, 0, "")


def test_a_text_is_a_file_with_its_subject_on_the_first_line() -> None:
    text = draft(
        "deadline_moved",
        cycle="Toewijzing 2027",
        year=2027,
        title="Bemiddeling & overleg",
        title_en="Mediation",
        old_day=None,
        old_exclusive=False,
        day=NOW.date(),
        exclusive=True,
        reason="<b>VWS</b> & anderen",
    )
    assert text.subject == "Toewijzing 2027: Bemiddeling & overleg – nieuwe datum"
    assert "Reden: <b>VWS</b> & anderen" in text.body  # plain text: nothing is escaped
    assert "vóór woensdag 1 april 2026" in text.body
    assert "before Wednesday 1 April 2026" in text.body_en
