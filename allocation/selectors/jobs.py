"""How far a job is, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from allocation.enums import JobStatus
from allocation.models import Job

# What each code says to the person who asked: what happened, what one can do.
FAILURES: dict[str, str | Promise] = {
    "worker_lost": _("The work was interrupted three times. Start it again, or call the bureau."),
    "internal": _("Something went wrong in the portal. Nothing was stored. Start it again."),
    "inputs_changed": _("The input changed while the work was waiting. Start it again."),
    "no_solution": _("With these totals and structural zeros no distribution exists."),
    "not_proven": _("The proof of the result did not hold. Nothing was stored. Call the bureau."),
    "bad_input": _("The input is not complete or not consistent."),
}


@dataclass(frozen=True, slots=True)
class JobState:
    """The state of a job, in the words of the reader's language."""

    status: str
    label: str
    percent: int
    step: str
    failure: str
    attempt: int
    requested_at: datetime
    finished_at: datetime | None

    @property
    def living(self) -> bool:
        """Still waiting or running: the page asks again."""
        return self.status in (JobStatus.QUEUED, JobStatus.RUNNING)

    @property
    def failed(self) -> bool:
        """Ended without result; it can be started again."""
        return self.status == JobStatus.FAILED


def job_state(job: Job) -> JobState:
    """What the page of a job shows. Steps are msgids, so that every reader reads their own."""
    return JobState(
        status=job.status,
        label=job.get_status_display(),
        percent=job.progress,
        step=translate(job.step) if job.step else "",
        failure=str(FAILURES.get(job.error_code, FAILURES["internal"])) if job.error_code else "",
        attempt=job.attempt,
        requested_at=job.requested_at,
        finished_at=job.finished_at,
    )
