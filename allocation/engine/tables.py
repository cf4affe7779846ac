"""What goes into the engine and what comes out: frozen tables, rows × columns, in given order.

Numbers on the grid are whole millionths (`…_millionths`); usage and shares are exact.
The JSON forms of cases stand in `cases.py`, those of results in `results.py`.
"""

from dataclasses import dataclass
from fractions import Fraction

from allocation.engine.steps import Step

Whole = tuple[int, ...]
WholeTable = tuple[Whole, ...]
Bounds = tuple[tuple[int | None, ...], ...]
Exact = tuple[Fraction, ...]
ExactTable = tuple[Exact, ...]
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RoundCase:
    """A table to be rounded under fixed margins.

    `quotas` in millionths; margins and bounds in places; a bound of None is no bound; `zeros` are
    (row, column) labels of cells that must stay empty.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    quotas: WholeTable
    row_totals: Whole
    column_totals: Whole
    zeros: tuple[Cell, ...] = ()
    lower: Bounds | None = None
    upper: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof of optimality: potentials of the residual network, in whole cost units.

    For every cell, `column − row` lies between the cost of its last place and that of one place
    more. For a base distribution also the factors of the fit: F = row factor × quota × column
    factor.
    """

    row_potentials: Whole
    column_potentials: Whole
    row_factors: tuple[str, ...] = ()
    column_factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The rounded table, what it costs, and the proof that nothing costs less.

    `outside`: steps outside floor and ceiling; `next_best`: the sum of ranks; `total_deviation` in
    millionths; `unique` is False where another table costs the same; `marks`: per cell +1 or −1
    where it was rounded up or down to another integer than the nearest, else 0.
    """

    places: WholeTable
    outside: int
    next_best: int
    total_deviation: int
    unique: bool
    marks: WholeTable
    certificate: Certificate
    digest: str


@dataclass(frozen=True, slots=True)
class SpecialismIntake:
    """A specialism and its national intake (landelijk instroomkader), in places."""

    code: str
    national_intake: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Care usage of one institution for one specialism: a whole amount. Confidential."""

    institution: str
    specialism: str
    amount: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The share of an institution's specialism that belongs to a region (OOR-indeling)."""

    institution: str
    specialism: str
    region: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class BaseCase:
    """Everything the base distribution (basisverdeling) is computed from.

    Order of regions and specialisms is protocol order and matters; order of usage and assignment
    lines does not. `zeros` are (specialism, region) without recognised training; `floor` is a part
    of all places, such as 1/10.
    """

    regions: tuple[str, ...]
    specialisms: tuple[SpecialismIntake, ...]
    usage: tuple[Usage, ...]
    assignment: tuple[Assignment, ...]
    zeros: tuple[Cell, ...]
    floor: Fraction


@dataclass(frozen=True, slots=True)
class Repair:
    """One region total that moved by one place because the rounded totals missed the sum.

    `tie`: another region had an equal remainder, and size or region order decided.
    """

    region: str
    before: int
    after: int
    tie: bool


@dataclass(frozen=True, slots=True)
class BaseResult:
    """The base distribution with every table that led to it (specialisms × regions).

    Adherence, shares, quotas and totals are exact; `fitted` is in millionths. Places and totals may
    be shown to all; everything unrounded is for bureau and auditors alone.
    """

    regions: tuple[str, ...]
    specialisms: tuple[SpecialismIntake, ...]
    adherence: ExactTable
    shares: ExactTable
    quotas: ExactTable
    totals: Exact
    totals_after_floor: Exact
    raised: tuple[str, ...]
    rounded_totals: Whole
    repair: tuple[Repair, ...]
    fitted: WholeTable
    places: WholeTable
    outside: int
    next_best: int
    total_deviation: int
    unique: bool
    marks: WholeTable
    zeros: tuple[Cell, ...]
    certificate: Certificate
    steps: tuple[Step, ...]
    digest: str
