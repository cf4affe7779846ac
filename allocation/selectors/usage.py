"""Reading care usage. Confidential: everything here is for bureau and auditors alone.

Notitie adherentieberekening 2026, vraag 14. Who may not read it gets 404: that there are imports,
and how many, is nobody else's business either.
"""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet, Sum
from django.http import Http404

from allocation.enums import ImportStatus, JobStatus
from allocation.models import CalculationRequest, Cycle, UsageImport, UsageRow
from allocation.roles import Right
from allocation.selectors.cycles import get_cycle
from allocation.selectors.rights import Person, has_right


def accepted_imports(cycle: Cycle) -> list[UsageImport]:
    """The imports that count, at most one a source, in the order of the sources' names."""
    accepted = UsageImport.objects.filter(cycle=cycle, status=ImportStatus.ACCEPTED)
    return list(accepted.order_by("source"))


def usage_for_engine(imports: Iterable[UsageImport]) -> list[tuple[str, str, int]]:
    """Institution code, specialism code and amount, summed over care types. Confidential.

    Always in the same order, so that the same imports give the same case.
    """
    rows = (
        UsageRow.objects.filter(usage_import__in=list(imports))
        .values_list("institution__code", "specialism__code")
        .annotate(total=Sum("amount"))
        .order_by("institution__code", "specialism__code")
    )
    return [(institution, specialism, int(total)) for institution, specialism, total in rows]


def get_usage_cycle(user: Person, year: int) -> Cycle:
    """The cycle of this year for who may read usage; Http404 for everybody else."""
    cycle = get_cycle(user, year)
    if not has_right(user, Right.READ_CONFIDENTIAL, cycle):
        raise Http404
    return cycle


def imports_visible_to(user: Person, cycle: Cycle) -> QuerySet[UsageImport]:
    """The imports of a cycle, the newest first: for bureau and auditors; for others none."""
    imports = UsageImport.objects.select_related("cycle", "job", "uploaded_by", "judged_by")
    if not has_right(user, Right.READ_CONFIDENTIAL, cycle):
        return imports.none()
    return imports.filter(cycle=cycle).order_by("-number")


def get_import(user: Person, year: int, number: int) -> UsageImport:
    """The import of this number; Http404 where there is none or the person may not see it."""
    cycle = get_usage_cycle(user, year)
    found = imports_visible_to(user, cycle).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def accepted_import(cycle: Cycle, source: str) -> UsageImport | None:
    """The import of a source that counts now."""
    accepted = UsageImport.objects.filter(cycle=cycle, source=source, status=ImportStatus.ACCEPTED)
    return accepted.select_related("uploaded_by", "judged_by").first()


def compared_import(usage_import: UsageImport) -> UsageImport | None:
    """The import to lay beside this one: the last one accepted before it, of the same source."""
    return (
        UsageImport.objects.filter(
            cycle_id=usage_import.cycle_id,
            source=usage_import.source,
            number__lt=usage_import.number,
            judged_at__isnull=False,
            status__in=[ImportStatus.ACCEPTED, ImportStatus.REPLACED],
        )
        .order_by("-judged_at")
        .first()
    )


def waiting_imports(cycle: Cycle) -> list[UsageImport]:
    """The imports that wait for a second employee, the oldest first."""
    waiting = UsageImport.objects.filter(cycle=cycle, status=ImportStatus.READY)
    return list(waiting.select_related("uploaded_by").order_by("number"))


def calculations_resting_on(usage_import: UsageImport) -> Sequence[CalculationRequest]:
    """The calculations that were made with this import; they stay as they are."""
    resting = CalculationRequest.objects.filter(
        usage_imports=usage_import, job__status=JobStatus.DONE
    )
    return list(resting.order_by("number"))
