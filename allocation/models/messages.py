"""The outbox: what is sent to whom, shown before it is sent, kept after."""

from django.conf import settings
from django.db import models

from allocation.enums import MessageStatus
from allocation.models.cycles import Cycle


class Mailing(models.Model):
    """Messages that belong together: one event, its recipients, released in one click."""

    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=60)  # which event, such as "framework_adopted"
    subject = models.CharField(max_length=200)
    body = models.TextField()  # the bureau can edit it until it is released
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


class Message(models.Model):
    """One mail to one person. The text is frozen when the mailing is released."""

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="messages")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="messages"
    )
    address = models.EmailField()
    capacity = models.CharField(max_length=200, blank=True)  # "Coordinator of OOR Utrecht"
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.PREPARED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # read in the portal

    class Meta:
        ordering = ["mailing", "address"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "address"], name="one_mail_per_address"),
        ]
