"""The yearly allocation, its phases and its deadlines."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from allocation.enums import DeadlineKind, ErrorSource, PhaseNumber, PhaseStatus
from allocation.models.base import AppendOnly


class Cycle(models.Model):
    """One yearly allocation (toewijzing), opened from a protocol file that is frozen with it."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    protocol = models.JSONField()  # the protocol file as read, so that a later edit changes nothing
    protocol_digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_cycle", "Takes part in the cycle"),
            ("read_dossiers", "Reads all dossiers"),
            ("read_confidential", "Reads usage, shares and unrounded numbers"),
            ("read_log", "Reads the audit trail"),
            ("run_process", "Runs the process"),
            ("vote", "Votes on decisions"),
            ("compose", "Composes the integral proposal"),
        ]
        ordering = ["-year"]
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """The state of one of the six phases of a cycle. Written by services/phases.py alone."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField(choices=PhaseNumber.choices)
    status = models.CharField(
        max_length=10, choices=PhaseStatus.choices, default=PhaseStatus.WAITING
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Set when an error was found after the phase was closed: where the error is, and what it is.
    error_in = models.CharField(max_length=12, choices=ErrorSource.choices, blank=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # raised by every transition

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_row_per_phase"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.get_number_display()}"


class Deadline(models.Model):
    """One date of the cycle; its moments are versions."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="deadlines")
    key = models.CharField(max_length=40)  # as in the protocol file, such as "mediation"
    phase = models.PositiveSmallIntegerField(choices=PhaseNumber.choices)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="one_deadline_per_key"),
        ]

    def __str__(self) -> str:
        return self.key


class DeadlineVersion(AppendOnly):
    """When a deadline falls, since when, and why it moved. The latest one holds."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # Null: the protocol doesn't name the date and the bureau hasn't set it yet.
    day = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=15, choices=DeadlineKind.choices)
    reason = models.TextField(blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["deadline", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "number"], name="one_deadline_version"),
        ]
