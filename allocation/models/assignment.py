"""Recognitions and the region assignment (OOR-indeling), in versions."""

from django.conf import settings
from django.db import models

from allocation.enums import AnswerOutcome, AssignmentBasis, AssignmentStatus, CheckOutcome
from allocation.models.base import AppendOnly
from allocation.models.cycles import Cycle
from allocation.models.organisations import Institution, Region, Specialism


class AssignmentVersion(models.Model):
    """One version of recognitions and region assignment; its lines never change, its status does.

    Toewijzingsprotocol 2027, fase I 3. Reference date 1 November 2025; established by the board.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="assignment_versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=12, choices=AssignmentStatus.choices, default=AssignmentStatus.DRAFT
    )
    reference_date = models.DateField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_to_check_at = models.DateTimeField(null=True, blank=True)
    check_until = models.DateField(null=True, blank=True)  # the last day of the check
    established_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_assignment_version"),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(status="established"),
                name="one_established_assignment",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class AssignmentLine(AppendOnly):
    """Institution × specialism: is it recognised to train, and on what basis does it belong."""

    version = models.ForeignKey(AssignmentVersion, on_delete=models.PROTECT, related_name="lines")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    recognised = models.BooleanField()  # erkenning: may train for this specialism
    recognition_source = models.CharField(max_length=20, blank=True)  # RGS, NVKC, NVKF/OKF, NVZA
    basis = models.CharField(max_length=12, choices=AssignmentBasis.choices)
    # The line of an earlier version with the same content in every version between: a check of it
    # holds for this line too, so that a correction elsewhere throws no work away.
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="unchanged_in"
    )

    class Meta:
        ordering = ["institution__name", "specialism__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "institution", "specialism"], name="one_assignment_line"
            ),
        ]


class AssignmentShare(AppendOnly):
    """Which share of a line belongs to a region, as an exact fraction. Shares of a line make 1."""

    line = models.ForeignKey(AssignmentLine, on_delete=models.PROTECT, related_name="shares")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    numerator = models.PositiveBigIntegerField()
    denominator = models.PositiveBigIntegerField()
    # Trainee fte that came in or moved on from this region in each of the last three years.
    fte = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["line", "region__position"]
        constraints = [
            models.UniqueConstraint(fields=["line", "region"], name="one_share_per_region"),
            models.CheckConstraint(
                condition=models.Q(denominator__gt=0)
                & models.Q(numerator__gt=0)
                & models.Q(numerator__lte=models.F("denominator")),
                name="share_between_0_and_1",
            ),
        ]


class LineCheck(AppendOnly):
    """A coordinator or learning-house manager confirms a line or objects, with a reason.

    Hangs on the root of the line. The latest one of a capacity holds: a region's coordinators
    (`region`) or the institution's learning-house managers (no region).
    """

    line = models.ForeignKey(AssignmentLine, on_delete=models.PROTECT, related_name="checks")
    outcome = models.CharField(max_length=10, choices=CheckOutcome.choices)
    reason = models.TextField(blank=True)
    role = models.CharField(max_length=30)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["line", "at", "pk"]


class ObjectionAnswer(AppendOnly):
    """What the bureau answers to an objection."""

    check_answered = models.OneToOneField(
        LineCheck, on_delete=models.PROTECT, related_name="answer"
    )
    outcome = models.CharField(max_length=10, choices=AnswerOutcome.choices)
    text = models.TextField()
    # The version in which an adopted objection was settled.
    settled_in = models.ForeignKey(
        AssignmentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class LateChange(AppendOnly):
    """A change after the assignment was established: recorded for the next cycle.

    Toewijzingsprotocol 2027, fase I 3, wijzigingen in OOR-indeling.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="late_changes")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "-at"]


class LateChangeAnswer(AppendOnly):
    """The bureau puts a proposed change on the list for the next cycle, or says why not."""

    change = models.OneToOneField(LateChange, on_delete=models.PROTECT, related_name="answer")
    listed = models.BooleanField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
