"""Sending what was released. The one writer of a message's status.

A worker claims a message for a while under a fresh token by one conditional UPDATE, so two workers
never send the same one. It marks the message as sent in the same breath as the server takes it.
Only a worker that dies between those two leaves a doubt: then the message is sent again when its
claim runs out, under the same Message-ID, so that a mailbox can see that it is the same mail.
"""

import logging
import smtplib
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from celery import current_app
from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from allocation.enums import MessageStatus
from allocation.models import Mailing, Message
from allocation.selectors.messages import enclosures_of
from allocation.services import audit
from allocation.services.enclosures import content_of, type_of
from allocation.services.mail_codes import filled_in
from allocation.services.mail_texts import as_html, with_footer

logger = logging.getLogger(__name__)

TASK = "allocation.tasks.send_outbox"
LEASE = timedelta(minutes=5)
TIMEOUT = 30  # seconds that a mail server may take; well within the lease
# How long to wait after each attempt that failed for a passing reason; then it has failed.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180)]

# What went wrong, as codes that selectors/messages.py explains. Never the server's own words:
# those can hold addresses, host names or parts of a password exchange.
REFUSED, TEMPORARY, UNREACHABLE, SIGN_IN, OTHER = (
    "refused",
    "temporary",
    "unreachable",
    "sign_in",
    "other",
)


def add(messages: Iterable[Message]) -> None:
    """Puts messages in the outbox, not yet released."""
    Message.objects.bulk_create(messages)


def queue(*, mailing: Mailing, now: datetime) -> int:
    """Freezes the text of every prepared message and queues it; returns how many."""
    messages = list(mailing.messages.filter(status=MessageStatus.PREPARED))
    is_demo = settings.DEMO or bool(mailing.cycle and mailing.cycle.is_demo)
    for message in messages:
        english = message.language == "en" and bool(mailing.body_en)
        message.language = "en" if english else "nl"
        message.subject = mailing.subject_en if english else mailing.subject
        message.body = with_footer(
            mailing.body_en if english else mailing.body,
            capacity=message.capacity,
            language=message.language,
            is_demo=is_demo,
            in_portal=message.recipient_id is not None,
        )
        message.status = MessageStatus.QUEUED
        message.next_attempt_at = now
    Message.objects.bulk_update(
        messages, ["language", "subject", "body", "status", "next_attempt_at"], batch_size=200
    )
    return len(messages)


def cancel(*, mailing: Mailing) -> None:
    """Marks every prepared message of a mailing as not to be sent."""
    mailing.messages.filter(status=MessageStatus.PREPARED).update(status=MessageStatus.CANCELLED)


def requeue(*, message: Message, now: datetime) -> bool:
    """Queues a failed message anew; False when it has not failed."""
    failed = Message.objects.filter(pk=message.pk, status=MessageStatus.FAILED)
    return bool(
        failed.update(status=MessageStatus.QUEUED, attempts=0, error="", next_attempt_at=now)
    )


def wake() -> None:
    """Asks a worker to look now; when the queue can't be reached the schedule does it soon."""
    try:
        current_app.send_task(TASK)
    except Exception as error:
        logger.warning("The outbox could not be woken (%s).", type(error).__name__)


def send_due(*, clock: Callable[[], datetime] = timezone.now, most: int = 500) -> int:
    """Sends what is due, one by one over one connection; returns how many were sent."""
    sent = 0
    backend: BaseEmailBackend = mail.get_connection(timeout=TIMEOUT)
    try:
        for pk in _due(clock(), most):
            token = _claim(pk, clock())
            if token is None:
                continue
            sent += _attempt(pk, token, backend, clock)
    finally:
        _close(backend)
    return sent


def _due(now: datetime, most: int) -> list[int]:
    waiting = Q(status=MessageStatus.QUEUED, next_attempt_at__lte=now)
    abandoned = Q(status=MessageStatus.SENDING, lease_until__lt=now)
    due = Message.objects.filter(waiting | abandoned).order_by("next_attempt_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


def _claim(pk: int, now: datetime) -> uuid.UUID | None:
    """Takes the message under a fresh token; None when another worker was first."""
    token = uuid.uuid4()
    waiting = Q(status=MessageStatus.QUEUED, next_attempt_at__lte=now)
    abandoned = Q(status=MessageStatus.SENDING, lease_until__lt=now)
    taken = Message.objects.filter(waiting | abandoned, pk=pk).update(
        status=MessageStatus.SENDING,
        token=token,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    return token if taken else None


def _attempt(
    pk: int, token: uuid.UUID, backend: BaseEmailBackend, clock: Callable[[], datetime]
) -> int:
    message = Message.objects.select_related("mailing__cycle").get(pk=pk)
    try:
        backend.open()  # once; a second time it does nothing
        _letter(message, backend).send()
    except Exception as error:
        code, passing = explain(error)
        logger.warning("Message %s was not sent: %s (%s).", pk, code, type(error).__name__)
        _close(backend)  # the connection may be in any state: the next message gets a new one
        _note_failure(message, token, code, passing, clock())
        return 0
    _note_sent(message, token, clock())
    return 1


def _letter(message: Message, backend: BaseEmailBackend) -> mail.EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    about = message.mailing
    body = filled_in(message.body, object_type=about.object_type, object_id=about.object_id)
    letter = mail.EmailMultiAlternatives(
        subject=message.subject,
        body=body,
        to=[message.address],
        connection=backend,
        headers={
            "Message-ID": f"<{message.reference}@{domain}>",
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    html = as_html(body, subject=message.subject, language=message.language)
    letter.attach_alternative(html, "text/html")
    for enclosure in enclosures_of(message):
        content = content_of(enclosure, message.language)
        letter.attach(enclosure.name, content, type_of(enclosure))
    return letter


def explain(error: Exception) -> tuple[str, bool]:
    """The code of what went wrong, with the server's number, and whether it may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        number = next(iter(error.recipients.values()), (0, b""))[0]
        return f"{TEMPORARY if number < 500 else REFUSED} {number}", number < 500
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{SIGN_IN} {error.smtp_code}", True
    if isinstance(error, smtplib.SMTPResponseException):
        passing = error.smtp_code < 500
        return f"{TEMPORARY if passing else REFUSED} {error.smtp_code}", passing
    if isinstance(error, OSError):  # smtplib's own errors are of this kind too
        return UNREACHABLE, True
    return OTHER, True


def _note_failure(
    message: Message, token: uuid.UUID, code: str, passing: bool, now: datetime
) -> None:
    again = passing and message.attempts <= len(WAITS)
    Message.objects.filter(pk=message.pk, token=token).update(
        status=MessageStatus.QUEUED if again else MessageStatus.FAILED,
        next_attempt_at=now + WAITS[message.attempts - 1] if again else None,
        error=code,
        token=None,
        lease_until=None,
    )


def _note_sent(message: Message, token: uuid.UUID, now: datetime) -> None:
    with transaction.atomic():
        noted = Message.objects.filter(pk=message.pk, token=token).update(
            status=MessageStatus.SENT,
            sent_at=now,
            next_attempt_at=None,
            error="",
            token=None,
            lease_until=None,
        )
        if noted:
            audit.write(
                "message.sent",
                by=None,
                now=now,
                subject=message,
                label=message.subject,
                cycle=message.mailing.cycle,
                reference=str(message.reference),
                attempts=message.attempts,
            )


def _close(backend: BaseEmailBackend) -> None:
    try:
        backend.close()
    except Exception as error:
        logger.info("Closing the connection for mail failed (%s).", type(error).__name__)
