"""Reading last year's places per institution, and what a new version would change."""

from collections.abc import Sequence
from dataclasses import dataclass

from allocation.enums import TableKind
from allocation.models import AllocationTable, Cycle, Institution
from allocation.selectors.cycles import protocol_of
from allocation.selectors.institution_tables import InstitutionTable, Key, previous_table
from allocation.selectors.intake import current_intake, numbers_of
from bols_portal.ui.pieces import Difference
from bols_portal.ui.tables import Column, Matrix

SHOWN = 100  # differences on the page


def orders(cycle: Cycle) -> tuple[dict[str, str], dict[str, int]]:
    """The specialisms' names by code in protocol order, and the place of each region (by key)."""
    protocol = protocol_of(cycle)
    return (
        {one.code: one.name for one in protocol.specialisms},
        {one.key: at for at, one in enumerate(protocol.regions)},
    )


def versions_of(cycle: Cycle) -> list[AllocationTable]:
    """Every version of last year's places, the latest first."""
    found = AllocationTable.objects.filter(cycle=cycle, kind=TableKind.PREVIOUS)
    return list(found.select_related("created_by").order_by("-number"))


def matrix_of(table: InstitutionTable, cycle: Cycle, caption: str) -> Matrix:
    """The places by specialism and region."""
    protocol = protocol_of(cycle)
    sums: dict[tuple[str, str], int] = {}
    for (code, key, _at), number in table.places.items():
        sums[code, key] = sums.get((code, key), 0) + number
    keys = [one.key for one in protocol.regions]
    return Matrix.of_places(
        key="previous",
        caption=caption,
        columns=[Column(one.key, title=one.name) for one in protocol.regions],
        rows=[
            (one.code, one.name, [sums.get((one.code, key), 0) for key in keys])
            for one in protocol.specialisms
        ],
    )


@dataclass(frozen=True, slots=True)
class Off:
    """A specialism whose places in the file are not those of last year's allocation."""

    name: str
    found: int
    expected: int


@dataclass(frozen=True, slots=True)
class PreviousPreview:
    """What a file holds beside the version that counts now (`seen`: its number, 0 for none)."""

    seen: int
    total: int
    institutions: int
    old_total: int
    differences: list[Difference]
    more: int  # differences that are not shown
    off: list[Off]


def preview_of(cycle: Cycle, places: dict[Key, int]) -> PreviousPreview:
    """Compares the places of a file with the latest version and with the national totals."""
    current = previous_table(cycle)
    old = current.places if current else {}
    changed = [key for key in {**old, **places} if old.get(key, 0) != places.get(key, 0)]
    differences = _differences(cycle, changed, old, places) if current else []
    return PreviousPreview(
        seen=current.table.number if current else 0,
        total=sum(places.values()),
        institutions=len({at for _code, _key, at in places}),
        old_total=sum(old.values()),
        differences=differences[:SHOWN],
        more=max(0, len(differences) - SHOWN),
        off=_off(cycle, places),
    )


def _differences(
    cycle: Cycle, changed: Sequence[Key], old: dict[Key, int], new: dict[Key, int]
) -> list[Difference]:
    trainings, regions = orders(cycle)
    names = dict(
        Institution.objects.filter(code__in={key[2] for key in changed}).values_list("code", "name")
    )
    order = list(trainings)
    ordered = sorted(changed, key=lambda k: (order.index(k[0]), regions[k[1]], names[k[2]]))
    return [
        Difference(
            trainings[code],
            f"{key}, {names[at]}",
            old.get((code, key, at), 0),
            new.get((code, key, at), 0),
            code=code,
        )
        for code, key, at in ordered
    ]


def _off(cycle: Cycle, places: dict[Key, int]) -> list[Off]:
    national = numbers_of(current_intake(cycle))
    found = []
    for one in protocol_of(cycle).specialisms:
        expected = national[one.code][0] if one.code in national else one.places_previous
        total = sum(number for (code, _key, _at), number in places.items() if code == one.code)
        if expected is not None and total != expected:
            found.append(Off(one.name, total, expected))
    return found
