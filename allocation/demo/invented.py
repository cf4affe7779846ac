"""What the generator makes: plain data that a loader can write to workbooks.

Hospital names are real, and so are the published tables; every code, amount, fte, recognition and
share is invented, and has nothing to do with the institution that bears the name.
"""

from dataclasses import dataclass
from fractions import Fraction

from allocation.engine.tables import Assignment, BaseCase, Cell, SpecialismIntake, Usage

# Goes with the data wherever they are shown or exported.
NOTICE = "Verzonnen gegevens: alle codes, aantallen, erkenningen en aandelen zijn fictief."


@dataclass(frozen=True, slots=True)
class DemoInstitution:
    """An institution; `kind` is a code of InstitutionKind, `region` the key of its home region."""

    code: str
    name: str
    city: str
    kind: str
    region: str
    size: int


@dataclass(frozen=True, slots=True)
class DemoShare:
    """The part of a line that belongs to a region, and its fte in the last three years if pro rata.

    `fte`: three numbers of trainees, oldest year first, as decimal text; empty where the line has
    one region.
    """

    region: str
    share: Fraction
    fte: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoLine:
    """Recognition and region assignment of one specialism of an institution.

    `register` names who recognised it ("" if nobody); `basis` is a code of AssignmentBasis. Lines
    outside the framework (31, 46) are here too; they have no usage.
    """

    institution: str
    specialism: str
    recognised: bool
    register: str
    basis: str
    shares: tuple[DemoShare, ...]


@dataclass(frozen=True, slots=True)
class DemoUsage:
    """A whole amount of care; `source` and `care_type` are codes of UsageSource and CareType."""

    source: str
    institution: str
    specialism: str
    care_type: str
    amount: int


@dataclass(frozen=True, slots=True)
class DemoData:
    """Everything that phase I of the demo cycle is fed with.

    `lines` lead to the published base distribution; `erroneous_lines` are the same, but with some
    institutions of NO counted for Leiden (as in BOLS26-0104 d.d. 02-04-2026).
    """

    seed: int
    regions: tuple[str, ...]
    specialisms: tuple[SpecialismIntake, ...]
    institutions: tuple[DemoInstitution, ...]
    lines: tuple[DemoLine, ...]
    erroneous_lines: tuple[DemoLine, ...]
    usage: tuple[DemoUsage, ...]
    zeros: tuple[Cell, ...]
    floor: Fraction
    notice: str = NOTICE

    def base_case(self, *, erroneous: bool = False) -> BaseCase:
        """The data as the engine takes them, with the right or the erroneous assignment."""
        framework = {specialism.code for specialism in self.specialisms}
        sums: dict[tuple[str, str], int] = {}
        for use in self.usage:
            key = use.institution, use.specialism
            sums[key] = sums.get(key, 0) + use.amount
        return BaseCase(
            regions=self.regions,
            specialisms=self.specialisms,
            usage=tuple(Usage(*key, amount) for key, amount in sums.items()),
            assignment=tuple(
                Assignment(line.institution, line.specialism, share.region, share.share)
                for line in (self.erroneous_lines if erroneous else self.lines)
                for share in line.shares
                if line.specialism in framework
            ),
            zeros=self.zeros,
            floor=self.floor,
        )

    def control_totals(self, source: str) -> dict[tuple[str, str], int]:
        """What a supplier would say it delivers: totals by specialism and care type."""
        totals: dict[tuple[str, str], int] = {}
        for use in self.usage:
            if use.source == source:
                key = use.specialism, use.care_type
                totals[key] = totals.get(key, 0) + use.amount
        return totals
