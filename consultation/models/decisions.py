"""What the bureau found when it tested a proposal, and what the board is asked to decide on it."""

from django.conf import settings
from django.db import models

from allocation.models import BoardDecision, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.enums import Course
from consultation.models.proposals import Proposal


class ProposalTest(AppendOnly):
    """The bureau's test (toets) of a submitted proposal. Toewijzingsprotocol 2027, fase II 2.2."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="tests")
    number = models.PositiveSmallIntegerField()
    # What the portal found: [{"key", "passed", "facts": {…}}]; pages put it in words.
    checks = models.JSONField(default=list)
    careful = models.BooleanField()  # the bureau's finding on the process
    remarks = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    tested_at = models.DateTimeField()
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["proposal", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="one_test_number"),
        ]


class DistributionChoice(AppendOnly):
    """What a decision on the distribution says: which course, on which proposal, and why."""

    decision = models.ForeignKey(
        BoardDecision, on_delete=models.PROTECT, related_name="distributions"
    )
    number = models.PositiveSmallIntegerField()  # the last one counts; it freezes with the decision
    course = models.CharField(max_length=8, choices=Course.choices)
    # None where there is no supported proposal: then only the fallback can be chosen.
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="choices"
    )
    test = models.ForeignKey(
        ProposalTest, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)  # of the fallback, or the remark with a return
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["decision", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="one_choice_number"),
        ]


class DistributionChange(AppendOnly):
    """A cell in which the decision departs from the proposal (outside the framework: from the
    advice of VSG or NVvO), with the reason."""

    choice = models.ForeignKey(DistributionChoice, on_delete=models.PROTECT, related_name="changes")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    proposed = models.PositiveIntegerField(null=True)  # None where nothing was advised
    decided = models.PositiveIntegerField()
    reason = models.TextField()

    class Meta:
        ordering = ["choice", "specialism__position", "region__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["choice", "specialism", "region"], name="one_change_per_cell"
            ),
        ]
