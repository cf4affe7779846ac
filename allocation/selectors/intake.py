"""Reading the national intake: versions, the sheet with its subtotals, what differs between two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from allocation.models import Cycle, IntakeRow, IntakeVersion
from allocation.protocols import Protocol
from allocation.roles import Right
from allocation.selectors.cycles import protocol_of
from allocation.selectors.memberships import Person
from allocation.selectors.rights import has_right

# By specialism code: places of last year and of this year.
IntakeNumbers = Mapping[str, tuple[int, int]]


def intake_versions_visible_to(user: Person, cycle: Cycle) -> QuerySet[IntakeVersion]:
    """All versions: the national intake is open to every party of the cycle."""
    versions = IntakeVersion.objects.filter(cycle=cycle).select_related(
        "cycle", "created_by", "predecessor"
    )
    return versions if has_right(user, Right.READ_CYCLE, cycle) else versions.none()


def get_intake(user: Person, cycle: Cycle, number: int) -> IntakeVersion:
    """A version by its number; Http404 when the person may not see it."""
    version = intake_versions_visible_to(user, cycle).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def current_intake(cycle: Cycle) -> IntakeVersion | None:
    """The latest version of the national intake."""
    return (
        IntakeVersion.objects.filter(cycle=cycle)
        .select_related("cycle", "created_by")
        .order_by("-number")
        .first()
    )


def intake_for_engine(version: IntakeVersion) -> dict[str, int]:
    """Places by code of the framework specialisms, in protocol order."""
    places = {code: now for code, (_before, now) in numbers_of(version).items()}
    framework = protocol_of(version.cycle).framework_specialisms
    return {one.code: places[one.code] for one in framework if one.code in places}


def numbers_of(version: IntakeVersion | None) -> dict[str, tuple[int, int]]:
    """The numbers of a version by specialism code; empty without a version."""
    if version is None:
        return {}
    rows = IntakeRow.objects.filter(version=version).values_list(
        "specialism__code", "places_previous", "places"
    )
    return {code: (before, now) for code, before, now in rows.order_by("specialism__position")}


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """A line of the sheet: a specialism or a subtotal, in places. `code` is "" for a subtotal."""

    code: str
    name: str
    previous: int
    places: int

    @property
    def change(self) -> int:
        """This year minus last year."""
        return self.places - self.previous

    @property
    def change_share(self) -> float | None:
        """The change as a share of last year; None where there were no places last year."""
        return self.change / self.previous if self.previous else None


@dataclass(frozen=True, slots=True)
class IntakeSheet:
    """The national intake as table 1 of the protocol shows it."""

    framework: tuple[IntakeLine, ...]
    framework_total: IntakeLine
    outside: tuple[IntakeLine, ...]
    total: IntakeLine


def sheet_of(numbers: IntakeNumbers, protocol: Protocol) -> IntakeSheet:
    """Numbers in protocol order with their subtotals: framework, outside it, and all together."""
    lines = [
        (one.in_framework, IntakeLine(one.code, one.name, *numbers.get(one.code, (0, 0))))
        for one in protocol.specialisms
    ]
    framework = tuple(line for inside, line in lines if inside)
    outside = tuple(line for inside, line in lines if not inside)
    return IntakeSheet(
        framework=framework,
        framework_total=_sum(framework),
        outside=outside,
        total=_sum((*framework, *outside)),
    )


def _sum(lines: Iterable[IntakeLine]) -> IntakeLine:
    listed = list(lines)
    return IntakeLine(
        "", "", sum(line.previous for line in listed), sum(line.places for line in listed)
    )


@dataclass(frozen=True, slots=True)
class IntakeDifference:
    """A specialism that differs between two versions. None: it did not stand in that version."""

    code: str
    name: str
    old: tuple[int, int] | None
    new: tuple[int, int] | None

    @property
    def old_places(self) -> int:
        """This year's places in the older version."""
        return self.old[1] if self.old else 0

    @property
    def new_places(self) -> int:
        """This year's places in the newer version."""
        return self.new[1] if self.new else 0

    @property
    def change(self) -> int:
        """How many places of this year were added or taken."""
        return self.new_places - self.old_places

    @property
    def previous_differs(self) -> bool:
        """Whether last year's number differs too."""
        return bool(self.old and self.new and self.old[0] != self.new[0])


def differences_of(
    old: IntakeNumbers, new: IntakeNumbers, protocol: Protocol
) -> list[IntakeDifference]:
    """Every specialism whose numbers differ, in protocol order."""
    return [
        IntakeDifference(one.code, one.name, old.get(one.code), new.get(one.code))
        for one in protocol.specialisms
        if old.get(one.code) != new.get(one.code)
    ]


@dataclass(frozen=True, slots=True)
class TotalOff:
    """A total that is not the one in the protocol. `code` "" is the framework, "*" all together."""

    code: str
    name: str
    previous_year: bool
    found: int
    expected: int


def totals_off(sheet: IntakeSheet, protocol: Protocol) -> list[TotalOff]:
    """The control totals of the protocol that these numbers do not give; none without a protocol.

    Toewijzingsprotocol 2027, fase I 1, tabel 1: 1.053, 12, 7 and 1.072.
    """
    if protocol.expected_totals is None:
        return []
    found = []
    for previous_year in (False, True):
        totals = protocol.expected_totals
        wanted = totals.previous if previous_year else totals.current
        checks = [
            ("", "", sheet.framework_total, wanted.framework),
            *(
                (line.code, line.name, line, wanted.outside[line.code])
                for line in sheet.outside
                if line.code in wanted.outside
            ),
            ("*", "", sheet.total, wanted.total),
        ]
        for code, name, line, expected in checks:
            value = line.previous if previous_year else line.places
            if value != expected:
                found.append(TotalOff(code, name, previous_year, value, expected))
    return found
