"""Mailings: prepared by what happens, shown to the bureau with all recipients, then released.

Nothing is sent before a bureau employee has seen the text and who gets it. On release every
message gets its own frozen text; sending is the work of services/outbox.py.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from allocation.errors import NotNow, Refused, Stale
from allocation.models import Cycle, Mailing, Message
from allocation.permissions import Answer, may_administer, may_run_process
from allocation.selectors.recipients import Recipient, joined
from allocation.services import audit, outbox
from allocation.services.mail_texts import Draft
from bols_portal.accounts.models import User


def may_release(user: User, mailing: Mailing) -> Answer:
    """Reading a prepared mailing, changing its text and releasing it: the bureau."""
    return may_run_process(user, mailing.cycle) if mailing.cycle else may_administer(user)


@transaction.atomic
def prepare_mailing(
    *,
    cycle: Cycle | None,
    key: str,
    subject: str,
    body: str,
    recipients: Sequence[Recipient],
    by: User | None,
    now: datetime,
    about: models.Model | None = None,
    subject_en: str = "",
    body_en: str = "",
) -> Mailing:
    """Puts a mailing in the outbox, not yet released: one message a person, capacities joined.

    Called by the service of what happened, after its own checks; so `by` may be someone who could
    not release it. Without English text everybody gets the Dutch one.
    """
    mailing = Mailing.objects.create(
        cycle=cycle,
        key=key,
        subject=subject,
        body=body,
        subject_en=subject_en,
        body_en=body_en,
        object_type=about._meta.label if about else "",
        object_id=str(about.pk) if about else "",
        prepared_at=now,
        prepared_by=by,
    )
    people: dict[str, list[Recipient]] = {}
    for recipient in recipients:
        people.setdefault(recipient.address.lower(), []).append(recipient)
    outbox.add(
        Message(
            mailing=mailing,
            recipient=same[0].user,
            address=same[0].address,
            capacity=joined([one.capacity for one in same if one.capacity]),
            language=same[0].user.language if same[0].user else "nl",
            enclosures=[
                asdict(one)
                for one in dict.fromkeys(one for person in same for one in person.enclosures)
            ],
        )
        for same in people.values()
    )
    audit.write(
        "mailing.prepared",
        by=by,
        now=now,
        subject=mailing,
        label=subject,
        cycle=cycle,
        key=key,
        recipients=len(people),
    )
    return mailing


@transaction.atomic
def save_texts(*, mailing: Mailing, texts: Draft, version: int, by: User, now: datetime) -> Mailing:
    """Changes the texts of a mailing that was not released yet.

    `version` is the one that was read; Stale when somebody else changed the texts meanwhile.
    """
    may_release(by, mailing).enforce()
    _must_be_open(mailing)
    if not (texts.subject.strip() and texts.body.strip()):
        raise Refused(_("A message needs a subject and a text."))
    if bool(texts.subject_en.strip()) != bool(texts.body_en.strip()):
        raise Refused(_("Give the English subject and the English text, or neither."))
    values = {
        "subject": " ".join(texts.subject.split()),
        "body": _lines(texts.body),
        "subject_en": " ".join(texts.subject_en.split()),
        "body_en": _lines(texts.body_en),
    }
    changed = [name for name, value in values.items() if getattr(mailing, name) != value]
    if not changed:
        return mailing
    if not _open(mailing).filter(version=version).update(version=F("version") + 1, **values):
        raise Stale(_("Somebody else changed this text at the same moment. Look again."))
    mailing.refresh_from_db()
    audit.write(
        "mailing.changed",
        by=by,
        now=now,
        subject=mailing,
        label=mailing.subject,
        cycle=mailing.cycle,
        changed=changed,
        version=mailing.version,
    )
    return mailing


@transaction.atomic
def release_mailing(
    *,
    mailing: Mailing,
    by: User,
    now: datetime,
    subject: str | None = None,
    body: str | None = None,
    version: int | None = None,
) -> Mailing:
    """Freezes the text of every message and lets them be sent, once.

    `version` is the one that the employee saw; Stale when the text has changed since.
    """
    may_release(by, mailing).enforce()
    _must_be_open(mailing)
    if subject is not None or body is not None:
        texts = Draft(
            subject=mailing.subject if subject is None else subject,
            body=mailing.body if body is None else body,
            subject_en=mailing.subject_en,
            body_en=mailing.body_en,
        )
        mailing = save_texts(
            mailing=mailing, texts=texts, version=version or mailing.version, by=by, now=now
        )
        version = mailing.version
    released = _open(mailing).filter(version=version or mailing.version)
    if not released.update(released_at=now, released_by=by):
        raise Stale(_("Somebody else changed or sent this message at the same moment. Look again."))
    return _send(mailing, by, now)


@transaction.atomic
def release_at_once(*, mailing: Mailing, now: datetime, by: User | None = None) -> Mailing:
    """Lets a message go without an employee: its text is fixed, and its sender saw who gets it.

    Called by a service after its own checks, such as for a personal link; so `by` may be someone
    who could not release a mailing.
    """
    if not _open(mailing).update(released_at=now, released_by=by):
        raise Stale(_("Somebody else changed or sent this message at the same moment. Look again."))
    return _send(mailing, by, now)


@transaction.atomic
def mail_at_once(
    *,
    cycle: Cycle | None,
    key: str,
    text: Draft,
    recipients: Sequence[Recipient],
    by: User | None,
    now: datetime,
    about: models.Model,
) -> Mailing:
    """Prepares a message and lets it go in one step, where `release_at_once` fits."""
    facts = asdict(text)
    mailing = prepare_mailing(
        cycle=cycle, key=key, **facts, recipients=recipients, by=by, now=now, about=about
    )
    return release_at_once(mailing=mailing, by=by, now=now)


@transaction.atomic
def cancel_mailing(*, mailing: Mailing, by: User, now: datetime, reason: str) -> Mailing:
    """Decides that a prepared mailing is not sent; the reason is kept."""
    may_release(by, mailing).enforce()
    _must_be_open(mailing)
    if not reason.strip():
        raise Refused(_("Say why this message is not sent."))
    if not _cancelled(mailing, by, now, reason.strip()):
        raise Stale(_("Somebody else changed or sent this message at the same moment. Look again."))
    return mailing


def lapse_mailings(*, about: models.Model, key: str, by: User, now: datetime, reason: str) -> None:
    """Cancels what waits in the outbox about something that is over by now, such as a vote.

    Called by the service that ended it, inside its transaction; so `by` may be someone who could
    not cancel a mailing.
    """
    waiting = Mailing.objects.filter(
        key=key,
        object_type=about._meta.label,
        object_id=str(about.pk),
        released_at__isnull=True,
        cancelled_at__isnull=True,
    )
    for mailing in waiting:
        _cancelled(mailing, by, now, reason)


def _cancelled(mailing: Mailing, by: User, now: datetime, reason: str) -> bool:
    """Cancels it, unless somebody changed or sent it at the same moment."""
    if not _open(mailing).update(cancelled_at=now):
        return False
    mailing.refresh_from_db()
    outbox.cancel(mailing=mailing)
    audit.write(
        "mailing.cancelled",
        by=by,
        now=now,
        subject=mailing,
        label=mailing.subject,
        cycle=mailing.cycle,
        reason=reason,
    )
    return True


@transaction.atomic
def retry_message(*, message: Message, by: User, now: datetime) -> None:
    """Lets a failed message be tried again, from the start of the waiting times."""
    may_release(by, message.mailing).enforce()
    if not outbox.requeue(message=message, now=now):
        raise NotNow(_("Only a message that failed can be tried again."))
    audit.write(
        "message.retried",
        by=by,
        now=now,
        subject=message,
        label=message.mailing.subject,
        cycle=message.mailing.cycle,
    )
    transaction.on_commit(outbox.wake)


def mark_read(*, message: Message, by: User, now: datetime) -> None:
    """Notes when the recipient first read the message in the portal."""
    if message.recipient_id == by.pk:
        Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=now)


def _send(mailing: Mailing, by: User | None, now: datetime) -> Mailing:
    """Freezes and queues the messages of a mailing that was just released."""
    mailing.refresh_from_db()
    count = outbox.queue(mailing=mailing, now=now)
    audit.write(
        "mailing.released",
        by=by,
        now=now,
        subject=mailing,
        label=mailing.subject,
        cycle=mailing.cycle,
        recipients=count,
        version=mailing.version,
    )
    transaction.on_commit(outbox.wake)
    return mailing


def _open(mailing: Mailing) -> models.QuerySet[Mailing]:
    return Mailing.objects.filter(
        pk=mailing.pk, released_at__isnull=True, cancelled_at__isnull=True
    )


def _must_be_open(mailing: Mailing) -> None:
    if mailing.released_at is not None:
        raise NotNow(_("This message was sent already. Its text is fixed."))
    if mailing.cancelled_at is not None:
        raise NotNow(_("It was decided not to send this message."))


def _lines(text: str) -> str:
    """Browsers send line ends of two characters; kept is one, and one at the end."""
    plain = text.replace("\r\n", "\n").strip()
    return f"{plain}\n" if plain else ""
