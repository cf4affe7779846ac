"""How a region divides its places over its institutions, while it works on it (phase III)."""

from django.conf import settings
from django.db import models

from allocation.models import Cycle, Institution, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import CheckOutcome, RecognitionChange, UploadStatus


class RegionGrid(models.Model):
    """The division on which a region works; seen by its coordinators (and the bureau)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="region_grids")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)  # raised by every change
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "region"], name="one_grid_per_region"),
        ]


class GridCell(models.Model):
    """The places of one institution for one specialism; no row or None: not filled in yet."""

    grid = models.ForeignKey(RegionGrid, on_delete=models.PROTECT, related_name="cells")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)  # raised by every change of this cell
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["grid", "specialism__position", "institution__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "specialism", "institution"], name="one_grid_cell"
            ),
        ]


class GridUpload(models.Model):
    """A workbook that a coordinator uploaded: what is wrong with it, or what it would change."""

    grid = models.ForeignKey(RegionGrid, on_delete=models.PROTECT, related_name="uploads")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=UploadStatus.choices)
    file = models.FileField(upload_to="region_workbooks/%Y/", max_length=200)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    faults = models.JSONField(default=list)
    cells = models.JSONField(default=list)  # [[specialism code, institution code, places]]
    based_on = models.PositiveIntegerField()  # the version of the grid when it was uploaded
    made_from = models.PositiveIntegerField(null=True)  # that of the grid when it was downloaded
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)  # accepted or dropped
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["grid", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "number"], name="one_grid_upload_number"),
        ]


class RecognitionReport(AppendOnly):
    """A new or lapsed recognition, reported at once. Toewijzingsprotocol 2027, fase III 1.1.

    Counts from the report on, until the bureau finds that it is not so.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="recognition_reports")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=6, choices=RecognitionChange.choices)
    valid_from = models.DateField()
    note = models.TextField()  # where it can be read: register, letter, date
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "pk"]


class RecognitionAnswer(AppendOnly):
    """What the bureau finds of a report in the register: it is so, or it is not."""

    report = models.OneToOneField(
        RecognitionReport, on_delete=models.PROTECT, related_name="answer"
    )
    outcome = models.CharField(max_length=10, choices=CheckOutcome.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class CapacityFrame(AppendOnly):
    """How many places an institution can train at least and at most (capaciteitskader).

    Set by the cluster; the latest of an institution holds. A division outside it needs a reason.
    Visie regionaal opleiden, capaciteitskaders.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="capacity_frames")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    minimum = models.PositiveIntegerField(null=True)
    maximum = models.PositiveIntegerField(null=True)  # both None: no frame any more
    note = models.TextField(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["cycle", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum__isnull=True)
                | models.Q(maximum__isnull=True)
                | models.Q(minimum__lte=models.F("maximum")),
                name="frame_minimum_within_maximum",
            ),
        ]
