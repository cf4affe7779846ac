"""Decisions of the board (bestuursbesluiten): what was decided, on what, by whom and why."""

from django.conf import settings
from django.db import models

from allocation.enums import DecisionKind, DecisionStatus, PhaseNumber, VoteChoice
from allocation.models.assignment import AssignmentVersion
from allocation.models.base import AppendOnly
from allocation.models.calculations import AllocationTable
from allocation.models.cycles import Cycle
from allocation.models.intake import IntakeVersion


class BoardDecision(models.Model):
    """A proposal for a decision and what became of it. Its content freezes when it is put."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    phase = models.PositiveSmallIntegerField(choices=PhaseNumber.choices)
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    status = models.CharField(
        max_length=10, choices=DecisionStatus.choices, default=DecisionStatus.PREPARED
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    minutes = models.FileField(upload_to="minutes/%Y/", max_length=200, blank=True)
    minutes_name = models.CharField(max_length=200, blank=True)
    minutes_digest = models.CharField(max_length=64, blank=True)
    # A rejected rectification can be prepared again, so several may name the same decision;
    # only one of them can be adopted.
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )
    reason = models.TextField(blank=True)  # required when it replaces a decision
    # What is proposed. The board's copy, with digests, is written as items when it is put.
    table = models.ForeignKey(
        AllocationTable, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    intake = models.ForeignKey(
        IntakeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    assignment = models.ForeignKey(
        AssignmentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    # Who wrote it: the numbers of the users who prepared, revised or put it. They don't vote on it.
    authors = models.JSONField(default=list, blank=True)
    # What decides it, fixed when it is put: who may vote and how many approvals adopt it.
    electorate = models.JSONField(default=list, blank=True)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # over text, minutes and items
    version = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    put_at = models.DateTimeField(null=True, blank=True)
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)  # adopted, rejected or withdrawn
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_decision_number"),
            models.UniqueConstraint(
                fields=["cycle", "kind"],
                condition=models.Q(status__in=["prepared", "at_board"]),
                name="one_open_decision_per_kind",
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(kind__in=["framework", "rectification"], status="adopted"),
                name="one_framework_in_force",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(status__in=["adopted", "replaced"]),
                name="one_adopted_replacement",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionItem(AppendOnly):
    """A table or text that the board saw, by its digest at that moment."""

    decision = models.ForeignKey(BoardDecision, on_delete=models.PROTECT, related_name="items")
    label = models.CharField(max_length=200)  # a code such as "intake-2"; pages name it in words
    digest = models.CharField(max_length=64)
    table = models.ForeignKey(
        AllocationTable, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    intake = models.ForeignKey(
        IntakeVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assignment = models.ForeignKey(
        AssignmentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "label"], name="one_item_per_label"),
        ]


class BoardVote(AppendOnly):
    """What one board member says of one decision: once, with a remark."""

    decision = models.ForeignKey(BoardDecision, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice.choices)
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["decision", "at"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "member"], name="one_vote_per_member"),
        ]
