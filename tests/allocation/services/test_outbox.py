"""Sending: every message once, again after a passing fault, and never a secret in the record."""

import smtplib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from allocation.enums import MessageStatus
from allocation.models import Mailing, Message
from allocation.selectors.messages import error_text
from allocation.selectors.recipients import Recipient
from allocation.services import outbox
from allocation.services.messages import prepare_mailing, release_mailing
from bols_portal.audit.models import Event
from tests import factories
from tests.at_once import outcomes

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def at(moment):
    return lambda: moment


def release(count=1):
    bureau = factories.make_bureau()
    people = [
        factories.make_user(f"P{number}", email=f"p{number}@example.org") for number in range(count)
    ]
    mailing = prepare_mailing(
        cycle=None,
        key="test",
        subject="Onderwerp",
        body="Lees <dit> op https://example.org/pagina\n",
        recipients=[Recipient(one, one.email, "Coördinator") for one in people],
        by=bureau,
        now=NOW,
    )
    release_mailing(mailing=mailing, by=bureau, now=NOW)
    return mailing


def fail_with(monkeypatch, error):
    def refuse(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


@pytest.mark.django_db
def test_a_released_message_is_sent_once_as_text_and_html() -> None:
    release()
    assert outbox.send_due(clock=at(NOW)) == 1
    assert outbox.send_due(clock=at(NOW + timedelta(days=1))) == 0
    message = Message.objects.get()
    assert (message.status, message.sent_at, message.attempts) == (MessageStatus.SENT, NOW, 1)
    (letter,) = mail.outbox
    assert letter.to == ["p0@example.org"]
    assert letter.extra_headers["Message-ID"] == f"<{message.reference}@example.org>"
    assert "Lees <dit> op" in letter.body
    (html, kind) = letter.alternatives[0]
    assert kind == "text/html"
    assert "Lees &lt;dit&gt; op" in html
    assert '<a href="https://example.org/pagina"' in html
    event = Event.objects.get(action="message.sent")
    assert event.data["reference"] == str(message.reference)
    assert "p0@example.org" not in str(event.data)


@pytest.mark.django_db
def test_a_message_that_is_not_released_stays() -> None:
    bureau = factories.make_bureau()
    prepare_mailing(
        cycle=None,
        key="test",
        subject="S",
        body="B",
        recipients=[Recipient(bureau, bureau.email, "")],
        by=bureau,
        now=NOW,
    )
    assert outbox.send_due(clock=at(NOW + timedelta(days=1))) == 0
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionRefusedError("mail.internal:25 refused"), "unreachable"),
        (smtplib.SMTPServerDisconnected("password=hunter2"), "unreachable"),
        (smtplib.SMTPAuthenticationError(535, b"bad password hunter2"), "sign_in 535"),
        (smtplib.SMTPDataError(451, b"try later"), "temporary 451"),
        (smtplib.SMTPRecipientsRefused({"p0@example.org": (450, b"busy")}), "temporary 450"),
        (RuntimeError("hunter2"), "other"),
    ],
)
def test_a_passing_fault_waits_and_tries_again_under_the_same_id(
    monkeypatch, caplog, error, code
) -> None:
    release()
    reference = Message.objects.get().reference
    with monkeypatch.context() as patch:
        fail_with(patch, error)
        assert outbox.send_due(clock=at(NOW)) == 0
    message = Message.objects.get()
    assert (message.status, message.error) == (MessageStatus.QUEUED, code)
    assert message.next_attempt_at == NOW + timedelta(minutes=1)
    assert "hunter2" not in message.error + error_text(message.error) + caplog.text
    assert outbox.send_due(clock=at(NOW + timedelta(seconds=59))) == 0
    assert outbox.send_due(clock=at(NOW + timedelta(minutes=1))) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{reference}@example.org>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"p0@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"refused"),
    ],
)
def test_a_lasting_fault_is_final_at_once(monkeypatch, error) -> None:
    release()
    fail_with(monkeypatch, error)
    outbox.send_due(clock=at(NOW))
    message = Message.objects.get()
    assert message.status == MessageStatus.FAILED
    assert message.error.startswith("refused 55")
    assert outbox.send_due(clock=at(NOW + timedelta(days=9))) == 0


@pytest.mark.django_db
def test_after_the_last_wait_it_has_failed(monkeypatch) -> None:
    release()
    fail_with(monkeypatch, TimeoutError())
    moment = NOW
    for wait in outbox.WAITS:
        outbox.send_due(clock=at(moment))
        message = Message.objects.get()
        assert (message.status, message.next_attempt_at) == (MessageStatus.QUEUED, moment + wait)
        moment += wait
    outbox.send_due(clock=at(moment))
    message = Message.objects.get()
    assert (message.status, message.attempts) == (MessageStatus.FAILED, len(outbox.WAITS) + 1)


@pytest.mark.django_db
def test_one_refused_address_does_not_stop_the_others(monkeypatch) -> None:
    release(3)
    real = EmailBackend.send_messages

    def refuse_one(self, messages):
        if messages[0].to == ["p1@example.org"]:
            raise smtplib.SMTPRecipientsRefused({"p1@example.org": (550, b"unknown")})
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    assert outbox.send_due(clock=at(NOW)) == 2
    statuses = Message.objects.order_by("address").values_list("status", flat=True)
    assert list(statuses) == [MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.SENT]


@pytest.mark.django_db
def test_what_a_dead_worker_claimed_is_sent_when_the_claim_runs_out() -> None:
    release()
    claimed = outbox._claim(Message.objects.get().pk, NOW)
    assert claimed is not None
    assert outbox.send_due(clock=at(NOW + outbox.LEASE)) == 0
    assert outbox.send_due(clock=at(NOW + outbox.LEASE + timedelta(seconds=1))) == 1
    assert Message.objects.get().attempts == 2


@pytest.mark.django_db
def test_a_worker_that_comes_back_late_changes_nothing() -> None:
    release()
    message = Message.objects.get()
    late = outbox._claim(message.pk, NOW)
    later = NOW + outbox.LEASE + timedelta(seconds=1)
    assert outbox.send_due(clock=at(later)) == 1
    assert late is not None
    outbox._note_failure(message, late, "other", True, later)
    outbox._note_sent(message, late, later + timedelta(hours=1))
    message.refresh_from_db()
    assert (message.status, message.sent_at) == (MessageStatus.SENT, later)
    assert Event.objects.filter(action="message.sent").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_workers_at_the_same_time_send_every_message_once() -> None:
    release(40)
    start = threading.Barrier(4)
    sent, errors = [], []

    def work() -> None:
        try:
            start.wait()
            sent.append(outbox.send_due(clock=at(NOW)))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert sum(sent) == 40
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        f"p{number}@example.org" for number in range(40)
    )
    assert set(Message.objects.values_list("status", "attempts")) == {(MessageStatus.SENT, 1)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_employees_release_at_the_same_time_once() -> None:
    bureau = factories.make_bureau()
    person = factories.make_user("P", email="p@example.org")
    mailing = prepare_mailing(
        cycle=None,
        key="test",
        subject="S",
        body="B",
        recipients=[Recipient(person, person.email, "")],
        by=bureau,
        now=NOW,
    )

    def release() -> Callable[[], object]:
        # Each has read the message for themselves, as two pages do, before either sends it.
        read = Mailing.objects.get(pk=mailing.pk)
        return lambda: release_mailing(mailing=read, by=bureau, now=NOW, version=1)

    assert outcomes(release(), release(), done="released") == ["Stale", "released"]
    assert outbox.send_due(clock=at(NOW)) == 1
