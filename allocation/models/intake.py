"""The national intake per specialism (landelijk instroomkader), in versions."""

from django.conf import settings
from django.db import models

from allocation.enums import VersionStatus
from allocation.models.base import AppendOnly
from allocation.models.cycles import Cycle
from allocation.models.organisations import Specialism


class IntakeVersion(AppendOnly):
    """One version of the national intake. Toewijzingsprotocol 2027, fase I 1, tabel 1."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="intake_versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=VersionStatus.choices)
    reason = models.TextField(blank=True)  # required from the second version on
    # Why the totals differ from those in the protocol; required where they do.
    totals_reason = models.TextField(blank=True)
    source = models.CharField(max_length=200)  # the ministry's letter it comes from
    digest = models.CharField(max_length=64)
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_intake_version"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class IntakeRow(AppendOnly):
    """The places of one specialism, this year and last."""

    version = models.ForeignKey(IntakeVersion, on_delete=models.PROTECT, related_name="rows")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    places_previous = models.PositiveIntegerField()
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["version", "specialism__position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "specialism"], name="one_intake_row"),
        ]
