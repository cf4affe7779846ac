"""Asking for a calculation, doing it, and what is kept of it."""

import json

import pytest
from django.utils import timezone

from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.cases import base_case_from_json
from allocation.engine.verification import verify
from allocation.enums import JobStatus
from allocation.errors import NotNow, NotPermitted
from allocation.models import AllocationTable, Calculation, CalculationRequest, TableCell
from allocation.services import calculations, jobs
from allocation.services.calculations import request_calculation
from allocation.tasks import run_job
from bols_portal.audit.models import Event
from tests.allocation.calculation_world import make_world
from tests.factories import make_bureau, make_cycle, make_reference_data, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(jobs, "enqueue", lambda _job_id: None)
    return make_world()


def ask(world, **kwargs):
    return request_calculation(cycle=world.cycle, by=world.bureau, now=timezone.now(), **kwargs)


def test_a_calculation_is_kept_with_its_table_its_proof_and_its_inputs(world):
    request = ask(world, reason="eerste keer")
    run_job(request.job_id)
    request.job.refresh_from_db()
    assert request.job.status == JobStatus.DONE
    calculation = Calculation.objects.get(request=request)
    assert calculation.raised == ["Leiden"]
    cells = TableCell.objects.filter(table=calculation.table)
    assert cells.count() == 210
    assert sum(cell.places for cell in cells) == 1053
    zeros = cells.filter(structural_zero=True).values_list("specialism__code", "region__key")
    assert set(zeros) == {("23", "Leiden"), ("34", "Leiden")}
    assert [one["kind"] for one in calculation.inputs] == [
        "intake",
        "assignment",
        "usage:dhd",
        "usage:vektis",
    ]
    assert verify(calculation.detail.case, calculation.detail.result) == []


def test_an_auditor_who_repeats_the_case_finds_the_same_digest(world):
    request = ask(world)
    run_job(request.job_id)
    detail = request.calculation.detail
    downloaded = json.loads(json.dumps(detail.case))
    repeated = compute_base_distribution(base_case_from_json(downloaded))
    assert repeated.digest == request.calculation.result_digest


def test_starting_twice_gives_one_calculation(world):
    first, second = ask(world), ask(world)
    assert first == second
    run_job(first.job_id)
    run_job(first.job_id)
    assert ask(world) == first
    assert Calculation.objects.count() == AllocationTable.objects.count() == 1


def test_a_failed_calculation_says_why_and_can_be_started_again(world, monkeypatch):
    request = ask(world)

    def broken(_case):
        raise ValueError("amount 123456")

    monkeypatch.setattr(calculations, "compute_base_distribution", broken)
    run_job(request.job_id)
    request.job.refresh_from_db()
    assert (request.job.status, request.job.error_code) == (JobStatus.FAILED, jobs.INTERNAL)
    assert not AllocationTable.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "enqueue", lambda _job_id: None)
    again = ask(world)
    assert again.pk == request.pk
    run_job(again.job_id)
    assert Calculation.objects.get().request_id == request.pk


def test_an_error_is_logged_by_kind_and_place_without_its_message(world, monkeypatch, caplog):
    request = ask(world)

    def broken(_case):
        raise ValueError("amount 123456")

    monkeypatch.setattr(calculations, "compute_base_distribution", broken)
    run_job(request.job_id)
    assert "ValueError" in caplog.text
    assert "123456" not in caplog.text


def test_a_result_that_cannot_be_proven_is_not_kept(world, monkeypatch):
    request = ask(world)
    monkeypatch.setattr(calculations, "verify", lambda _case, _result: ["optimality: 01 × NO"])
    run_job(request.job_id)
    request.job.refresh_from_db()
    assert request.job.error_code == "not_proven"
    assert not AllocationTable.objects.exists()


def test_a_worker_that_lost_the_job_stores_nothing(world, monkeypatch):
    request = ask(world)
    real = calculations.compute_base_distribution

    def slow(case):
        jobs.reap(now=timezone.now() + jobs.LEASE * 2)
        return real(case)

    monkeypatch.setattr(calculations, "compute_base_distribution", slow)
    run_job(request.job_id)
    assert not AllocationTable.objects.exists()
    request.job.refresh_from_db()
    assert request.job.status == JobStatus.QUEUED


def test_who_may_not_run_the_process_may_not_calculate(world):
    with pytest.raises(NotPermitted):
        request_calculation(cycle=world.cycle, by=make_user(), now=timezone.now())


def test_what_is_missing_is_named():
    make_reference_data()
    cycle = make_cycle()
    with pytest.raises(NotNow, match="Vektis"):
        request_calculation(cycle=cycle, by=make_bureau(), now=timezone.now())
    assert not CalculationRequest.objects.exists()


def test_the_trail_tells_of_the_calculation_without_usage(world):
    request = ask(world)
    run_job(request.job_id)
    events = Event.objects.filter(action__startswith="calculation.")
    assert [event.action for event in events] == ["calculation.requested", "calculation.done"]
    for event in events:
        assert set(event.data) <= {"number", "inputs", "table", "digest"}


def test_no_unrounded_number_travels_in_the_queue(world, monkeypatch):
    sent = []
    monkeypatch.undo()
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *a, **k: sent.append((a, k)))
    request = ask(world)
    jobs.enqueue(request.job_id)
    assert sent == [((jobs.TASK,), {"args": [request.job_id]})]
