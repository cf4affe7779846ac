"""The seven proposals as one table of institutions by specialisms, filtered and compared.

Before the board decided: the latest versions, for those who read dossiers. After that the
established table, open to all parties. Toewijzingsprotocol 2027, fase III 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from allocation.models import BoardDecision, Cycle, Institution, Region
from allocation.roles import Right
from allocation.selectors.institution_tables import (
    InstitutionTable,
    Key,
    institution_table,
    previous_table,
)
from allocation.selectors.rights import Person, has_right
from consultation.selectors.preliminary import adopted_preliminary, joined, said_of
from consultation.selectors.preliminary_ground import ground_of


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: empty means everything. `institution`: a part of the name or the code."""

    region: str = ""
    specialism: str = ""
    institution: str = ""
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The row of an institution in a region: places by specialism code.

    `places`: codes without a recognised training are left out. `before`: last year's.
    """

    region: str
    institution: Institution
    places: Mapping[str, int]
    before: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The places of the row, as far as it is shown."""
        return sum(self.places.values())

    def change(self, code: str) -> int:
        """How much it is more or less than last year."""
        return self.places.get(code, 0) - self.before.get(code, 0)


@dataclass(frozen=True)
class Joined:
    """The whole table. `decision`: that established it, None while it did not."""

    decision: BoardDecision | None
    places: Mapping[Key, int]
    institutions: Mapping[str, Institution]
    names: Mapping[str, str]  # of the specialisms, in protocol order
    regions: Sequence[str]
    previous: InstitutionTable | None

    def shown(self, wish: Filter) -> list[Place]:
        """The rows that a filter leaves, by region and by name."""
        rows: dict[tuple[str, str], dict[str, int]] = {}
        for (code, key, at), places in self.places.items():
            if self._matches(wish, code, key, self.institutions[at]):
                rows.setdefault((key, at), {})[code] = places
        before: dict[tuple[str, str], dict[str, int]] = {}
        known = dict(self.institutions)
        if wish.compared and self.previous:
            known = dict(self.previous.institutions) | known
            for (code, key, at), places in self.previous.places.items():
                if places and self._matches(wish, code, key, known[at]):
                    before.setdefault((key, at), {})[code] = places
        order = {key: place for place, key in enumerate(self.regions)}
        found = sorted(
            {*rows, *before}, key=lambda row: (order.get(row[0], 0), known[row[1]].name, row[1])
        )
        return [
            Place(row[0], known[row[1]], rows.get(row, {}), before.get(row, {})) for row in found
        ]

    def columns(self, rows: Sequence[Place]) -> list[str]:
        """The codes of the specialisms that occur in these rows, in protocol order."""
        occurring = {code for row in rows for code in (*row.places, *row.before)}
        return [code for code in self.names if code in occurring]

    @staticmethod
    def _matches(wish: Filter, code: str, region: str, institution: Institution) -> bool:
        text = wish.institution.strip().lower()
        return (
            wish.specialism in ("", code)
            and wish.region in ("", region)
            and (not text or text in institution.name.lower() or text == institution.code.lower())
        )


def joined_for(user: Person, cycle: Cycle) -> Joined | None:
    """The table that a person may see now; None while there is none for them.

    A fixed number of queries, however many institutions.
    """
    decision = adopted_preliminary(cycle)
    reads = has_right(user, Right.READ_DOSSIERS, cycle)
    if decision is None and not reads:
        return None
    regions = list(Region.objects.order_by("position").values_list("key", flat=True))
    previous = previous_table(cycle)
    if decision is not None and decision.table is not None:
        table = institution_table(decision.table)
        return Joined(decision, table.places, table.institutions, table.names, regions, previous)
    ground = ground_of(cycle)
    if ground is None:
        return None
    places = joined(ground, said_of(cycle))
    return Joined(None, places, ground.institutions, ground.names, regions, previous)
