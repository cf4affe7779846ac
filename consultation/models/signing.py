"""Who is asked to sign which exact content, and what everybody said (phase III).

A sheet (tekenblad) belongs to one version of a cluster's or a region's proposal and holds its
digest. A changed proposal is a new version with a new sheet: what was signed does not count for it.
"""

from django.conf import settings
from django.db import models

from allocation.models import Cycle, Institution, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import CheckOutcome, SigningMethod, Stance


class SigningSheet(models.Model):
    """One content to sign: by the trainers of a cluster, or the administrators of a region."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="signing_sheets")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    # None: the proposal of the whole region, signed by administrators.
    specialism = models.ForeignKey(
        Specialism, null=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=12, unique=True)  # printed on forms; finds the sheet back
    digest = models.CharField(max_length=64)  # of the exact content that is signed
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)  # nothing is signed on it any more
    closed_because = models.CharField(max_length=20, blank=True)  # replaced, returned, submitted

    class Meta:
        ordering = ["cycle", "region__position", "-pk"]


class SigningSlot(models.Model):
    """An institution whose signature is asked: fixed with the sheet; who signs can be corrected."""

    sheet = models.ForeignKey(SigningSheet, on_delete=models.PROTECT, related_name="slots")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150, blank=True)  # of the trainer or administrator
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["sheet", "institution__name"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "institution"], name="one_slot_each"),
        ]


class SigningLink(models.Model):
    """A personal link to sign without an account: for one slot, for a time, for one use."""

    slot = models.ForeignKey(SigningSlot, on_delete=models.PROTECT, related_name="links")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)  # first read
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slot", "-pk"]


class Signature(AppendOnly):
    """What a signatory said, on which digest and how. Never edited; the last of a slot counts.

    A scan counts once a bureau employee confirmed it; what the bureau did not accept doesn't count.
    """

    slot = models.ForeignKey(SigningSlot, on_delete=models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=10, choices=Stance.choices)
    method = models.CharField(max_length=10, choices=SigningMethod.choices)
    digest = models.CharField(max_length=64)  # of the content, as signed
    signer_name = models.CharField(max_length=150)
    signer_email = models.EmailField(blank=True)
    view = models.TextField(blank=True)  # the view (zienswijze) of who does not agree
    reasons = models.TextField(blank=True)
    file = models.FileField(upload_to="signatures/%Y/", max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    validation = models.JSONField(default=dict)  # of a digitally signed pdf: what was found in it
    link = models.ForeignKey(
        SigningLink, null=True, on_delete=models.PROTECT, related_name="signatures"
    )
    # Who was signed in; None for who signed by link.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["slot", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "number"], name="one_signature_number"),
        ]


class SignatureCheck(AppendOnly):
    """What a bureau employee found of a signature that was brought in for somebody else."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="check_made")
    outcome = models.CharField(max_length=10, choices=CheckOutcome.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
