"""The proposal of a region (OOR-voorstel): adopted by its general board, signed, submitted."""

from django.conf import settings
from django.db import models

from allocation.models import AllocationTable, Cycle, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import RegionStatus
from consultation.models.signing import SigningSheet


class BoardMeeting(AppendOnly):
    """A meeting of the general board (Algemeen Bestuur) of a region about its proposal."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="board_meetings")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    adjustments = models.TextField(blank=True)  # what the general board changed, and why
    minutes = models.FileField(upload_to="minutes/%Y/", max_length=200, blank=True)
    minutes_name = models.CharField(max_length=200, blank=True)
    minutes_digest = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "region__position", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "region", "number"], name="one_board_meeting_number"
            ),
        ]


class RegionProposal(models.Model):
    """A version of the region's proposal: its content is fixed, its status moves.

    The status is written by services/region_proposals.py alone.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="region_proposals")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=12, choices=RegionStatus.choices, default=RegionStatus.SIGNING
    )
    table = models.OneToOneField(
        AllocationTable, on_delete=models.PROTECT, related_name="region_proposal"
    )
    decided = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="+")
    sheet = models.OneToOneField(SigningSheet, on_delete=models.PROTECT, related_name="proposal")
    consensus = models.BooleanField()  # whether the general board adopted it by consensus
    motivation = models.TextField()  # globale motivatie
    views = models.TextField(blank=True)  # what divides the general board, without consensus
    digest = models.CharField(max_length=64)  # over table, consensus, motivation and views
    version = models.PositiveIntegerField(default=0)  # raised by every transition
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    late = models.BooleanField(default=False)  # after the deadline, with leave
    lacking = models.JSONField(default=list)  # codes of what was missing when it was submitted
    ended_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)  # why it was replaced or sent back

    class Meta:
        ordering = ["cycle", "region__position", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "region", "number"], name="one_region_proposal_number"
            ),
            models.UniqueConstraint(
                fields=["cycle", "region"],
                condition=models.Q(status__in=["signing", "submitted", "established"]),
                name="one_living_region_proposal",
            ),
        ]


class RegionAdjustment(AppendOnly):
    """Where the region's proposal departs from its cluster's, and why."""

    proposal = models.ForeignKey(
        RegionProposal, on_delete=models.PROTECT, related_name="adjustments"
    )
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["proposal", "specialism__position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "specialism"], name="one_adjustment_each"),
        ]


class RegionLeave(AppendOnly):
    """A region may still submit after the deadline, until a day, for a reason."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="region_leaves")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()  # the last day on which it may be submitted
    reason = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "pk"]
