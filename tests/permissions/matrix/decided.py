"""The decided distribution, open to all parties once the board decided."""

from allocation.enums import DecisionKind, DecisionStatus, TableKind
from allocation.models import BoardDecision, DecisionItem
from consultation.models import DistributionChoice
from tests.consultation.advice_world import start_phase_2
from tests.consultation.proposal_world import table_like
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW
from tests.permissions.table import PARTIES, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}


def framework(world: World) -> None:
    """Phase II runs; nothing was decided yet."""
    world.kept["ready"] = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    adopt_framework(world.kept["ready"], world.kept["ready"].table)


def decided(world: World) -> None:
    """The board took the base distribution."""
    framework(world)
    ready = world.kept["ready"]
    decision = BoardDecision.objects.create(
        cycle=world.cycle,
        number=2,
        phase=2,
        kind=DecisionKind.DISTRIBUTION,
        status=DecisionStatus.ADOPTED,
        title="Verdeling",
        text="Het bestuur neemt de basisverdeling.",
        table=table_like(ready.table, {}, by=ready.bureau, kind=TableKind.DECIDED),
        prepared_at=NOW,
        prepared_by=ready.bureau,
        put_at=NOW,
        decided_at=NOW,
    )
    DecisionItem.objects.create(decision=decision, label="base-1", digest=ready.table.digest)
    DistributionChoice.objects.create(
        decision=decision,
        number=1,
        course="fallback",
        reason="Er is geen gedragen voorstel.",
        proposed_at=NOW,
        proposed_by=ready.bureau,
    )


ROWS: list[Row] = [
    row("decided", "GET", {200: PARTIES}, rest=404, args=YEAR, given=decided),
    row(
        "decided",
        "GET",
        {200: PARTIES},
        rest=404,
        args=YEAR,
        given=framework,
        variant="not decided yet",
    ),
    row("decided_download", "GET", {200: PARTIES}, rest=404, args=YEAR, given=decided),
    row(
        "decided_download",
        "GET",
        {},
        rest=404,
        args=YEAR,
        given=framework,
        variant="not decided yet",
    ),
]
