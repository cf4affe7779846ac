"""The exit checks of phase I: each fails for its own reason and says where to mend it."""

from collections.abc import Callable

import pytest

from allocation.enums import AssignmentStatus, ImportStatus
from allocation.models import (
    AllocationTable,
    AssignmentVersion,
    Calculation,
    CalculationRequest,
    LineCheck,
    UsageImport,
)
from allocation.phases.gates import GateCheck, exit_checks, gate, missing
from allocation.phases.registry import PHASES, definition_of
from allocation.services.decisions import prepare_decision
from tests.factories import NOW, make_bureau, make_cycle, make_reference_data, make_user
from tests.phase_1 import ReadyPhase, make_intake, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> ReadyPhase:
    make_reference_data()
    found = ReadyPhase(make_cycle())
    prepare_decision(
        cycle=found.cycle,
        kind="framework",
        title="Kader",
        text="Vastgesteld.",
        minutes=pdf(),
        by=found.bureau,
        now=NOW,
    )
    return found


def checks(ready: ReadyPhase) -> dict[str, GateCheck]:
    return {check.key: check for check in exit_checks(ready.cycle, 1)}


def test_all_hold_when_everything_is_in_order(ready: ReadyPhase) -> None:
    found = checks(ready)
    assert list(found) == [
        "intake",
        "totals",
        "objections",
        "assignment",
        "usage_vektis",
        "usage_dhd",
        "coverage",
        "current",
        "proof",
        "minutes",
    ]
    assert missing(found.values()) == []


def test_an_empty_cycle_lacks_everything_and_says_where() -> None:
    make_reference_data()
    found = exit_checks(make_cycle(2027), 1)
    assert missing(found) == found
    assert all(check.url and str(check.detail) for check in found)


def wrong_totals(ready: ReadyPhase) -> None:
    make_intake(ready.cycle, ready.bureau, reason="Nieuw", more=1)


def an_objection(ready: ReadyPhase) -> None:
    LineCheck.objects.create(
        line=ready.assignment.lines.get(),
        outcome="objected",
        reason="Hoort bij Utrecht.",
        role="coordinator",
        by=make_user(),
        at=NOW,
    )


def not_established(ready: ReadyPhase) -> None:
    AssignmentVersion.objects.update(status=AssignmentStatus.IN_CHECK, established_at=None)


def import_replaced(ready: ReadyPhase) -> None:
    UsageImport.objects.filter(source="dhd").update(status=ImportStatus.REPLACED)


def a_specialism_without_usage(ready: ReadyPhase) -> None:
    found = UsageImport.objects.get(source="vektis")
    found.totals = [one for one in found.totals if one["specialism"] != "01"]
    found.save()


def newer_intake(ready: ReadyPhase) -> None:
    make_intake(ready.cycle, ready.bureau, reason="Definitief")


@pytest.mark.parametrize(
    ("spoil", "failing"),
    [
        (wrong_totals, {"totals", "current"}),
        (an_objection, {"objections"}),
        (not_established, {"assignment", "current"}),
        (import_replaced, {"usage_dhd", "coverage", "current"}),
        (a_specialism_without_usage, {"coverage"}),
        (newer_intake, {"current"}),
    ],
)
def test_what_is_wrong_is_named(
    ready: ReadyPhase, spoil: Callable[[ReadyPhase], None], failing: set[str]
) -> None:
    spoil(ready)
    found = checks(ready)
    assert {check.key for check in missing(found.values())} == failing
    assert found["current"].outdated == ("current" in failing)


def test_an_explained_total_passes(ready: ReadyPhase) -> None:
    why = "VWS heeft een plaats toegevoegd."
    make_intake(ready.cycle, ready.bureau, reason="Nieuw", more=1, totals_reason=why)
    check = checks(ready)["totals"]
    assert check.passed
    assert why in str(check.detail)


def test_no_amount_is_told(ready: ReadyPhase) -> None:
    a_specialism_without_usage(ready)
    text = " ".join(f"{check.title} {check.detail}" for check in exit_checks(ready.cycle, 1))
    assert "10" not in text.replace("01", "")


def test_a_check_is_registered_once_and_belongs_to_its_phase() -> None:
    def nothing(cycle: object) -> list[GateCheck]:
        return [GateCheck("nothing", "Nothing", True)]

    registered = gate(phase=99)(gate(phase=99)(nothing))
    assert registered is nothing
    make_reference_data()
    cycle = make_cycle()
    assert [check.key for check in exit_checks(cycle, 99)] == ["nothing"]
    assert exit_checks(cycle, 98) == []


def test_six_phases_each_say_what_they_give_and_wait_for() -> None:
    assert [phase.number for phase in PHASES] == [1, 2, 3, 4, 5, 6]
    for phase in PHASES:
        assert definition_of(phase.number) is phase
        assert str(phase.result)
        assert str(phase.waits_for) or phase.number == 1


def test_the_checks_cost_the_same_for_one_and_for_many_calculations(
    ready: ReadyPhase, django_assert_num_queries: Callable[[int], object]
) -> None:
    def look() -> None:
        with django_assert_num_queries(15):  # type: ignore[attr-defined]
            exit_checks(ready.cycle, 1)

    look()
    for shifted in range(1, 4):
        ready.calculate(shifted=shifted)
    assert Calculation.objects.count() == AllocationTable.objects.count() == 4
    assert CalculationRequest.objects.count() == 4
    make_bureau("Nog een")
    look()
