"""How far the check of a region assignment is: per line, per person, per region, per institution.

A line is checked in a capacity: by a coordinator of one of its regions, or by a learning-house
manager of its institution. The latest check of a capacity holds. Checks hang on the root of a
line, so that they keep holding in later versions in which the line did not change.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from allocation.enums import CheckOutcome
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    Institution,
    LineCheck,
    Region,
)
from allocation.roles import Right
from allocation.selectors.assignment import shares_by_line
from allocation.selectors.memberships import Person
from allocation.selectors.rights import held_on

LEARNING_HOUSE = 0  # the capacity that is not a region
Capacity = int  # a region's number, or LEARNING_HOUSE


class CheckState(StrEnum):
    """What has been said of a line in the capacities that count."""

    TODO = "todo"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Checker:
    """On what a person checks: numbers of regions and of institutions."""

    regions: frozenset[int] = frozenset()
    institutions: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.regions or self.institutions)

    def capacities(self, institution: int, regions: Iterable[int]) -> list[Capacity]:
        """The capacities in which this person checks a line of an institution and regions."""
        own = [region for region in regions if region in self.regions]
        return [*own, LEARNING_HOUSE] if institution in self.institutions else own


def checker_of(user: Person) -> Checker:
    """The regions a person coordinates and the institutions whose learning house they manage."""
    return Checker(
        regions=frozenset(held_on(user, Right.COORDINATE, Region)),
        institutions=frozenset(held_on(user, Right.CHECK_INSTITUTION, Institution)),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of lines by state."""

    todo: int = 0
    confirmed: int = 0
    objected: int = 0

    @property
    def total(self) -> int:
        """All lines."""
        return self.todo + self.confirmed + self.objected

    @classmethod
    def of(cls, states: Iterable[CheckState]) -> "Counts":
        """The counts of a series of states."""
        found = list(states)
        return cls(
            todo=found.count(CheckState.TODO),
            confirmed=found.count(CheckState.CONFIRMED),
            objected=found.count(CheckState.OBJECTED),
        )


@dataclass(frozen=True, slots=True)
class CheckBook:
    """Lines of a version with their shares and the latest checks by (root, capacity)."""

    lines: list[AssignmentLine]
    shares: dict[int, list[AssignmentShare]]
    latest: dict[tuple[int, Capacity], LineCheck] = field(default_factory=dict)

    def regions(self, line: AssignmentLine) -> list[int]:
        """The regions of a line, in protocol order."""
        return [share.region_id for share in self.shares[line.pk]]

    def state(self, line: AssignmentLine, capacities: Collection[Capacity]) -> CheckState:
        """The state of a line in these capacities together: an objection weighs most."""
        checks = [self.latest.get((root_of(line), capacity)) for capacity in capacities]
        if any(check and check.outcome == CheckOutcome.OBJECTED for check in checks):
            return CheckState.OBJECTED
        if not checks or any(check is None for check in checks):
            return CheckState.TODO
        return CheckState.CONFIRMED

    def overall(self, line: AssignmentLine) -> CheckState:
        """The state for the bureau: all regions of the line, and any objection of whomever."""
        regions = self.regions(line)
        if self.state(line, [*regions, LEARNING_HOUSE]) is CheckState.OBJECTED:
            return CheckState.OBJECTED
        return self.state(line, regions)

    def own(self, line: AssignmentLine, checker: Checker) -> CheckState | None:
        """The state for a person who checks it; None when they don't check this line."""
        capacities = checker.capacities(line.institution_id, self.regions(line))
        return self.state(line, capacities) if capacities else None


def root_of(line: AssignmentLine) -> int:
    """The number of the line on which the checks hang."""
    return line.root_id or line.pk


def check_book(version: AssignmentVersion, lines: QuerySet[AssignmentLine]) -> CheckBook:
    """Lines with shares and latest checks, in three queries however many there are.

    `lines`: lines of `version` with institution and specialism selected.
    """
    chosen = list(lines)
    roots = (
        AssignmentLine.objects.filter(version=version)
        .annotate(check_root=Coalesce("root_id", "pk"))
        .values("check_root")
    )
    checks = (
        LineCheck.objects.filter(line__in=roots)
        .select_related("answer__settled_in", "by")
        .order_by("at", "pk")
    )
    latest = {(check.line_id, check.region_id or LEARNING_HOUSE): check for check in checks}
    return CheckBook(chosen, shares_by_line(Q(line__version=version)), latest)


def lines_in_capacity(book: CheckBook, capacity: Capacity) -> list[AssignmentLine]:
    """The lines of a region, or all lines for the learning houses."""
    if capacity == LEARNING_HOUSE:
        return book.lines
    return [line for line in book.lines if capacity in book.regions(line)]


@dataclass(frozen=True, slots=True)
class RegionProgress:
    """How far the coordinators of a region are."""

    region: Region
    counts: Counts


@dataclass(frozen=True, slots=True)
class InstitutionProgress:
    """How far an institution is: its lines for the coordinators and for the learning house."""

    institution: Institution
    regions: Counts
    learning_house: Counts


def region_progress(book: CheckBook) -> list[RegionProgress]:
    """Per region, in protocol order, how many of its lines were checked by its coordinators."""
    return [
        RegionProgress(
            region,
            Counts.of(book.state(line, [region.pk]) for line in lines_in_capacity(book, region.pk)),
        )
        for region in Region.objects.all()
    ]


def institution_progress(book: CheckBook) -> list[InstitutionProgress]:
    """Per institution, by name, how far its lines are."""
    grouped: dict[int, list[AssignmentLine]] = {}
    for line in book.lines:
        grouped.setdefault(line.institution_id, []).append(line)
    return [
        InstitutionProgress(
            institution=lines[0].institution,
            regions=Counts.of(book.state(line, book.regions(line)) for line in lines),
            learning_house=Counts.of(book.state(line, [LEARNING_HOUSE]) for line in lines),
        )
        for lines in grouped.values()
    ]


def checks_of_key(
    line: AssignmentLine,
) -> QuerySet[LineCheck]:
    """Every check of this institution and specialism up to this version, the newest first."""
    return (
        LineCheck.objects.filter(
            line__version__cycle=line.version.cycle,
            line__institution=line.institution,
            line__specialism=line.specialism,
            line__version__number__lte=line.version.number,
        )
        .select_related("by", "region", "line__version", "answer__by", "answer__settled_in")
        .order_by("-at", "-pk")
    )
