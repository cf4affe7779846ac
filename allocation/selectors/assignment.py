"""Reading the region assignment: versions, the lines a person may see, what the engine takes."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from allocation.enums import AssignmentBasis, AssignmentStatus
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    Cycle,
    Institution,
    Region,
)
from allocation.roles import Right
from allocation.selectors.assignment_data import (
    AssignmentData,
    InstitutionData,
    LineData,
    ShareData,
    line_of,
)
from allocation.selectors.cycles import protocol_of
from allocation.selectors.memberships import Person
from allocation.selectors.rights import has_right, held_on

# Before the check a version is the bureau's own work.
SHOWN_TO_CHECKERS = (
    AssignmentStatus.IN_CHECK,
    AssignmentStatus.AT_BOARD,
    AssignmentStatus.ESTABLISHED,
)


def current_assignment(cycle: Cycle) -> AssignmentVersion | None:
    """The latest version that no later one replaced; a correction in preparation included."""
    return (
        AssignmentVersion.objects.filter(cycle=cycle)
        .exclude(status=AssignmentStatus.REPLACED)
        .select_related("cycle", "predecessor", "created_by")
        .order_by("-number")
        .first()
    )


def established_assignment(cycle: Cycle) -> AssignmentVersion | None:
    """The version that the board established and that holds for the whole cycle."""
    return (
        AssignmentVersion.objects.filter(cycle=cycle, status=AssignmentStatus.ESTABLISHED)
        .select_related("cycle", "created_by")
        .first()
    )


def versions_visible_to(user: Person, cycle: Cycle) -> QuerySet[AssignmentVersion]:
    """Bureau, board and auditors: all versions. All other parties: what was established.

    Coordinators and learning-house managers also see the version that they check.
    """
    versions = AssignmentVersion.objects.filter(cycle=cycle).select_related(
        "cycle", "created_by", "predecessor"
    )
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return versions
    if not has_right(user, Right.READ_CYCLE, cycle):
        return versions.none()
    open_to_all = Q(established_at__isnull=False)
    if checks_anything(user):
        open_to_all |= Q(status__in=SHOWN_TO_CHECKERS, sent_to_check_at__isnull=False)
    return versions.filter(open_to_all)


def checks_anything(user: Person) -> bool:
    """Whether the person coordinates a region or manages a learning house."""
    return bool(
        held_on(user, Right.COORDINATE, Region)
        or held_on(user, Right.CHECK_INSTITUTION, Institution)
    )


def version_shown_to(user: Person, cycle: Cycle) -> AssignmentVersion | None:
    """The version that this person works with: the latest one they may see that still counts."""
    return (
        versions_visible_to(user, cycle)
        .exclude(status=AssignmentStatus.REPLACED)
        .order_by("-number")
        .first()
    )


def get_version(user: Person, cycle: Cycle, number: int) -> AssignmentVersion:
    """A version by its number; Http404 when this person may not see it."""
    version = versions_visible_to(user, cycle).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def lines_visible_to(user: Person, version: AssignmentVersion) -> QuerySet[AssignmentLine]:
    """The lines a person may see of a version.

    Bureau, board and auditors: all. Once established: everybody who takes part, because it is
    mailed to all regions and associations (Toewijzingsprotocol 2027, fase I 3). Until then a
    coordinator sees the lines with a share of their own region, a learning-house manager those of
    their own institution, and nobody another's.
    """
    lines = AssignmentLine.objects.filter(version=version).select_related(
        "institution", "specialism"
    )
    if has_right(user, Right.READ_DOSSIERS, version.cycle):
        return lines
    if not has_right(user, Right.READ_CYCLE, version.cycle):
        return lines.none()
    if version.established_at is not None:
        return lines
    if version.sent_to_check_at is None:
        return lines.none()
    return lines.filter(own_lines(user)).distinct()


def own_lines(user: Person) -> Q:
    """The condition for lines of the person's own regions and institutions."""
    regions = held_on(user, Right.COORDINATE, Region)
    institutions = held_on(user, Right.CHECK_INSTITUTION, Institution)
    shared = AssignmentShare.objects.filter(region__in=regions)
    return Q(pk__in=shared.values("line")) | Q(institution__in=institutions)


