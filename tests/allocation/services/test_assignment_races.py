"""Two people at the same moment: one version, one answer, and a refusal one can read."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from allocation.enums import AnswerOutcome
from allocation.models import AssignmentVersion, IntakeVersion, ObjectionAnswer
from allocation.roles import Role
from allocation.selectors.assignment_objections import open_objections
from allocation.services.assignment_checks import answer_objection, object_to_line
from tests.allocation.assignments import add_intake, add_version, line, version_in_check
from tests.factories import (
    NOW,
    appoint,
    make_bureau,
    make_cycle,
    make_reference_data,
    make_user,
    region,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*steps: Callable[[], object]) -> list[str]:
    """The names of what came of each step, taken at the same moment."""
    start, outcomes = threading.Barrier(len(steps)), []

    def work(step: Callable[[], object]) -> None:
        try:
            start.wait()
            step()
            outcomes.append("done")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_employees_add_a_version_at_the_same_moment() -> None:
    make_reference_data()
    cycle, bureau = make_cycle(), make_bureau()
    assert at_once(*[lambda: add_intake(cycle, bureau, expected_version=0, reason="x")] * 4) == [
        "Stale"
    ] * 3 + ["done"]
    assert IntakeVersion.objects.count() == 1
    assert at_once(*[lambda: add_version(cycle, bureau, expected_version=0, reason="x")] * 4) == [
        "Stale"
    ] * 3 + ["done"]
    assert AssignmentVersion.objects.count() == 1


def test_two_employees_answer_at_the_same_moment() -> None:
    make_reference_data()
    cycle, bureau, coordinator = make_cycle(), make_bureau(), make_user()
    appoint(coordinator, Role.COORDINATOR, region("NO"))
    version = version_in_check(cycle, bureau)
    object_to_line(line=line(version, "I001", "01"), reason="Nee", by=coordinator, now=NOW)
    (objection,) = open_objections(version)

    def answer() -> None:
        answer_objection(
            objection=objection, outcome=AnswerOutcome.REJECTED, text="Nee", by=bureau, now=NOW
        )

    assert at_once(answer, answer) == ["NotNow", "done"]
    assert ObjectionAnswer.objects.count() == 1
