"""Two tables side by side: the base distribution, the advices, the workbench, what was computed
and the versions of the proposal; each for who may see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right
from allocation.selectors.tables import PlacesTable, places_of
from consultation.models import Round
from consultation.selectors.framework import advices_in
from consultation.selectors.proposal_sheet import Departure
from consultation.selectors.proposals import get_proposal, proposals_visible_to
from consultation.selectors.suggestions import get_suggested, suggestions_of
from consultation.selectors.workbench import bench_of

CellKey = tuple[str, str]  # specialism code, region key
BASE, ADVICES, BENCH = "base", "advices", "workbench"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its key in the address, what it is, and its numbers."""

    key: str
    label: str
    places: Mapping[CellKey, int]


@dataclass(frozen=True)
class Comparison:
    """Two sides on the rows and columns of the base distribution."""

    base: PlacesTable
    old: Side
    new: Side

    @property
    def cells(self) -> list[Departure]:
        """Every cell that differs, in protocol order."""
        return [
            Departure(row.code, row.name, region, old, new)
            for row in self.base.rows
            for region in self.base.regions
            if (old := self.old.places.get((row.code, region), 0))
            != (new := self.new.places.get((row.code, region), 0))
        ]

    @property
    def totals(self) -> list[tuple[str, int, int]]:
        """The totals of the regions, old and new."""
        codes = [row.code for row in self.base.rows]
        return [
            (
                region,
                sum(self.old.places.get((code, region), 0) for code in codes),
                sum(self.new.places.get((code, region), 0) for code in codes),
            )
            for region in self.base.regions
        ]


def choices_for(user: Person, cycle: Cycle) -> list[tuple[str, str]]:
    """What this person can compare, as (key, label); the workbench and suggestions for FMS."""
    found = [(BASE, _("Base distribution")), (ADVICES, _("Advices"))]
    if has_right(user, Right.COMPOSE, cycle):
        found.append((BENCH, _("Workbench")))
        found += [
            (f"suggestion-{one.number}", _("Suggestion %(number)s") % {"number": one.number})
            for one in suggestions_of(cycle)
        ]
    found += [
        (f"version-{one.number}", _("Version %(number)s") % {"number": one.number})
        for one in proposals_visible_to(user, cycle).order_by("-number")
    ]
    return found


def compare(user: Person, cycle: Cycle, old: str, new: str) -> Comparison:
    """Compares two of the choices; raises Http404 for what the person may not see or is not there.

    The base distribution is that of the latest round, as are the advices.
    """
    labels = dict(choices_for(user, cycle))
    consultation = (
        Round.objects.filter(cycle=cycle, opened_at__isnull=False)
        .select_related("table")
        .order_by("-number")
        .first()
    )
    if old not in labels or new not in labels or consultation is None:
        raise Http404
    base = places_of(consultation.table)
    sides = [
        Side(key, labels[key], dict(_places(user, cycle, consultation, base, key)))
        for key in (old, new)
    ]
    return Comparison(base, *sides)


def _places(
    user: Person, cycle: Cycle, consultation: Round, base: PlacesTable, key: str
) -> Iterator[tuple[CellKey, int]]:
    kind, _dash, number = key.partition("-")
    if kind == BENCH:
        bench = bench_of(cycle)
        if bench is None:
            raise Http404
        yield from bench.places.items()
    elif kind == "suggestion":
        yield from get_suggested(cycle, int(number)).places.items()
    else:
        proposal = get_proposal(user, cycle, int(number)) if kind == "version" else None
        yield from cells_of(places_of(proposal.table) if proposal else base)
        if kind == ADVICES:
            for code, row in advices_in(consultation).items():
                yield from (((code, region), cell.places) for region, cell in row.items())


def cells_of(table: PlacesTable) -> Iterator[tuple[CellKey, int]]:
    """The numbers of a table by code and region."""
    for row in table.rows:
        for region, cell in zip(table.regions, row.cells, strict=True):
            yield (row.code, region), cell.places
