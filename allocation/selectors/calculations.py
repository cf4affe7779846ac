"""Reading calculations: who may see which, and the confidential tables for those who may."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from allocation.enums import JobStatus, TableKind
from allocation.models import (
    AllocationTable,
    Calculation,
    CalculationDetail,
    CalculationRequest,
    Cycle,
    TableCell,
)
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right
from allocation.selectors.tables import tables_visible_to


def calculations_visible_to(user: Person, cycle: Cycle) -> QuerySet[CalculationRequest]:
    """The calculations a person may see: with their table; bureau and auditors also unfinished."""
    requests = CalculationRequest.objects.filter(cycle=cycle).select_related(
        "cycle", "intake", "assignment", "job", "requested_by", "calculation__table"
    )
    if has_right(user, Right.READ_CONFIDENTIAL, cycle):
        return requests
    return requests.filter(Q(calculation__table__in=tables_visible_to(user, cycle)))


def latest_calculation(cycle: Cycle) -> Calculation | None:
    """The calculation whose table is the latest base distribution."""
    return (
        Calculation.objects.filter(request__cycle=cycle)
        .select_related("table", "request__intake", "request__assignment")
        .order_by("-table__number")
        .first()
    )


def latest_base_table(cycle: Cycle) -> AllocationTable | None:
    """The latest version of the base distribution."""
    return (
        AllocationTable.objects.filter(cycle=cycle, kind=TableKind.BASE).order_by("-number").first()
    )


def calculation_under_way(cycle: Cycle) -> CalculationRequest | None:
    """The calculation that waits or runs now, if any."""
    return CalculationRequest.objects.filter(
        cycle=cycle, job__status__in=[JobStatus.QUEUED, JobStatus.RUNNING]
    ).first()


def detail_of(user: Person, calculation: Calculation) -> CalculationDetail | None:
    """The whole case and result, for bureau and auditors alone; None for everyone else.

    Notitie adherentieberekening 2026, vraag 14.
    """
    if not has_right(user, Right.READ_CONFIDENTIAL, calculation.table.cycle):
        return None
    return CalculationDetail.objects.get(calculation=calculation)


@dataclass(frozen=True, slots=True)
class EarlierCell:
    """What a cell was in an earlier calculation."""

    number: int
    places: int


def cell_history(
    user: Person, found: CalculationRequest, code: str, region: str
) -> list[EarlierCell]:
    """The same cell in the other calculations that the person may see, latest first."""
    others = calculations_visible_to(user, found.cycle).exclude(pk=found.pk)
    cells = TableCell.objects.filter(
        table__calculation__request__in=others, specialism__code=code, region__key=region
    ).values_list("table__calculation__request__number", "places")
    return [EarlierCell(*one) for one in cells.order_by("-table__number")]
