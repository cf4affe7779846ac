"""The administrative framework as a decision froze it, and how two of them differ."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from allocation.enums import DecisionStatus
from allocation.models import AllocationTable, BoardDecision, Cycle, IntakeVersion
from allocation.protocols.rules import Leeway
from allocation.selectors.cycles import protocol_of
from allocation.selectors.decisions import FRAMEWORK_KINDS, adopted_framework
from allocation.selectors.tables import (
    OPEN_TO_ALL,
    CellDifference,
    PlacesTable,
    differences,
    places_of,
)


@dataclass(frozen=True, slots=True)
class Framework:
    """National intake, base distribution and leeway, as established by one decision."""

    decision: BoardDecision
    intake: IntakeVersion
    table: AllocationTable
    leeway: Leeway | None

    @property
    def leeway_text(self) -> str:
        """The leeway as the audit trail writes it, such as "30 (-8/+10)"."""
        if self.leeway is None:
            return ""
        return f"{self.leeway.total} ({self.leeway.lowest}/+{self.leeway.highest})"


def framework_of(decision: BoardDecision) -> Framework:
    """The framework that this decision established or proposes."""
    if decision.intake is None or decision.table is None:
        raise ValueError("a framework decision rests on a national intake and a table")
    return Framework(
        decision=decision,
        intake=decision.intake,
        table=decision.table,
        leeway=protocol_of(decision.cycle).leeway,
    )


def framework_in_force(cycle: Cycle) -> Framework | None:
    """The framework that holds now."""
    decision = adopted_framework(cycle)
    return framework_of(decision) if decision else None


def intake_in_force(cycle: Cycle) -> IntakeVersion | None:
    """The national intake of the framework that holds now; one query.

    A version that was added since counts once the board has replaced the framework, as the base
    distribution does not add up to it before that. Without a framework: the latest version.
    """
    held = BoardDecision.objects.filter(cycle=cycle, status=DecisionStatus.ADOPTED)
    return _intake_under(cycle.pk, held)


def intake_under(table: AllocationTable) -> IntakeVersion | None:
    """The national intake to which the rows of an established base distribution add up."""
    held = BoardDecision.objects.filter(table=table, status__in=OPEN_TO_ALL)
    return _intake_under(table.cycle_id, held)


def _intake_under(cycle: int, held: QuerySet[BoardDecision]) -> IntakeVersion | None:
    established = held.filter(kind__in=FRAMEWORK_KINDS, intake=OuterRef("pk"))
    return (
        IntakeVersion.objects.filter(cycle=cycle)
        .select_related("cycle", "created_by")
        .order_by(Exists(established).desc(), "-number")
        .first()
    )


@dataclass(frozen=True, slots=True)
class RegionChange:
    """The total of a region before and after."""

    region: str
    old: int
    new: int

    @property
    def change(self) -> int:
        """New minus old."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class TableChange:
    """What a new table changes against the one it replaces."""

    old: PlacesTable
    new: PlacesTable
    cells: tuple[CellDifference, ...]
    regions: tuple[RegionChange, ...]

    @property
    def moved(self) -> int:
        """How many places end up in another region: the sum of the pluses per region."""
        return sum(one.change for one in self.regions if one.change > 0)


def change_between(old: AllocationTable, new: AllocationTable) -> TableChange:
    """The difference of two base distributions, cell by cell and per region."""
    before, after = places_of(old), places_of(new)
    was = dict(zip(before.regions, before.region_totals, strict=True))
    return TableChange(
        old=before,
        new=after,
        cells=tuple(differences(before, after)),
        regions=tuple(
            RegionChange(region, was.get(region, 0), total)
            for region, total in zip(after.regions, after.region_totals, strict=True)
        ),
    )
