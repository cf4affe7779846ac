"""FMS at work: phase II, an open round, a national intake that the base distribution adds up to."""

from typing import Any

from allocation.models import IntakeRow, IntakeVersion, Specialism
from allocation.roles import Role
from allocation.selectors.tables import places_of
from consultation.models import Round, Workbench
from consultation.selectors.workbench import Bench, bench_of
from consultation.services.advices import file_advice
from consultation.services.workbench import begin_workbench
from tests.consultation.advice_world import make_round, typed, without_a_day
from tests.consultation.round_world import RoundWorld, adopt_framework
from tests.factories import NOW, appoint, make_user, specialism
from tests.phase_1 import ReadyPhase


def set_whole_intake(ready: ReadyPhase, more: dict[str, int] | None = None) -> None:
    """A national intake of what the base distribution gives, and `more` for some codes."""
    rows = places_of(ready.table).rows
    number = IntakeVersion.objects.filter(cycle=ready.cycle).count() + 1
    version = IntakeVersion.objects.create(
        cycle=ready.cycle,
        number=number,
        source="Brief van VWS",
        digest=f"{number:064}",
        created_at=NOW,
        created_by=ready.bureau,
    )
    specialisms = {one.code: one for one in Specialism.objects.all()}
    IntakeRow.objects.bulk_create(
        IntakeRow(
            version=version,
            specialism=specialisms[row.code],
            places=row.total + (more or {}).get(row.code, 0),
            places_previous=row.total - 1,
        )
        for row in rows
    )


class BenchWorld(RoundWorld):
    """`fms` and `colleague` compose; 5 places in every cell, structural zeros apart."""

    def __init__(self) -> None:
        super().__init__()
        set_whole_intake(self.ready)
        without_a_day(self.ready)
        self.round: Round = make_round(self.ready)
        self.colleague = make_user("Cor Collega")
        appoint(self.colleague, Role.FMS, self.cycle)

    def advise(self, **places: Any) -> None:
        """The advice of NVVC on 02."""
        file_advice(
            consultation=self.round,
            specialism=specialism("02"),
            content=typed(**places),
            seen=0,
            by=self.adviser,
            now=NOW,
        )

    def begin(self, start: Any = "base") -> Workbench:
        return begin_workbench(cycle=self.cycle, start=start, by=self.fms, now=NOW)

    def bench(self) -> Bench:
        found = bench_of(self.cycle)
        assert found is not None
        return found

    def rectify(self, shifted: int = 1) -> None:
        """A framework on a new base distribution: places of 02 go from Leiden to NO."""
        adopt_framework(self.ready, self.ready.calculate(shifted))
