"""Reminders in a round: which were prepared, and which parties one was sent to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from allocation.models import Mailing, Message
from allocation.selectors.recipients import Enclosure
from consultation.models import Round
from consultation.selectors.round_letters import KIND, addressee_in

KEY = "round_reminder"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that was sent to one person: when it was prepared and sent, and to whom."""

    prepared_at: datetime
    released_at: datetime
    addressees: frozenset[str]


def reminder_mailings(consultation: Round) -> QuerySet[Mailing]:
    """The reminders of a round that wait in Messages or were sent; not the dropped ones."""
    return Mailing.objects.filter(
        key=KEY,
        object_type=consultation._meta.label,
        object_id=str(consultation.pk),
        cancelled_at__isnull=True,
    )


def reminders_sent(consultation: Round) -> list[Reminder]:
    """What was sent to whom, the oldest first (one query)."""
    sent = Message.objects.filter(
        mailing__in=reminder_mailings(consultation).filter(released_at__isnull=False)
    ).order_by("mailing__released_at", "pk")
    return [
        Reminder(
            prepared_at,
            released_at,
            frozenset(addressee_in(Enclosure(**one)) for one in enclosures if one["kind"] == KIND),
        )
        for prepared_at, released_at, enclosures in sent.values_list(
            "mailing__prepared_at", "mailing__released_at", "enclosures"
        )
        if released_at is not None
    ]


def reminded_at(
    reminders: Collection[Reminder], addressees: frozenset[str], filed_first: datetime | None
) -> datetime | None:
    """When a party was last reminded; a reminder prepared after it filed was not meant for it."""
    return max(
        (
            one.released_at
            for one in reminders
            if one.addressees & addressees
            and (filed_first is None or one.prepared_at < filed_first)
        ),
        default=None,
    )
