"""Two people at the same moment: one version, one answer, and a refusal one can read."""

import pytest

from allocation.enums import AnswerOutcome
from allocation.models import AssignmentVersion, IntakeVersion, ObjectionAnswer
from allocation.roles import Role
from allocation.selectors.assignment_objections import open_objections
from allocation.services.assignment_checks import answer_objection, object_to_line
from tests.allocation.assignments import add_intake, add_version, line, version_in_check
from tests.at_once import outcomes
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


def test_two_employees_add_a_version_at_the_same_moment() -> None:
    make_reference_data()
    cycle, bureau = make_cycle(), make_bureau()
    assert outcomes(*[lambda: add_intake(cycle, bureau, expected_version=0, reason="x")] * 4) == [
        "Stale"
    ] * 3 + ["done"]
    assert IntakeVersion.objects.count() == 1
    assert outcomes(*[lambda: add_version(cycle, bureau, expected_version=0, reason="x")] * 4) == [
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

    assert outcomes(answer, answer) == ["NotNow", "done"]
    assert ObjectionAnswer.objects.count() == 1
