"""Asking for a calculation of the base distribution, and doing it in the worker."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.engine import ENGINE_VERSION
from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.cases import base_case_to_json
from allocation.engine.errors import InvalidCaseError, NoSolutionError
from allocation.engine.results import base_result_to_json
from allocation.engine.tables import Assignment, BaseCase, BaseResult, SpecialismIntake, Usage
from allocation.engine.verification import verify
from allocation.enums import JobKind, JobStatus, TableKind
from allocation.errors import NotNow
from allocation.models import (
    AssignmentVersion,
    Calculation,
    CalculationDetail,
    CalculationRequest,
    Cycle,
    IntakeVersion,
    UsageImport,
)
from allocation.permissions import may_run_process
from allocation.policies.calculations import may_calculate
from allocation.selectors.assignment import (
    assignment_for_engine,
    established_assignment,
    zeros_of,
)
from allocation.selectors.cycles import protocol_of
from allocation.selectors.intake import current_intake, intake_for_engine
from allocation.selectors.usage import accepted_imports, usage_for_engine
from allocation.services import audit, jobs
from allocation.services.jobs import JobFailed, Progress
from allocation.services.tables import Places, add_table
from bols_portal.accounts.models import User

Inputs = list[dict[str, str | int]]  # of each input its kind, number and digest


def request_calculation(
    *,
    cycle: Cycle,
    by: User,
    now: datetime,
    reason: str = "",
    assignment: AssignmentVersion | None = None,
) -> CalculationRequest:
    """Asks for a calculation on the current inputs. The same inputs give the same calculation.

    `assignment`: another version than the established one, to prepare a rectification.
    Raises NotNow when an input is missing, naming it.
    """
    may_run_process(by, cycle).enforce()
    may_calculate(cycle).enforce()
    intake = current_intake(cycle)
    version = assignment or established_assignment(cycle)
    imports = accepted_imports(cycle)
    if intake is None or version is None:  # said with more words by the policy above
        raise NotNow(_("The input for a calculation is not complete yet."))
    inputs = describe_inputs(intake, version, imports)
    digest = digest_of_inputs(cycle, inputs)
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        request = CalculationRequest.objects.filter(cycle=cycle, inputs_digest=digest).first()
        if request and request.job.status != JobStatus.FAILED:
            return request
        if request is None:
            request = CalculationRequest(
                cycle=cycle,
                number=CalculationRequest.objects.filter(cycle=cycle).count() + 1,
                intake=intake,
                assignment=version,
                reason=reason,
                inputs_digest=digest,
                requested_at=now,
                requested_by=by,
            )
        request.job, _new = jobs.request_job(
            kind=JobKind.CALCULATION, key=f"{cycle.pk}:{digest}", by=by, now=now
        )
        request.save()
        request.usage_imports.set(imports)
        _audit_request(request, inputs, reason=reason, by=by, now=now)
    return request


def _audit_request(
    request: CalculationRequest, inputs: Inputs, *, reason: str, by: User, now: datetime
) -> None:
    audit.write(
        "calculation.requested",
        by=by,
        now=now,
        subject=request,
        cycle=request.cycle,
        reason=reason,
        number=request.number,
        inputs=inputs,
    )


def describe_inputs(
    intake: IntakeVersion, assignment: AssignmentVersion, imports: Sequence[UsageImport]
) -> Inputs:
    """What goes in, by kind, number and digest: for the record and for the decision."""
    found: Inputs = [
        {"kind": "intake", "number": intake.number, "digest": intake.digest},
        {"kind": "assignment", "number": assignment.number, "digest": assignment.digest},
    ]
    for one in sorted(imports, key=lambda item: item.source):
        found.append({"kind": f"usage:{one.source}", "number": one.number, "digest": one.digest})
    return found


def digest_of_inputs(cycle: Cycle, inputs: Iterable[dict[str, str | int]]) -> str:
    """One digest over all inputs, the protocol and the engine's version."""
    content = [cycle.protocol_digest, ENGINE_VERSION, list(inputs)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def case_of(request: CalculationRequest) -> BaseCase:
    """The case as the engine takes it: the same one an auditor can download. Confidential."""
    protocol = protocol_of(request.cycle)
    intake = intake_for_engine(request.intake)
    usage = usage_for_engine(list(request.usage_imports.all()))
    assigned = assignment_for_engine(request.assignment)
    # The engine wants lines for what it is given usage of; the assignment may hold more.
    used = {(institution, specialism) for institution, specialism, _amount in usage}
    return BaseCase(
        regions=tuple(region.key for region in protocol.regions),
        specialisms=tuple(
            SpecialismIntake(one.code, intake[one.code])
            for one in protocol.specialisms
            if one.in_framework
        ),
        usage=tuple(Usage(*line) for line in usage),
        assignment=tuple(Assignment(*line) for line in assigned if (line[0], line[1]) in used),
        zeros=tuple(zeros_of(request.assignment, protocol)),
        floor=Fraction(protocol.floor),
    )


def perform(job_id: int, progress: Progress) -> None:
    """Does a requested calculation: collects, computes, proves, stores. For the worker."""
    request = CalculationRequest.objects.select_related(
        "cycle", "intake", "assignment", "job", "requested_by"
    ).get(job_id=job_id)
    progress(10, "Collecting national intake, region assignment and care usage")
    case = case_of(request)
    progress(30, "Calculating the base distribution")
    result = _compute(case)
    progress(70, "Checking the proof")
    case_json, result_json = base_case_to_json(case), base_result_to_json(result)
    if verify(case_json, result_json):
        raise JobFailed("not_proven")
    progress(90, "Storing the tables")
    with progress.fenced():
        _store(request, case_json, result, result_json)
        jobs.finish(progress=progress, now=timezone.now())


def _compute(case: BaseCase) -> BaseResult:
    try:
        return compute_base_distribution(case)
    except NoSolutionError:
        raise JobFailed("no_solution") from None
    except InvalidCaseError:
        # Its message can name institutions and lines; the page says where to look instead.
        raise JobFailed("bad_input") from None


def cells_of(result: BaseResult) -> list[Places]:
    """The whole places of a result, as the cells of a table."""
    zeros = set(result.zeros)
    return [
        Places(
            specialism=specialism.code,
            region=region,
            places=result.places[row][column],
            next_best=result.marks[row][column],
            structural_zero=(specialism.code, region) in zeros,
        )
        for row, specialism in enumerate(result.specialisms)
        for column, region in enumerate(result.regions)
    ]


def _store(
    request: CalculationRequest,
    case_json: dict[str, object],
    result: BaseResult,
    result_json: dict[str, object],
) -> None:
    now = timezone.now()
    cycle = Cycle.objects.select_for_update().get(pk=request.cycle_id)
    table = add_table(
        cycle=cycle,
        kind=TableKind.BASE,
        cells=cells_of(result),
        by=request.requested_by,
        now=now,
        reason=request.reason,
    )
    inputs = describe_inputs(request.intake, request.assignment, list(request.usage_imports.all()))
    calculation = Calculation.objects.create(
        request=request,
        table=table,
        engine_version=ENGINE_VERSION,
        inputs=inputs,
        protocol_digest=cycle.protocol_digest,
        result_digest=result.digest,
        outside=result.outside,
        next_best=result.next_best,
        unique=result.unique,
        raised=list(result.raised),
        repair=result_json["repair"],
        calculated_at=now,
    )
    CalculationDetail.objects.create(calculation=calculation, case=case_json, result=result_json)
    audit.write(
        "calculation.done",
        by=None,
        now=now,
        subject=calculation,
        cycle=cycle,
        label=f"{cycle} {request.number}",
        number=request.number,
        table=table.number,
        digest=result.digest,
        inputs=inputs,
    )
