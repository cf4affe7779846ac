"""What the board is asked to establish as preliminary proposal (voorlopig toewijzingsvoorstel)."""

from django.conf import settings
from django.db import models

from allocation.models import BoardDecision, Institution, Region, Specialism
from allocation.models.base import AppendOnly
from consultation.models.mediations import Mediation
from consultation.models.region_proposals import RegionProposal


class PreliminaryChoice(AppendOnly):
    """What a decision says, in versions; the last one counts and freezes with the decision."""

    decision = models.ForeignKey(
        BoardDecision, on_delete=models.PROTECT, related_name="preliminary_choices"
    )
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["decision", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "number"], name="one_preliminary_choice_number"
            ),
        ]


class PreliminaryPart(AppendOnly):
    """The proposal of one region on which a choice rests."""

    choice = models.ForeignKey(PreliminaryChoice, on_delete=models.PROTECT, related_name="parts")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    # None: the region submitted nothing, and the board decides on all its numbers.
    proposal = models.ForeignKey(
        RegionProposal, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["choice", "region__position"]
        constraints = [
            models.UniqueConstraint(fields=["choice", "region"], name="one_part_per_region"),
        ]


class PreliminaryRuling(AppendOnly):
    """A specialism in a region on which the board decides itself, with its weighing."""

    choice = models.ForeignKey(PreliminaryChoice, on_delete=models.PROTECT, related_name="rulings")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    mediation = models.ForeignKey(
        Mediation, null=True, on_delete=models.PROTECT, related_name="rulings"
    )
    reason = models.TextField()  # the weighing of the arguments

    class Meta:
        ordering = ["choice", "region__position", "specialism__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["choice", "region", "specialism"], name="one_ruling_per_row"
            ),
        ]


class PreliminaryCell(AppendOnly):
    """The places that the board gives an institution in a ruling; all institutions of the row."""

    ruling = models.ForeignKey(PreliminaryRuling, on_delete=models.PROTECT, related_name="cells")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    proposed = models.PositiveIntegerField(null=True)  # None where the region proposed nothing
    decided = models.PositiveIntegerField()

    class Meta:
        ordering = ["ruling", "institution__name"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "institution"], name="one_ruled_cell"),
        ]
