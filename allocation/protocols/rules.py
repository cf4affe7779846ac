"""The rule set of a cycle as frozen dataclasses: what stands in a protocol file, every value with
its source.

Codes are those of the portal's closed lists (care types, suppliers, kinds of deadline); they are
written out here because a protocol is read without Django.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allocation.protocols.older_rules import Circumstances, History, Pilot, Professions, Staffel
from allocation.protocols.origin import Origin

SUPPLIERS = ("vektis", "dhd")
CARE_TYPES = (
    "first_visit",
    "day_admission",
    "clinical_admission",
    "treatment_plan",
    "procedure_own",
    "procedure_third",
)
DEADLINE_KINDS = ("before", "at_the_latest")
CRITERIA = ("adherence", "history")


@dataclass(frozen=True, slots=True)
class Criterion:
    """By what places are distributed over the regions (verdeelcriterium)."""

    kind: str  # one of CRITERIA
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Leeway:
    """How far the distribution may depart from the base distribution (regelruimte), in places."""

    total: int  # places moved in all: the sum of the pluses
    lowest: int  # per region, such as -8
    highest: int  # per region, such as 10
    origin: Origin


@dataclass(frozen=True, slots=True)
class RegionRule:
    """A region (OOR), in the order of the protocol, and how else it is written."""

    code: str
    key: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpecialismRule:
    """A specialism in the order of table 1: what is counted for it, its places where given."""

    code: str
    name: str
    in_framework: bool
    places: int | None  # national intake of the cycle
    places_previous: int | None  # national intake of the year before
    usage_source: str  # one of SUPPLIERS; empty outside the framework
    care_types: tuple[str, ...]
    vektis_code: str  # empty where there is none


@dataclass(frozen=True, slots=True)
class AssociationRule:
    """A scientific association (WV) and the specialisms it advises on."""

    code: str
    name: str
    specialisms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsageRule:
    """Which care usage counts (zorggebruik)."""

    year: int
    excluded_kinds: tuple[str, ...]  # kinds of institution whose rows are refused
    profiles: tuple["UsageProfile", ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class UsageProfile:
    """What is counted for a group of specialisms, and who supplies it."""

    key: str
    supplier: str
    care_types: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """The region assignment (OOR-indeling): its reference date, when it was established."""

    reference_date: date
    established: date | None
    pro_rata_years: int
    registers: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Majority:
    """What adopts a decision: more than this part of the members who may vote."""

    more_than: str  # a fraction such as "1/2"
    of: str  # "members"
    origin: Origin

    def needed(self, members: int) -> int:
        """How many approvals adopt a decision when so many members may vote."""
        above, below = (int(part) for part in self.more_than.split("/"))
        return members * above // below + 1


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals of the national intake, in places."""

    framework: int
    outside: Mapping[str, int]  # per specialism outside the framework
    total: int


@dataclass(frozen=True, slots=True)
class ExpectedTotals:
    """The totals that the national intake should give, this year and the year before."""

    current: Totals
    previous: Totals
    origin: Origin


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A date of the cycle. Without a day the source names none and the bureau sets it."""

    key: str
    phase: int
    title: str
    title_en: str
    who: str
    who_en: str
    kind: str  # one of DEADLINE_KINDS
    day: date | None
    opens: date | None  # the first day, where the source names a period
    as_written: str
    after: tuple[str, ...]  # it falls no earlier than these
    origin: Origin

    def title_in(self, language: str) -> str:
        """The title in Dutch, or in English for "en"."""
        return self.title_en if language.startswith("en") else self.title

    def who_in(self, language: str) -> str:
        """Who has to act, in Dutch, or in English for "en"."""
        return self.who_en if language.startswith("en") else self.who


@dataclass(frozen=True, slots=True)
class Protocol:
    """The rule set of one cycle. `text` is the file as it was; the digest is over its bytes.

    `sources` says per part ("floor", "regions", …) where its values come from.
    """

    text: str = field(repr=False)
    year: int
    name: str
    title: str
    version: str
    dated: date
    origin: Origin
    criterion: Criterion
    floor: str  # the least part of all places for a region, such as "0.10"; "0" for none
    leeway: Leeway | None
    zeros: tuple[tuple[str, str], ...]  # (specialism code, region key): structural zeros
    usage: UsageRule | None
    assignment: AssignmentRule | None
    board_majority: Majority
    expected_totals: ExpectedTotals | None
    regions: tuple[RegionRule, ...]
    specialisms: tuple[SpecialismRule, ...]
    associations: tuple[AssociationRule, ...]
    deadlines: tuple[DeadlineRule, ...]
    sources: Mapping[str, Origin]
    history: History | None = None
    pilot: Pilot | None = None
    staffel: Staffel | None = None
    professions: Professions | None = None
    circumstances: Circumstances | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the file, as `sha256sum` gives it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def framework_specialisms(self) -> tuple[SpecialismRule, ...]:
        """The specialisms inside the administrative framework (bestuurlijk kader)."""
        return tuple(one for one in self.specialisms if one.in_framework)

    def specialism(self, code: str) -> SpecialismRule:
        """The specialism with this code; KeyError when the protocol has none."""
        for one in self.specialisms:
            if one.code == code:
                return one
        raise KeyError(code)

    def deadline(self, key: str) -> DeadlineRule:
        """The deadline with this key; KeyError when the protocol has none."""
        for one in self.deadlines:
            if one.key == key:
                return one
        raise KeyError(key)

    def region_by(self, text: str) -> RegionRule | None:
        """The region that a text means: its key, code, name or an alias, whatever the case."""
        wanted = text.strip().casefold()
        for region in self.regions:
            names = (region.key, region.code, region.name, *region.aliases)
            if wanted in (name.casefold() for name in names):
                return region
        return None

    def to_json(self) -> dict[str, Any]:
        """What a cycle stores: the text of the file, whole."""
        return {"year": self.year, "text": self.text}
