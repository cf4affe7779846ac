"""Care usage as supplied: confidential (Notitie adherentieberekening 2026, vraag 14)."""

from django.conf import settings
from django.db import models

from allocation.enums import CareType, ImportStatus, UsageSource
from allocation.models.base import AppendOnly
from allocation.models.cycles import Cycle
from allocation.models.jobs import Job
from allocation.models.organisations import Institution, Specialism


class UsageImport(models.Model):
    """One file of one source. Rows are stored only when the whole file is right."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="usage_imports")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=10, choices=UsageSource.choices)
    usage_year = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.READING
    )
    file = models.FileField(upload_to="usage/%Y/", max_length=200)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)  # of the rows, in canonical order
    line_count = models.PositiveIntegerField(default=0)
    refused_zbc = models.JSONField(default=list, blank=True)  # names and numbers of lines
    # Control totals as the supplier states them: [{"specialism", "care_type", "amount"}].
    control_totals = models.JSONField(default=list, blank=True)
    # What the lines add up to: [{"specialism", "care_type", "counted", "left_out"}].
    totals = models.JSONField(default=list, blank=True)
    # Groups of faults, as selectors/usage_faults.py puts them into words; all of them in a file.
    faults = models.JSONField(default=list, blank=True)
    fault_count = models.PositiveIntegerField(default=0)
    faults_file = models.FileField(upload_to="usage/", max_length=200, blank=True)
    warnings = models.JSONField(default=list, blank=True)  # groups as in faults
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judgement_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_usage_import_number"),
            models.UniqueConstraint(
                fields=["cycle", "source"],
                condition=models.Q(status="accepted"),
                name="one_accepted_import_per_source",
            ),
            # Four eyes, also behind the portal's back.
            models.CheckConstraint(
                condition=~models.Q(status="accepted")
                | ~models.Q(judged_by=models.F("uploaded_by")),
                name="another_employee_accepts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.number}"


class UsageRow(AppendOnly):
    """The amount of care of one type, of one institution for one specialism: a whole number."""

    usage_import = models.ForeignKey(UsageImport, on_delete=models.PROTECT, related_name="rows")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    specialism = models.ForeignKey(Specialism, on_delete=models.PROTECT, related_name="+")
    care_type = models.CharField(max_length=20, choices=CareType.choices)
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["usage_import", "institution", "specialism", "care_type"],
                name="one_usage_row",
            ),
        ]
