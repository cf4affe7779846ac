"""Consultation rounds (consultatierondes): what was asked of whom, on which base distribution."""

from django.conf import settings
from django.db import models

from allocation.models import AllocationTable, Cycle, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import RoundStatus


def of_one_party() -> models.Q:
    """A row is about a region (focus points) or about a specialism (advice), never both."""
    return models.Q(region__isnull=False, specialism__isnull=True) | models.Q(
        region__isnull=True, specialism__isnull=False
    )


class Round(models.Model):
    """One request for focus points and advices. Written by services/rounds.py alone.

    Until when it runs is a deadline of the cycle's agenda: a date that moves, moves here too.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    table = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="rounds")
    status = models.CharField(
        max_length=10, choices=RoundStatus.choices, default=RoundStatus.PREPARED
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # why there is a new round; empty for the first
    version = models.PositiveIntegerField(default=0)  # raised by every transition
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # replaced or cancelled

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_round_number"),
            models.UniqueConstraint(
                fields=["cycle"], condition=models.Q(status="open"), name="one_open_round"
            ),
            models.UniqueConstraint(
                fields=["cycle"], condition=models.Q(status="prepared"), name="one_prepared_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.number}"


class LetterVersion(AppendOnly):
    """A version of the covering letter (begeleidende brief) of a round; the last one is sent.

    Without English text, who reads the portal in English gets the Dutch letter.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    subject_en = models.CharField(max_length=200, blank=True)
    body_en = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_letter_version"),
        ]


class LateLeave(AppendOnly):
    """One party may still file after the deadline, until a day, for a reason."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="late_leaves")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(
        Specialism, null=True, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField()  # the last day on which it may be filed
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(condition=of_one_party(), name="late_leave_of_one_party"),
        ]
