"""Phase II on an adopted framework, for tests of consultation rounds."""

from allocation.enums import DecisionKind, DecisionStatus
from allocation.models import AllocationTable, BoardDecision
from allocation.roles import Role
from allocation.services.phases import plan_phases
from consultation.models import Round
from consultation.services.rounds import open_round, prepare_round
from tests.consultation.advice_world import start_phase_2
from tests.factories import (
    NOW,
    appoint,
    association,
    make_cycle,
    make_reference_data,
    make_user,
    region,
)
from tests.phase_1 import ReadyPhase


class RoundWorld:
    """A framework in force, no round yet; a coordinator, an adviser and FMS."""

    def __init__(self) -> None:
        make_reference_data()
        self.cycle = make_cycle()
        self.ready = ReadyPhase(self.cycle)
        self.bureau = self.ready.bureau
        if not self.cycle.phases.exists():
            plan_phases(cycle=self.cycle, by=self.bureau, now=NOW)
        start_phase_2(self.cycle)
        self.coordinator = make_user("Coen Coordinator")
        appoint(self.coordinator, Role.COORDINATOR, region("NO"))
        self.adviser = make_user("Ada Adviseur")
        appoint(self.adviser, Role.ADVISER, association("NVVC"))
        self.fms = make_user("Fem Federatie")
        appoint(self.fms, Role.FMS, self.cycle)
        adopt_framework(self.ready, self.ready.table)

    def prepare(self, reason: str = "") -> Round:
        return prepare_round(cycle=self.cycle, reason=reason, by=self.bureau, now=NOW)

    def open(self, reason: str = "") -> Round:
        return open_round(consultation=self.prepare(reason), opens_at=NOW, by=self.bureau, now=NOW)


def adopt_framework(ready: ReadyPhase, table: AllocationTable) -> BoardDecision:
    """Puts a framework in force on this table; the one before is replaced."""
    decisions = BoardDecision.objects.filter(cycle=ready.cycle)
    decisions.filter(status=DecisionStatus.ADOPTED).update(status=DecisionStatus.REPLACED)
    return BoardDecision.objects.create(
        cycle=ready.cycle,
        number=decisions.count() + 1,
        phase=1,
        kind=DecisionKind.FRAMEWORK,
        status=DecisionStatus.ADOPTED,
        title="Kader",
        text="Het kader.",
        table=table,
        prepared_at=NOW,
        prepared_by=ready.bureau,
    )
