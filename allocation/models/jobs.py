"""Background jobs. The row is the truth; the queue only carries its number."""

from django.conf import settings
from django.db import models

from allocation.enums import JobKind, JobStatus


class Job(models.Model):
    """One piece of work for the worker: status, attempt, lease and fencing token.

    Written by services/jobs.py alone. A worker that lost its lease can't write any more,
    because every update names the token it was given.
    """

    kind = models.CharField(max_length=20, choices=JobKind.choices)
    # What the work is for; a second request for the same key joins the first.
    key = models.CharField(max_length=120)
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # 0 … 100
    step = models.CharField(max_length=100, blank=True)  # msgid of what is being done
    error_code = models.CharField(max_length=60, blank=True)  # never an amount, never a traceback
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(status__in=["queued", "running"]),
                name="one_living_job_per_key",
            ),
        ]
