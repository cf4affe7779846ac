"""When FMS is asked for its proposal."""

from datetime import UTC, date, datetime

import pytest

from allocation.models import Deadline, DeadlineVersion, Specialism
from allocation.selectors.cycles import protocol_of
from consultation.models import Filing, Proposal
from consultation.selectors.workbench_todo import todo
from tests.consultation.bench_world import BenchWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
AFTER = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def world() -> BenchWorld:
    return BenchWorld()


def set_day(world: BenchWorld) -> None:
    deadline = Deadline.objects.get(cycle=world.cycle, key="advices")
    DeadlineVersion.objects.create(
        deadline=deadline,
        number=3,
        day=date(2026, 4, 20),
        kind="at_the_latest",
        set_at=NOW,
        set_by=world.bureau,
    )


def file_all(world: BenchWorld) -> None:
    for one in protocol_of(world.cycle).framework_specialisms:
        Filing.objects.create(
            round=world.round,
            kind="advice",
            specialism=Specialism.objects.get(code=one.code),
            number=1,
            digest="0" * 64,
            filed_at=NOW,
            filed_by=world.adviser,
        )


def test_not_while_advices_can_come(world: BenchWorld) -> None:
    set_day(world)
    world.advise(NO=7, Leiden=3)
    assert not list(todo(world.fms, world.cycle, NOW))
    (item,) = todo(world.fms, world.cycle, AFTER)
    assert item.url == "/toewijzing/2027/fase-2/werkbank/"
    assert item.deadline is not None
    assert item.deadline.key == "integral_proposal"


def test_as_soon_as_all_advices_are_in(world: BenchWorld) -> None:
    file_all(world)
    assert len(list(todo(world.fms, world.cycle, NOW))) == 1


def test_of_nobody_else(world: BenchWorld) -> None:
    file_all(world)
    for person in (world.bureau, world.adviser, world.coordinator):
        assert not list(todo(person, world.cycle, NOW))


def test_not_while_the_phase_is_at_the_board(world: BenchWorld) -> None:
    file_all(world)
    world.cycle.phases.filter(number=2).update(status="at_board")
    assert not list(todo(world.fms, world.cycle, NOW))


@pytest.mark.parametrize(
    ("status", "asked"),
    [("saved", 1), ("submitted", 0), ("withdrawn", 1), ("returned", 1), ("decided", 0)],
)
def test_not_once_it_is_submitted(world: BenchWorld, status: str, asked: int) -> None:
    file_all(world)
    Proposal.objects.create(
        cycle=world.cycle,
        number=1,
        round=world.round,
        base=world.ready.table,
        table=world.ready.calculate(1),
        status=status,
        digest="0" * 64,
        saved_at=NOW,
        saved_by=world.fms,
    )
    found = list(todo(world.fms, world.cycle, NOW))
    assert len(found) == asked
    told = any("stuurde versie 1 terug" in str(item.detail) for item in found)
    assert told == (status == "returned")


def test_not_while_the_last_version_only_waits_to_be_submitted(
    world: BenchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_all(world)
    Proposal.objects.create(
        cycle=world.cycle,
        number=1,
        round=world.round,
        base=world.ready.table,
        table=world.ready.calculate(1),
        digest="0" * 64,
        saved_at=NOW,
        saved_by=world.fms,
    )
    assert len(list(todo(world.fms, world.cycle, NOW))) == 1  # reasons are missing in it
    monkeypatch.setattr("consultation.selectors.workbench_todo.lacking", lambda *_: [])
    assert not list(todo(world.fms, world.cycle, NOW))
