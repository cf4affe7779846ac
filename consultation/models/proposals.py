"""The workbench of FMS and the versions of the integral proposal (integraal FMS-voorstel)."""

from django.conf import settings
from django.db import models

from allocation.models import AllocationTable, Cycle, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import ProposalStatus
from consultation.models.rounds import Round


class Workbench(models.Model):
    """What FMS is working on, on one base distribution; seen by FMS alone."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="workbench")
    table = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="+")
    motivation = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # raised by every change
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


class WorkbenchCell(models.Model):
    """The number of one cell on the workbench and why it departs from the base distribution."""

    workbench = models.ForeignKey(Workbench, on_delete=models.PROTECT, related_name="cells")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # raised by every change of this cell
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["workbench", "specialism__position", "region__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["workbench", "specialism", "region"], name="one_workbench_cell"
            ),
        ]


class WorkbenchRegion(models.Model):
    """Why the total of a region departs from the base distribution."""

    workbench = models.ForeignKey(Workbench, on_delete=models.PROTECT, related_name="regions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workbench", "region"], name="one_workbench_region"),
        ]


class CouncilMeeting(AppendOnly):
    """A meeting of FMS with the associations (Raad Opleiding)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="council_meetings")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    present = models.JSONField(default=list)  # codes of the associations that were there
    note = models.TextField(blank=True)
    minutes = models.FileField(upload_to="minutes/%Y/", max_length=200, blank=True)
    minutes_name = models.CharField(max_length=200, blank=True)
    minutes_digest = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_meeting_number"),
        ]


class Suggestion(AppendOnly):
    """The nearest fitting proposal as the engine computed it; FMS takes it over or doesn't."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="suggestions")
    number = models.PositiveSmallIntegerField()
    table = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="+")
    case = models.JSONField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_suggestion_number"),
        ]


class Proposal(models.Model):
    """A version of the integral proposal: its table and motivation are fixed, its status moves.

    The status is written by services/proposals.py alone.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals")
    base = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="+")
    table = models.OneToOneField(AllocationTable, on_delete=models.PROTECT, related_name="proposal")
    motivation = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)  # what this version is, in FMS's words
    status = models.CharField(
        max_length=10, choices=ProposalStatus.choices, default=ProposalStatus.SAVED
    )
    digest = models.CharField(max_length=64)  # over table, base, motivation and reasons
    version = models.PositiveIntegerField(default=0)  # raised by every transition
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn, returned or decided on
    remark = models.TextField(blank=True)  # why it was withdrawn or sent back

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_proposal_number"),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(status="submitted"),
                name="one_submitted_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.number}"


class ProposalReason(AppendOnly):
    """Why a cell, or the total of a region, departs from the base distribution."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reasons")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    # None: the reason is about the total of the region.
    specialism = models.ForeignKey(
        Specialism, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()

    class Meta:
        ordering = ["proposal", "specialism__position", "region__position"]
