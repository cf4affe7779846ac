"""Calculations and allocation tables: records that never change."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from allocation.enums import TableKind
from allocation.models.assignment import AssignmentVersion
from allocation.models.base import AppendOnly
from allocation.models.cycles import Cycle
from allocation.models.intake import IntakeVersion
from allocation.models.jobs import Job
from allocation.models.organisations import Institution, Region, Specialism
from allocation.models.usage import UsageImport


class CalculationRequest(models.Model):
    """What was asked to be calculated, from which versions; its job does it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="calculation_requests")
    number = models.PositiveSmallIntegerField()
    intake = models.ForeignKey(IntakeVersion, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(AssignmentVersion, on_delete=models.PROTECT, related_name="+")
    usage_imports = models.ManyToManyField(UsageImport, related_name="+")
    reason = models.TextField(blank=True)
    # The inputs and the engine by digest: asking twice for the same gives one calculation.
    inputs_digest = models.CharField(max_length=64)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="calculation_request")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_calculation_number"),
            models.UniqueConstraint(
                fields=["cycle", "inputs_digest"], name="one_calculation_per_input"
            ),
        ]


class AllocationTable(AppendOnly):
    """A version of an allocation table: whole places, a digest, an author, a predecessor."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="tables")
    kind = models.CharField(max_length=20, choices=TableKind.choices)
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["cycle", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind", "number"], name="one_table_version"),
        ]


class TableCell(AppendOnly):
    """The places of one specialism in one region (and later in one institution)."""

    table = models.ForeignKey(AllocationTable, on_delete=models.PROTECT, related_name="cells")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    places = models.PositiveIntegerField()
    next_best = models.SmallIntegerField(default=0)  # -1 down, +1 up, 0 nearest
    structural_zero = models.BooleanField(default=False)

    class Meta:
        ordering = ["table", "specialism__position", "region__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "specialism", "region"],
                condition=models.Q(institution__isnull=True),
                name="one_cell_per_region",
            ),
            models.UniqueConstraint(
                fields=["table", "specialism", "region", "institution"],
                condition=models.Q(institution__isnull=False),
                name="one_cell_per_institution",
            ),
        ]


class Calculation(AppendOnly):
    """What a calculation gave: public figures here, confidential ones in CalculationDetail.

    The digest is the engine's own: an auditor who repeats the case gets the same one.
    """

    request = models.OneToOneField(
        CalculationRequest, on_delete=models.PROTECT, related_name="calculation"
    )
    table = models.OneToOneField(
        AllocationTable, on_delete=models.PROTECT, related_name="calculation"
    )
    engine_version = models.CharField(max_length=20)
    # What went in: [{"kind", "number", "digest"}], as the decision freezes it too.
    inputs = models.JSONField(default=list)
    protocol_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64)
    outside = models.PositiveIntegerField()
    next_best = models.PositiveIntegerField()
    unique = models.BooleanField()
    raised = models.JSONField(default=list)  # region keys raised by the floor
    repair = models.JSONField(default=list)
    calculated_at = models.DateTimeField()


class CalculationDetail(AppendOnly):
    """The whole case and result, as the engine's command line reads and writes them.

    Confidential: for bureau and auditors alone. Reached through selectors/calculations.py only.
    """

    calculation = models.OneToOneField(Calculation, on_delete=models.PROTECT, related_name="detail")
    case = models.JSONField(encoder=DjangoJSONEncoder)
    result = models.JSONField(encoder=DjangoJSONEncoder)
