"""Celery tasks. Their arguments are numbers of rows, never data."""

import logging
import traceback
from typing import Any

from celery import shared_task
from django.utils import timezone
from django.utils.module_loading import import_string

from allocation.enums import JobKind
from allocation.services import jobs, outbox, rights
from allocation.services.jobs import INTERNAL, JobFailed, LeaseLost

logger = logging.getLogger(__name__)

# What does the work of each kind of job: perform(job_id, progress).
WORK: dict[str, str] = {
    JobKind.CALCULATION: "allocation.services.calculations.perform",
    JobKind.USAGE_IMPORT: "allocation.services.usage.perform",
}


@shared_task(name="allocation.tasks.run_job")
def run_job(job_id: int) -> None:
    """Does one job, if it is still there to be taken. Errors end in its row, not in a log."""
    progress = jobs.claim(job_id=job_id, now=timezone.now())
    if progress is None:
        return
    try:
        with jobs.heartbeat(progress):
            work: Any = import_string(WORK[jobs.kind_of(job_id)])
            work(job_id, progress)
    except LeaseLost:
        logger.warning("Job %s was taken over by another worker.", job_id)
    except JobFailed as failure:
        jobs.fail(progress=progress, code=failure.code, now=timezone.now())
    except Exception as error:
        # The message of an error can hold usage: log its kind and place, nothing more.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        logger.error(  # noqa: TRY400 - a traceback can show confidential values
            "Job %s failed: %s at %s:%s",
            job_id,
            type(error).__name__,
            frame.filename,
            frame.lineno,
        )
        jobs.fail(progress=progress, code=INTERNAL, now=timezone.now())


@shared_task(name="allocation.tasks.reap_jobs")
def reap_jobs() -> None:
    """Brings back the jobs of workers that died."""
    jobs.reap(now=timezone.now())


@shared_task(name="allocation.tasks.send_outbox")
def send_outbox() -> None:
    """Sends the messages that were released and are due; two workers never send the same one."""
    outbox.send_due()


@shared_task(name="allocation.tasks.sync_rights")
def sync_rights() -> None:
    """Lets rights follow the day: roles begin and end by date."""
    rights.sync_rights(day=timezone.localdate())
