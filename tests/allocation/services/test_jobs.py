"""Jobs: asked for once, worked on by one, brought back when the worker is gone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from allocation.enums import JobKind, JobStatus
from allocation.models import Job
from allocation.services import jobs
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def ask(key="a"):
    job, _ = jobs.request_job(kind=JobKind.CALCULATION, key=key, by=make_user(), now=timezone.now())
    return job


def test_a_second_request_joins_the_job_that_lives():
    by = make_user()
    first, new = jobs.request_job(kind=JobKind.CALCULATION, key="a", by=by, now=timezone.now())
    second, again = jobs.request_job(kind=JobKind.CALCULATION, key="a", by=by, now=timezone.now())
    assert (first.pk, new, again) == (second.pk, True, False)
    other, new = jobs.request_job(kind=JobKind.USAGE_IMPORT, key="a", by=by, now=timezone.now())
    assert new
    assert other.pk != first.pk


def test_the_queue_gets_the_number_of_the_job_alone(
    monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *args, **kw: sent.append((args, kw)))
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
        assert sent == []
    assert sent == [((jobs.TASK,), {"args": [job.pk]})]


def test_a_broker_that_is_down_leaves_the_job_for_the_reaper(
    monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*_args, **_kw):
        raise ConnectionError

    monkeypatch.setattr(jobs.current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED
    queued = []
    monkeypatch.setattr(jobs, "enqueue", queued.append)
    jobs.reap(now=timezone.now() + jobs.LEASE * 2)
    assert queued == [job.pk]


def test_only_one_worker_can_claim():
    job = ask()
    first = jobs.claim(job_id=job.pk, now=timezone.now())
    assert first is not None
    assert jobs.claim(job_id=job.pk, now=timezone.now()) is None


def test_progress_is_told_and_ends_in_done():
    job = ask()
    progress = jobs.claim(job_id=job.pk, now=timezone.now())
    progress(40, "Calculating the base distribution")
    job.refresh_from_db()
    assert (job.progress, job.step, job.attempt) == (40, "Calculating the base distribution", 1)
    with progress.fenced():
        jobs.finish(progress=progress, now=timezone.now())
    job.refresh_from_db()
    assert (job.status, job.progress, job.lease_until) == (JobStatus.DONE, 100, None)


def test_a_worker_that_lost_its_lease_writes_nothing():
    job = ask()
    late = jobs.claim(job_id=job.pk, now=timezone.now())
    jobs.reap(now=timezone.now() + jobs.LEASE * 2)
    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED
    fresh = jobs.claim(job_id=job.pk, now=timezone.now())
    assert fresh.token != late.token
    with pytest.raises(jobs.LeaseLost):
        late(50, "step")
    with pytest.raises(jobs.LeaseLost), late.fenced():
        pytest.fail("a worker without a lease may not get here")
    jobs.fail(progress=late, code="internal", now=timezone.now())
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING


def test_after_three_attempts_the_job_fails_clearly_and_can_be_asked_for_again():
    job = ask()
    now = timezone.now()
    for _attempt in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(job_id=job.pk, now=now)
        now += jobs.LEASE + timedelta(seconds=1)
        jobs.reap(now=now)
    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobStatus.FAILED, jobs.WORKER_LOST)
    assert ask().pk != job.pk


def test_a_living_worker_is_left_alone():
    job = ask()
    jobs.claim(job_id=job.pk, now=timezone.now())
    assert jobs.reap(now=timezone.now()) == 0
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING


def test_two_living_jobs_of_one_key_are_refused_by_the_database():
    ask("same")
    with (
        pytest.raises(IntegrityError, match=r"(?i)unique"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO allocation_job (kind, key, status, attempt, progress, step, error_code,"
            " requested_at, requested_by_id) SELECT kind, key, 'running', 0, 0, '', '',"
            " requested_at, requested_by_id FROM allocation_job"
        )
    assert Job.objects.filter(key="same").count() == 1
