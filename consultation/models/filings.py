"""What parties file in a round: drafts that change, and filed versions that never do."""

from django.conf import settings
from django.db import models

from allocation.models import Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import FilingKind, FocusCategory
from consultation.models.rounds import Round, of_one_party


class FilingDraft(models.Model):
    """What a party has typed so far; seen by that party alone. One a party and a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="drafts")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(
        Specialism, null=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField(default=dict)  # as typed, also where it is not right yet
    version = models.PositiveIntegerField(default=1)  # raised by every save
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=of_one_party(), name="draft_of_one_party"),
            models.UniqueConstraint(fields=["round", "region"], name="one_draft_per_region"),
            models.UniqueConstraint(
                fields=["round", "specialism"], name="one_draft_per_specialism"
            ),
        ]


class Filing(AppendOnly):
    """A filed version: focus points of a region, or the advice on a specialism."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=6, choices=FilingKind.choices)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="filings")
    specialism = models.ForeignKey(
        Specialism, null=True, on_delete=models.PROTECT, related_name="filings"
    )
    number = models.PositiveSmallIntegerField()
    motivation = models.TextField(blank=True)  # of an advice as a whole
    # "No change from our earlier advice": the filing of an earlier round that still holds.
    unchanged_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    warnings = models.JSONField(default=list)  # codes of warnings that the party saw
    late = models.BooleanField(default=False)  # after the deadline, with leave
    digest = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["round", "kind", "region__position", "specialism__position", "-number"]
        constraints = [
            models.CheckConstraint(condition=of_one_party(), name="filing_of_one_party"),
            models.UniqueConstraint(
                fields=["round", "region", "number"], name="one_filing_version_per_region"
            ),
            models.UniqueConstraint(
                fields=["round", "specialism", "number"],
                name="one_filing_version_per_specialism",
            ),
        ]


class AdviceCell(AppendOnly):
    """What an advice says of one region: the number, the room to shift, the reason."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="cells")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField()
    lowest = models.PositiveIntegerField()  # the lowest number that is acceptable
    highest = models.PositiveIntegerField()
    reason = models.TextField(blank=True)  # required where it departs from the base distribution

    class Meta:
        ordering = ["filing", "region__position"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "region"], name="one_advice_per_region"),
            models.CheckConstraint(
                condition=models.Q(lowest__lte=models.F("places"))
                & models.Q(highest__gte=models.F("places")),
                name="advice_within_its_own_room",
            ),
        ]


class FocusPoint(AppendOnly):
    """What a region asks attention for, under one of the five subjects; never numbers."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="points")
    category = models.CharField(max_length=12, choices=FocusCategory.choices)
    text = models.TextField()

    class Meta:
        ordering = ["filing", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "category"], name="one_point_per_category"),
        ]


class Attachment(models.Model):
    """A file beside focus points. In a draft until a filing takes it over; then it stays."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="attachments")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    filings = models.ManyToManyField(Filing, related_name="attachments")
    file = models.FileField(upload_to="focus_points/%Y/", max_length=200)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    dropped = models.BooleanField(default=False)  # taken out of the draft
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
