"""Mediation (bemiddeling) inside a region: request, parties, session, record, outcome.

Files are for the parties, bureau and board alone. Toewijzingsprotocol 2027, fase III 2.
"""

from django.conf import settings
from django.db import models

from allocation.models import Cycle, Institution, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import MediationStatus, SessionStatus


class MediationDraft(models.Model):
    """A request (bemiddelingsverzoek) as typed so far, seen by who types it alone."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As typed, also where it is not right yet; "files" are {path, name, digest, size} in the order
    # in which they were added.
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)  # raised by every save
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "user"], name="one_mediation_draft"),
        ]


class Mediation(models.Model):
    """A request and what became of it. The status is written by services/mediations.py alone."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="mediations")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # in the cycle
    status = models.CharField(
        max_length=12, choices=MediationStatus.choices, default=MediationStatus.REQUESTED
    )
    specialisms = models.ManyToManyField(Specialism, related_name="+")
    # As whom it was asked: an institution, or (None) the region by its coordinator.
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    capacity = models.CharField(max_length=200, blank=True)  # the same in words, as it was then
    discussed_inside = models.BooleanField()
    discussed_on = models.DateField(null=True, blank=True)
    discussed_with = models.TextField(blank=True)
    about_protocol = models.BooleanField(default=False)
    subject = models.TextField()  # what is asked, about how the proposal came about
    process = models.TextField()  # the regional process
    views = models.TextField()  # the dissenting views
    version = models.PositiveIntegerField(default=0)  # raised by every change
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.TextField(blank=True)  # why it was not taken up
    rule = models.CharField(max_length=200, blank=True)  # the rule that says so
    # The secretary in the chair, who declared to have no interest in the matter.
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)  # what was agreed, or on what parties still differ
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_mediation_number"),
        ]


class MediationParty(models.Model):
    """Who takes part, set in consultation between the bureau and those concerned."""

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="parties")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # None: somebody without an account; they get mail but read nothing in the portal.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=100, blank=True)  # in the matter, in words
    reason = models.CharField(max_length=300, blank=True)  # why they take part, with whom agreed
    dropped_at = models.DateTimeField(null=True, blank=True)  # not a party any more
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drop_reason = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["mediation", "pk"]


class MediationSession(models.Model):
    """A mediation session (bemiddelingsgesprek): planned, held or cancelled."""

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    present = models.TextField(blank=True)
    record = models.TextField(blank=True)  # what was discussed (verslag)
    version = models.PositiveIntegerField(default=0)  # the SEQUENCE of its invitation
    cancelled_because = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["mediation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mediation", "number"], name="one_session_number"),
        ]


class MediationDocument(AppendOnly):
    """A file in a mediation's dossier."""

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="documents")
    file = models.FileField(upload_to="mediations/%Y/", max_length=200)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["mediation", "pk"]
