"""Who may receive places in a region: recognised institutions, with what was reported since.

Toewijzingsprotocol 2027, fase III 1.1: a new or lapsed recognition is reported at once.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from allocation.enums import AssignmentStatus
from allocation.models import AssignmentShare, Cycle, Institution, Region
from consultation.enums import CheckOutcome, RecognitionChange
from consultation.models import RecognitionReport
from consultation.selectors.distribution import decided_table


@dataclass(frozen=True, slots=True)
class Recognitions:
    """The institutions of a region that may receive places, by specialism code, each by name."""

    by_specialism: dict[str, tuple[Institution, ...]]

    @property
    def institutions(self) -> tuple[Institution, ...]:
        """Every institution with at least one recognised training, by name."""
        found = {one.pk: one for row in self.by_specialism.values() for one in row}
        return tuple(sorted(found.values(), key=lambda one: (one.name, one.pk)))

    def codes(self, specialism: str) -> frozenset[str]:
        """The codes of the institutions that may receive places for a specialism."""
        return frozenset(one.code for one in self.by_specialism.get(specialism, ()))

    def is_sole(self, specialism: str) -> bool:
        """Whether there is one training in the region: then it gets all places."""
        return len(self.by_specialism.get(specialism, ())) == 1


def standing_reports(cycle: Cycle, region: Region | None = None) -> list[RecognitionReport]:
    """What was reported and not refused by the bureau, in the order of reporting."""
    reports = RecognitionReport.objects.filter(cycle=cycle, **_in(region)).exclude(
        answer__outcome=CheckOutcome.REFUSED
    )
    return list(reports.select_related("region", "institution", "specialism").order_by("pk"))


def _in(region: Region | None) -> dict[str, Region]:
    """The condition for rows of one region, or of all."""
    return {"region": region} if region else {}


def recognised_by_region(cycle: Cycle, only: Region | None = None) -> dict[str, Recognitions]:
    """For every region (by key): the established assignment, and what was reported since.

    Two queries; an institution whose specialism belongs to two regions counts in both. `only`: read
    no more than this region.
    """
    lines = (
        AssignmentShare.objects.filter(
            line__version__cycle=cycle,
            line__version__status=AssignmentStatus.ESTABLISHED,
            line__recognised=True,
            **_in(only),
        )
        .select_related("line__institution", "line__specialism", "region")
        .order_by("line__institution__name", "line__institution__pk")
    )
    found: dict[str, dict[str, dict[int, Institution]]] = {}
    for share in lines:
        row = found.setdefault(share.region.key, {}).setdefault(share.line.specialism.code, {})
        row[share.line.institution.pk] = share.line.institution
    for report in standing_reports(cycle, only):
        row = found.setdefault(report.region.key, {}).setdefault(report.specialism.code, {})
        if report.change == RecognitionChange.NEW:
            row[report.institution.pk] = report.institution
        else:
            row.pop(report.institution.pk, None)
    return {
        region: Recognitions(
            {
                code: tuple(sorted(row.values(), key=lambda one: (one.name, one.pk)))
                for code, row in rows.items()
                if row
            }
        )
        for region, rows in found.items()
    }


def recognised_in(cycle: Cycle, region: Region) -> Recognitions:
    """The institutions that may receive places in one region."""
    return recognised_by_region(cycle, region).get(region.key, Recognitions({}))


def trains_in(cycle: Cycle, region: Region, institutions: Collection[int]) -> bool:
    """Whether one of these institutions (numbers) has a recognised training in the region."""
    if not institutions:
        return False
    own = {one.pk for one in recognised_in(cycle, region).institutions}
    return bool(own & set(institutions))


def given_to(cycle: Cycle, region: Region) -> dict[str, int]:
    """The decided places of a region by specialism code, orthodontics and sports medicine too.

    Empty while the board has not decided. Toewijzingsprotocol 2027, fase III 1.
    """
    table = decided_table(cycle)
    if table is None:
        return {}
    cells = table.cells.filter(Q(region=region), institution__isnull=True)
    return dict(cells.order_by("specialism__position").values_list("specialism__code", "places"))
