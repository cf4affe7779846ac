"""The outbox: what is sent to whom, shown before it is sent, kept after."""

import uuid

from django.conf import settings
from django.db import models

from allocation.enums import MessageStatus
from allocation.models.cycles import Cycle


class Mailing(models.Model):
    """Messages that belong together: one event, its recipients, released in one click."""

    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=60)  # which event, such as "framework_adopted"
    # In Dutch, and in English for who reads the portal in English (empty: everybody gets Dutch).
    # The bureau can edit the texts until the mailing is released.
    subject = models.CharField(max_length=200)
    body = models.TextField()
    subject_en = models.CharField(max_length=200, blank=True)
    body_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # raised by every change of the texts
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at"]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        """Prepared, and neither released nor cancelled."""
        return self.released_at is None and self.cancelled_at is None


class Message(models.Model):
    """One mail to one person. The text is frozen when the mailing is released."""

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="messages")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.EmailField()
    capacity = models.CharField(max_length=200, blank=True)  # "Coordinator of OOR Utrecht"
    language = models.CharField(max_length=2, default="nl")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # What goes with it, by reference: [{"kind", "key", "name"}]; see services/enclosures.py.
    enclosures = models.JSONField(default=list, blank=True)
    # The Message-ID of the mail: the same at every attempt, so that a mailbox knows a repetition.
    reference = models.UUIDField(default=uuid.uuid4, editable=False)
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.PREPARED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)  # a code that pages explain
    # A worker claims a message under a fresh token for a while before it sends it.
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # read in the portal

    class Meta:
        ordering = ["mailing", "address"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "address"], name="one_mail_per_address"),
        ]
