"""From an upload to an import that counts, and everything that can come in between."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError

from allocation.enums import ImportStatus, JobStatus, PhaseStatus, UsageSource
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.models import Cycle, Job, Phase, UsageImport, UsageRow
from allocation.roles import Role
from allocation.selectors.usage import accepted_imports, usage_for_engine
from allocation.services import jobs
from allocation.services.jobs import LeaseLost
from allocation.services.usage import (
    accept_import,
    perform,
    read_again,
    reject_import,
    upload_usage,
)
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests import factories
from tests.allocation.services import usage_deliveries as deliveries

pytestmark = pytest.mark.django_db
NOW = factories.NOW


@pytest.fixture
def cycle() -> Cycle:
    return deliveries.usage_cycle()


@pytest.fixture
def first(cycle: Cycle) -> User:
    return factories.make_bureau("Eerste")


@pytest.fixture
def second(cycle: Cycle) -> User:
    return factories.make_bureau("Tweede")


def test_right_delivery_waits_for_a_second_employee(cycle: Cycle, first: User) -> None:
    found = deliveries.imported(cycle, first)
    assert found.status == ImportStatus.READY
    assert found.faults == []
    assert found.line_count == len(deliveries.lines())
    assert accepted_imports(cycle) == []
    assert found.job is not None
    assert found.job.status == JobStatus.DONE


def test_accepted_delivery_counts_for_the_engine(cycle: Cycle, first: User, second: User) -> None:
    found = deliveries.imported(cycle, first)
    accept_import(usage_import=found, by=second, now=NOW)
    usage = usage_for_engine(accepted_imports(cycle))
    expected: dict[tuple[str, str], int] = {}
    for code, _name, specialism, _care, _year, amount in deliveries.lines():
        expected[code, specialism] = expected.get((code, specialism), 0) + amount
    assert usage == sorted((*key, amount) for key, amount in expected.items())


def test_who_uploaded_cannot_accept(cycle: Cycle, first: User) -> None:
    found = deliveries.imported(cycle, first)
    with pytest.raises(NotPermitted, match="zelf geüpload"):
        accept_import(usage_import=found, by=first, now=NOW)
    with pytest.raises(NotPermitted):
        reject_import(usage_import=found, reason="Toch niet", by=first, now=NOW)


def test_database_refuses_acceptance_by_the_uploader(cycle: Cycle, first: User) -> None:
    found = deliveries.imported(cycle, first)
    with pytest.raises(IntegrityError):
        UsageImport.objects.filter(pk=found.pk).update(
            status=ImportStatus.ACCEPTED, judged_by=first
        )


def test_auditor_neither_uploads_nor_accepts(cycle: Cycle, first: User) -> None:
    auditor = factories.make_user("Auditor")
    factories.appoint(auditor, Role.AUDITOR, cycle)
    found = deliveries.imported(cycle, first)
    with pytest.raises(NotPermitted):
        accept_import(usage_import=found, by=auditor, now=NOW)
    with pytest.raises(NotPermitted):
        deliveries.upload(cycle, auditor)


def test_accepted_import_replaces_the_one_before(cycle: Cycle, first: User, second: User) -> None:
    old = deliveries.imported(cycle, first)
    waiting = deliveries.imported(cycle, first)
    other = deliveries.imported(cycle, first, source=UsageSource.DHD)
    accept_import(usage_import=old, by=second, now=NOW)
    accept_import(usage_import=other, by=second, now=NOW)
    new = deliveries.imported(cycle, second)
    accept_import(usage_import=new, by=first, now=NOW + timedelta(hours=1))
    statuses = dict(UsageImport.objects.values_list("number", "status"))
    assert statuses == {
        old.number: ImportStatus.REPLACED,
        waiting.number: ImportStatus.REPLACED,
        other.number: ImportStatus.ACCEPTED,
        new.number: ImportStatus.ACCEPTED,
    }


def test_an_import_is_judged_once(cycle: Cycle, first: User, second: User) -> None:
    found = deliveries.imported(cycle, first)
    reject_import(usage_import=found, reason="Verkeerd kwartaal", by=second, now=NOW)
    with pytest.raises(NotNow):
        accept_import(usage_import=found, by=second, now=NOW)
    kept = UsageImport.objects.get(pk=found.pk)
    assert (kept.status, kept.judgement_reason) == (ImportStatus.REJECTED, "Verkeerd kwartaal")


def test_rejecting_needs_a_reason(cycle: Cycle, first: User, second: User) -> None:
    found = deliveries.imported(cycle, first)
    with pytest.raises(Refused):
        reject_import(usage_import=found, reason=" ", by=second, now=NOW)


@pytest.mark.parametrize("status", [PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_nothing_changes_under_a_decision(
    cycle: Cycle, first: User, second: User, status: PhaseStatus
) -> None:
    found = deliveries.imported(cycle, first)
    Phase.objects.filter(cycle=cycle, number=1).update(status=status)
    with pytest.raises(NotNow):
        deliveries.upload(cycle, first)
    with pytest.raises(NotNow):
        accept_import(usage_import=found, by=second, now=NOW)


def test_faulty_delivery_stores_no_rows(cycle: Cycle, first: User) -> None:
    lines = deliveries.lines()
    lines[0][5] = -3
    found = deliveries.imported(cycle, first, deliveries.xlsx(lines, []))
    assert found.status == ImportStatus.FAULTY
    assert not UsageRow.objects.exists()
    assert found.digest == ""
    assert found.totals == []
    assert found.faults_file.read()[:2] == b"PK"


def test_csv_and_xlsx_in_any_order_give_one_digest(cycle: Cycle, first: User) -> None:
    lines = deliveries.lines()
    stated = deliveries.controls(lines)
    book = deliveries.imported(cycle, first, deliveries.xlsx(lines, stated))
    register_stated = book.control_totals
    text = deliveries.imported(cycle, first, deliveries.text(lines[::-1]), stated=register_stated)
    assert text.status == ImportStatus.READY
    assert text.digest == book.digest
    assert len(book.digest) == 64


def test_no_amount_leaves_the_rows(cycle: Cycle, first: User, second: User) -> None:
    lines = deliveries.lines()
    for line in lines:
        line[5] = 987_654_321
    found = deliveries.imported(cycle, first, deliveries.xlsx(lines, deliveries.controls(lines)))
    accept_import(usage_import=found, by=second, now=NOW)
    lines[0][5] = "-987654321"
    deliveries.imported(cycle, first, deliveries.xlsx(lines, []))
    told = json.dumps(
        [
            list(Event.objects.values("data", "reason", "object_label")),
            list(Job.objects.values("key", "step", "error_code")),
        ],
        default=str,
    )
    assert Event.objects.filter(action__startswith="usage.").count() == 5
    assert "987654321" not in told
    assert "1975308642" not in told


def test_file_is_kept_by_its_digest_for_the_portal_alone(cycle: Cycle, first: User) -> None:
    lines = deliveries.lines()
    file = deliveries.text(lines)
    found = deliveries.upload(cycle, first, file)
    again = deliveries.upload(cycle, first, deliveries.text(lines))
    assert found.file.name == again.file.name == f"usage/2027/{found.file_digest}"
    path = default_storage.path(found.file.name)
    with open(path, "rb") as kept:  # noqa: PTH123 - a path of the storage
        assert kept.read() == deliveries.text(lines).read()
    import os
    import stat

    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600  # noqa: PTH116 - a path of the storage


def test_no_workbook_is_refused_at_once(cycle: Cycle, first: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(FaultyInput) as caught:
        deliveries.upload(cycle, first, SimpleUploadedFile("a.xlsx", b"%PDF-1.7 no workbook"))
    assert "pdf" in str(caught.value.faults[0].message).lower()
    assert not UsageImport.objects.exists()


def test_killed_worker_leaves_nothing_and_can_start_again(cycle: Cycle, first: User) -> None:
    found = deliveries.upload(cycle, first)
    job = Job.objects.get(pk=found.job_id)
    lost = jobs.claim(job_id=job.pk, now=NOW)
    assert lost is not None
    # The lease ran out and the reaper gave up: the worker that comes back may not store anything.
    Job.objects.filter(pk=job.pk).update(
        status=JobStatus.FAILED, token=None, error_code=jobs.WORKER_LOST
    )
    with pytest.raises(LeaseLost):
        perform(job.pk, lost)
    kept = UsageImport.objects.get(pk=found.pk)
    assert kept.status == ImportStatus.READING
    assert not UsageRow.objects.exists()
    read_again(usage_import=kept, by=first, now=NOW)
    done = deliveries.read(UsageImport.objects.get(pk=found.pk))
    assert done.status == ImportStatus.READY


def test_reading_that_runs_is_not_started_twice(cycle: Cycle, first: User) -> None:
    found = deliveries.upload(cycle, first)
    with pytest.raises(NotNow):
        read_again(usage_import=found, by=first, now=NOW)


def test_two_uploads_at_once(cycle: Cycle, first: User, second: User) -> None:
    one, other = deliveries.upload(cycle, first), deliveries.upload(cycle, second)
    assert [one.number, other.number] == [1, 2]
    assert {deliveries.read(other).status, deliveries.read(one).status} == {ImportStatus.READY}


def test_reading_twice_changes_nothing(cycle: Cycle, first: User) -> None:
    found = deliveries.imported(cycle, first)
    rows = UsageRow.objects.count()
    Job.objects.filter(pk=found.job_id).update(status=JobStatus.QUEUED)
    assert deliveries.read(found).status == ImportStatus.READY
    assert UsageRow.objects.count() == rows


def test_upload_is_for_the_protocols_year(cycle: Cycle, first: User) -> None:
    stored: Any = upload_usage(
        cycle=cycle,
        source=UsageSource.DHD,
        file=deliveries.xlsx(deliveries.lines("dhd")),
        controls=[],
        by=first,
        now=NOW,
    )
    assert stored.usage_year == 2024