def get_line(user: Person, cycle: Cycle, pk: int) -> AssignmentLine:
    """A line of a version that the person may see; Http404 otherwise."""
    line = (
        AssignmentLine.objects.filter(pk=pk, version__cycle=cycle)
        .select_related("version__cycle", "institution", "specialism")
        .first()
    )
    if line is None or not versions_visible_to(user, cycle).filter(pk=line.version_id).exists():
        raise Http404
    if not lines_visible_to(user, line.version).filter(pk=pk).exists():
        raise Http404
    return line


def shares_by_line(condition: Q) -> dict[int, list[AssignmentShare]]:
    """The shares of lines by the line's number, in region order; one query."""
    found: dict[int, list[AssignmentShare]] = defaultdict(list)
    shares = AssignmentShare.objects.filter(condition).select_related("region")
    for share in shares.order_by("line_id", "region__position"):
        found[share.line_id].append(share)
    return found


def shares_of_line(line: AssignmentLine) -> list[AssignmentShare]:
    """The shares of one line, in region order."""
    return list(line.shares.select_related("region").order_by("region__position"))


def data_of_line(line: AssignmentLine, shares: list[AssignmentShare]) -> LineData:
    """A stored line as plain data."""
    return line_of(
        institution=line.institution.code,
        specialism=line.specialism.code,
        recognised=line.recognised,
        source=line.recognition_source,
        basis=AssignmentBasis(line.basis),
        shares=[
            ShareData(s.region.key, Fraction(s.numerator, s.denominator), tuple(s.fte))
            for s in shares
        ],
    )


def lines_as_data(lines: QuerySet[AssignmentLine], condition: Q) -> list[LineData]:
    """Lines with their shares as plain data, in the order of institution and specialism."""
    shares = shares_by_line(condition)
    return [data_of_line(line, shares[line.pk]) for line in lines]


def lines_of_version(version: AssignmentVersion) -> list[LineData]:
    """All lines of a version as plain data; for services, which check rights themselves."""
    lines = AssignmentLine.objects.filter(version=version).select_related(
        "institution", "specialism"
    )
    return lines_as_data(lines, Q(line__version=version))


def data_of(version: AssignmentVersion) -> AssignmentData:
    """A whole version with the institutions it speaks of, as they are known now."""
    institutions = Institution.objects.filter(
        pk__in=AssignmentLine.objects.filter(version=version).values("institution")
    ).select_related("home_region")
    return AssignmentData(
        institutions=tuple(institution_data(one) for one in institutions),
        lines=tuple(lines_of_version(version)),
    )


def institution_data(institution: Institution) -> InstitutionData:
    """An institution as plain data."""
    home = institution.home_region
    return InstitutionData(
        code=institution.code,
        name=institution.name,
        city=institution.city,
        kind=institution.kind,  # type: ignore[arg-type]
        home_region=home.key if home else "",
    )


def known_institutions() -> dict[str, InstitutionData]:
    """Every institution of the portal by its code."""
    everything = Institution.objects.select_related("home_region")
    return {one.code: institution_data(one) for one in everything}


def assignment_for_engine(version: AssignmentVersion) -> list[tuple[str, str, str, Fraction]]:
    """(institution code, specialism code, region key, share) of the framework specialisms.

    Recognised or not: all institutions count in adherence
    (Notitie adherentieberekening 2026, vraag 8).
    """
    codes = [one.code for one in protocol_of(version.cycle).specialisms if one.in_framework]
    rows = (
        AssignmentShare.objects.filter(line__version=version, line__specialism__code__in=codes)
        .order_by("line__institution__code", "line__specialism__position", "region__position")
        .values_list(
            "line__institution__code",
            "line__specialism__code",
            "region__key",
            "numerator",
            "denominator",
        )
    )
    return [(i, s, r, Fraction(above, below)) for i, s, r, above, below in rows]


def zeros_of(version: AssignmentVersion, protocol: Any) -> list[tuple[str, str]]:
    """(specialism code, region key) where the region has no recognised training.

    Notitie adherentieberekening 2026, vraag 7 stap 3; in protocol order.
    """
    trained = set(
        AssignmentShare.objects.filter(line__version=version, line__recognised=True)
        .values_list("line__specialism__code", "region__key")
        .distinct()
    )
    regions = Region.objects.order_by("position").values_list("key", flat=True)
    return [
        (specialism.code, region)
        for specialism in protocol.specialisms
        if specialism.in_framework
        for region in regions
        if (specialism.code, region) not in trained
    ]
