"""What rests on a version of an input: calculations and decisions that a newer version dates."""

from dataclasses import dataclass

from django.db.models import Q

from allocation.enums import DecisionStatus
from allocation.models import (
    AssignmentVersion,
    BoardDecision,
    CalculationRequest,
    DecisionItem,
    IntakeVersion,
)

STANDING = (DecisionStatus.PREPARED, DecisionStatus.AT_BOARD, DecisionStatus.ADOPTED)


@dataclass(frozen=True, slots=True)
class Dependents:
    """The numbers of calculations (with the base table each gave, if any) and the decisions."""

    calculations: tuple[tuple[int, int | None], ...] = ()
    decisions: tuple[BoardDecision, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.calculations or self.decisions)


def dependents_of_intake(version: IntakeVersion | None) -> Dependents:
    """What was calculated from and decided on this version of the national intake."""
    if version is None:
        return Dependents()
    return _dependents(Q(intake=version))


def dependents_of_assignment(version: AssignmentVersion | None) -> Dependents:
    """What was calculated from and decided on this version of the region assignment."""
    if version is None:
        return Dependents()
    return _dependents(Q(assignment=version))


def _dependents(direct: Q) -> Dependents:
    calculations = (
        CalculationRequest.objects.filter(direct)
        .order_by("number")
        .values_list("number", "calculation__table__number", "calculation__table")
    )
    tables = [table for _number, _version, table in calculations if table]
    rests = direct | Q(table__in=tables)
    items = DecisionItem.objects.filter(rests)
    decisions = BoardDecision.objects.filter(
        rests | Q(pk__in=items.values("decision")), status__in=STANDING
    ).order_by("number")
    return Dependents(
        calculations=tuple((number, base) for number, base, _table in calculations),
        decisions=tuple(decisions),
    )
