"""Proposals of clusters (clustervoorstellen): a division with a report, signed by all trainers."""

from django.conf import settings
from django.db import models

from allocation.models import Cycle, Institution, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import ClusterStatus
from consultation.models.signing import SigningSheet


class ClusterDraft(models.Model):
    """What a cluster has typed so far; seen by its chair and the region's coordinators."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="cluster_drafts")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)  # as typed, also where it is not right yet
    report = models.FileField(upload_to="cluster_reports/%Y/", max_length=200, blank=True)
    report_name = models.CharField(max_length=200, blank=True)
    report_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)  # raised by every save
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "region", "specialism"], name="one_draft_per_cluster"
            ),
        ]


class ClusterProposal(models.Model):
    """A filed version: its content is fixed, its status moves (services/clusters.py alone)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="cluster_proposals")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=10, choices=ClusterStatus.choices, default=ClusterStatus.FILED
    )
    # Several independent trainings: not a cluster, but the meeting of all trainers of the region.
    assembly = models.BooleanField(default=False)
    motivation = models.TextField(blank=True)
    report = models.FileField(upload_to="cluster_reports/%Y/", max_length=200)
    report_name = models.CharField(max_length=200)
    report_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # over division, meetings, motivation and report
    sheet = models.OneToOneField(SigningSheet, on_delete=models.PROTECT, related_name="cluster")
    version = models.PositiveIntegerField(default=0)  # raised by every transition
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)  # returned or replaced
    remark = models.TextField(blank=True)  # why it was sent back

    class Meta:
        ordering = ["cycle", "region__position", "specialism__position", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "region", "specialism", "number"], name="one_cluster_version"
            ),
            models.UniqueConstraint(
                fields=["cycle", "region", "specialism"],
                condition=models.Q(status="filed"),
                name="one_filed_cluster_proposal",
            ),
        ]


class ClusterCell(AppendOnly):
    """The places of one institution in a cluster's proposal."""

    proposal = models.ForeignKey(ClusterProposal, on_delete=models.PROTECT, related_name="cells")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField()
    reason = models.TextField(blank=True)  # required outside the capacity frame

    class Meta:
        ordering = ["proposal", "institution__name"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "institution"], name="one_cluster_cell"),
        ]


class ClusterMeeting(AppendOnly):
    """A meeting of the cluster about the proposal; at least one."""

    proposal = models.ForeignKey(ClusterProposal, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()

    class Meta:
        ordering = ["proposal", "held_on"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "held_on"], name="one_cluster_meeting"),
        ]
