"""Background jobs: asked for once, worked on by one, brought back when the worker dies.

No broker tells reliably and soon that a worker was killed. So the row of the job is the truth:
a worker claims it for a short lease under a fresh token, renews the lease while it works, and
every write it makes names that token. When the lease runs out the reaper queues the job again;
a worker that comes back late finds its token gone and can't write any more.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from allocation.enums import JobKind, JobStatus
from allocation.models import Job
from bols_portal.accounts.models import User

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
MAX_ATTEMPTS = 3
WORKER_LOST = "worker_lost"
INTERNAL = "internal"
TASK = "allocation.tasks.run_job"


class JobFailed(Exception):
    """The work can't be done, for a reason with a code that pages explain."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LeaseLost(Exception):
    """Another worker has taken this job over: stop, and write nothing."""


def enqueue(job_id: int) -> None:
    """Puts the number of the job in the queue; if that fails the reaper does it later."""
    try:
        current_app.send_task(TASK, args=[job_id])
    except Exception as error:
        logger.warning("Job %s could not be queued now (%s).", job_id, type(error).__name__)


def request_job(*, kind: JobKind, key: str, by: User, now: datetime) -> tuple[Job, bool]:
    """Asks for a job; a second request while one with this key lives joins it.

    Returns the job and whether it is new. Queued when the transaction commits.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind, key=key, requested_at=now, requested_by=by, lease_until=now + LEASE
            )
    except IntegrityError:
        living = [JobStatus.QUEUED, JobStatus.RUNNING]
        return Job.objects.get(kind=kind, key=key, status__in=living), False
    transaction.on_commit(lambda: enqueue(job.pk))
    return job, True


@dataclass(slots=True)
class Progress:
    """What a worker holds of its job: tells how far it is and writes under its token."""

    job_id: int
    token: uuid.UUID

    def __call__(self, percent: int, step: str) -> None:
        """Shows `step` (a msgid) and `percent` on the page; raises LeaseLost when taken over."""
        self._write(progress=max(0, min(100, percent)), step=step)

    def renew(self) -> None:
        """Keeps the lease."""
        self._write()

    @contextmanager
    def fenced(self) -> Iterator[None]:
        """A transaction in which results are stored: only by the worker that holds the job."""
        with transaction.atomic():
            Job.objects.select_for_update().filter(pk=self.job_id).first()
            self._write()
            yield

    def _write(self, **values: object) -> None:
        values["lease_until"] = timezone.now() + LEASE
        held = Job.objects.filter(pk=self.job_id, token=self.token, status=JobStatus.RUNNING)
        if not held.update(**values):
            raise LeaseLost


def claim(*, job_id: int, now: datetime) -> Progress | None:
    """Takes a queued job under a fresh token; None when it is not there to be taken."""
    token = uuid.uuid4()
    taken = Job.objects.filter(pk=job_id, status=JobStatus.QUEUED).update(
        status=JobStatus.RUNNING,
        token=token,
        attempt=F("attempt") + 1,
        lease_until=now + LEASE,
        started_at=now,
        finished_at=None,
        progress=0,
        error_code="",
    )
    return Progress(job_id, token) if taken else None


def finish(*, progress: Progress, now: datetime) -> None:
    """Marks the job as done; called inside the fenced transaction that stores the result."""
    Job.objects.filter(pk=progress.job_id, token=progress.token).update(
        status=JobStatus.DONE, progress=100, lease_until=None, finished_at=now
    )


def fail(*, progress: Progress, code: str, now: datetime) -> None:
    """Marks the job as failed, with a code the page explains; it can be asked for again."""
    Job.objects.filter(pk=progress.job_id, token=progress.token, status=JobStatus.RUNNING).update(
        status=JobStatus.FAILED, error_code=code, lease_until=None, finished_at=now
    )


def reap(*, now: datetime) -> int:
    """Brings back jobs whose worker is gone and queues again what was never picked up."""
    lost = Job.objects.filter(status=JobStatus.RUNNING, lease_until__lt=now)
    given_up = lost.filter(attempt__gte=MAX_ATTEMPTS).update(
        status=JobStatus.FAILED, error_code=WORKER_LOST, token=None, finished_at=now
    )
    lost.update(status=JobStatus.QUEUED, token=None, lease_until=now - timedelta(seconds=1))
    waiting = Job.objects.filter(status=JobStatus.QUEUED, lease_until__lt=now)
    numbers = list(waiting.values_list("pk", flat=True))
    waiting.update(lease_until=now + LEASE)
    for number in numbers:
        enqueue(number)
    return given_up + len(numbers)


@contextmanager
def heartbeat(progress: Progress) -> Iterator[None]:
    """Renews the lease from a thread, for work that has nothing to tell for a while."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(LEASE.total_seconds() / 4):
            with suppress(DatabaseError, LeaseLost):
                progress.renew()
        connection.close()

    # A second connection sees nothing of an in-memory database, nor of a caller's transaction.
    name = str(connection.settings_dict["NAME"])
    if connection.in_atomic_block or name == ":memory:" or "mode=memory" in name:
        yield
        return
    thread = threading.Thread(target=beat, name=f"lease-{progress.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def kind_of(job_id: int) -> str:
    """The kind of a job, for the worker to choose what to do."""
    return Job.objects.values_list("kind", flat=True).get(pk=job_id)
