"""Objections to lines of the region assignment, their answers, and changes for the next cycle."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from allocation.enums import CheckOutcome
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    Cycle,
    Institution,
    LateChange,
    LineCheck,
    Region,
    Specialism,
)
from allocation.roles import Right
from allocation.selectors.assignment import own_lines
from allocation.selectors.memberships import Person
from allocation.selectors.rights import has_right, held_on


def objections(cycle: Cycle) -> QuerySet[LineCheck]:
    """Every objection of a cycle that the same capacity did not take back by a later check."""
    later = LineCheck.objects.filter(
        Q(region=OuterRef("region")) | Q(region__isnull=True, role=OuterRef("role")),
        line=OuterRef("line"),
        pk__gt=OuterRef("pk"),
    )
    return (
        LineCheck.objects.filter(line__version__cycle=cycle, outcome=CheckOutcome.OBJECTED)
        .exclude(Exists(later))
        .select_related(
            "by",
            "region",
            "line__version__cycle",
            "line__institution",
            "line__specialism",
            "answer__by",
            "answer__settled_in",
        )
        .order_by("at", "pk")
    )


def open_objections(version: AssignmentVersion) -> list[LineCheck]:
    """The objections without an answer in the cycle of this version."""
    return list(objections(version.cycle).filter(answer__isnull=True))


def objections_visible_to(user: Person, cycle: Cycle) -> QuerySet[LineCheck]:
    """Bureau, board and auditors: all. Coordinators and learning-house managers: on own lines."""
    found = objections(cycle)
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return found
    own = AssignmentLine.objects.filter(own_lines(user), version__cycle=cycle)
    return found.filter(line__in=own.values("pk"))


def get_objection(user: Person, cycle: Cycle, pk: int) -> LineCheck:
    """An objection that the person may see; Http404 otherwise."""
    objection = objections_visible_to(user, cycle).filter(pk=pk).first()
    if objection is None:
        raise Http404
    return objection


def settled_in(objection: LineCheck) -> AssignmentVersion | None:
    """The first version after the objection in which its line differs or is gone; None if none."""
    line = objection.line
    versions = AssignmentVersion.objects.filter(
        cycle=line.version.cycle, number__gt=line.version.number
    ).order_by("number")
    same = set(
        AssignmentLine.objects.filter(
            version__in=versions, root=line, institution=line.institution
        ).values_list("version", flat=True)
    )
    return next((version for version in versions if version.pk not in same), None)


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection on a page: the check, and the line as it stands in the version of today."""

    check: LineCheck
    current_line: int | None
    changed: bool  # since the objection


def objection_rows(
    found: Iterable[LineCheck], version: AssignmentVersion | None
) -> list[ObjectionRow]:
    """Objections with the number of today's line of the same institution and specialism."""
    lines = (
        AssignmentLine.objects.filter(version=version).values_list(
            F("institution"), F("specialism"), F("pk"), F("root")
        )
        if version
        else ()
    )
    today = {(i, s): (pk, root or pk) for i, s, pk, root in lines}
    rows = []
    for check in found:
        pk, root = today.get((check.line.institution_id, check.line.specialism_id), (None, None))
        rows.append(ObjectionRow(check, pk, root != check.line_id))
    return rows


def late_changes_visible_to(user: Person, cycle: Cycle) -> QuerySet[LateChange]:
    """Bureau, board and auditors: all. Others: their own and those on their own institutions."""
    changes = LateChange.objects.filter(cycle=cycle).select_related(
        "institution", "specialism", "by", "answer__by", "cycle"
    )
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return changes
    if not has_right(user, Right.READ_CYCLE, cycle):
        return changes.none()
    regions = held_on(user, Right.COORDINATE, Region)
    in_region = AssignmentShare.objects.filter(
        region__in=regions, line__version__cycle=cycle
    ).values("line__institution")
    own = held_on(user, Right.CHECK_INSTITUTION, Institution)
    return changes.filter(
        Q(by=user) | Q(institution__in=in_region) | Q(institution__in=own)
    ).distinct()


def get_late_change(user: Person, cycle: Cycle, pk: int) -> LateChange:
    """A change for the next cycle that the person may see; Http404 otherwise."""
    change = late_changes_visible_to(user, cycle).filter(pk=pk).first()
    if change is None:
        raise Http404
    return change


def institutions_to_propose_for(user: Person, cycle: Cycle) -> dict[str, Institution]:
    """The institutions of a person's proposals, by code: all, or a learning house's own."""
    institutions = Institution.objects.order_by("name")
    everywhere = has_right(user, Right.RUN_PROCESS, cycle) or held_on(
        user, Right.COORDINATE, Region
    )
    if not everywhere:
        own = held_on(user, Right.CHECK_INSTITUTION, Institution)
        institutions = institutions.filter(pk__in=own)
    return {one.code: one for one in institutions}


def specialisms_by_code() -> dict[str, Specialism]:
    """All specialisms in protocol order."""
    return {one.code: one for one in Specialism.objects.all()}
