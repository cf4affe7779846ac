"""What the page of the workbench shows: the table, the reasons, and what belongs to one row."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from allocation.engine import leeway
from allocation.models import Cycle
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.framework import intake_under
from allocation.selectors.intake import numbers_of
from allocation.selectors.tables import CellDifference, differences, places_of
from bols_portal.ui.formats import signed_text
from bols_portal.ui.grids import Grid, GridCell, GridRow, GridTotal, cell_name
from bols_portal.ui.pieces import Gauge
from bols_portal.ui.tables import Column
from consultation.models import AdviceCell, Round
from consultation.selectors.distribution import decided_before
from consultation.selectors.focus import FiledFocus, points_in
from consultation.selectors.framework import advices_in
from consultation.selectors.workbench import Bench, Finding, untouched
from consultation.selectors.workbench_texts import GRID, reason_id

REGION = _("Region %(key)s")
Texts = Mapping[str, str]  # as typed, by the name of the field


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a region: its total, its room as a picture, and the least without a warning."""

    key: str
    total: GridTotal
    gauge: Gauge


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A field for a reason: of a cell, or without a code of the total of a region."""

    name: str
    code: str
    region: str
    title: str
    change: int
    text: str
    missing: bool

    @property
    def signed(self) -> str:
        """The deviation with its sign."""
        return signed_text(self.change)


def grid_of(bench: Bench, findings: list[Finding], typed: Texts, faults: Texts) -> Grid:
    """The table to type in; `typed` stands where it was not stored, `faults` say why."""
    missing = {(one.row, one.region) for one in findings if one.code == "reason"}
    wrong = {
        (one.row, one.region): one.text
        for one in findings
        if one.code in ("structural_zero", "negative")
    }

    def cell(code: str, region: str) -> GridCell:
        name, key = cell_name(GRID, code, region), (code, region)
        places = bench.places[key]
        return GridCell(
            column=region,
            text=typed.get(name, str(places)),
            base=bench.base_places[key],
            # A number that was typed before the cell became a structural zero can be mended.
            zero=key in bench.zeros and not places,
            error=faults.get(name, wrong.get(key, "")),
            missing_reason=key in missing,
        )

    room = bench.framework.leeway
    return Grid(
        key=GRID,
        caption="",
        columns=[Column(key) for key in bench.base.regions],
        rows=[
            GridRow(row.code, row.name, [cell(row.code, key) for key in bench.base.regions], needed)
            for row, needed in zip(bench.base.rows, bench.framework.row_totals, strict=True)
        ],
        base_totals=bench.framework.base_totals,
        low=-room.down,
        high=room.up,
    )


def feet_of(bench: Bench, grid: Grid) -> list[Foot]:
    """The foot of every region."""
    room = bench.framework.leeway
    return [
        Foot(key, total, Gauge(key, total.change, -room.down, room.up))
        for key, total in zip(bench.base.regions, grid.totals, strict=True)
    ]


def floor_of(framework: leeway.Framework) -> int:
    """The least places of a region without a warning; 0 where the protocol has no floor."""
    if framework.floor is None:
        return 0
    every = sum(framework.row_totals)
    return int(-(-framework.floor.numerator * every // framework.floor.denominator))


def reasons_of(
    bench: Bench, assessment: leeway.Assessment, typed: Texts
) -> tuple[list[ReasonLine], list[ReasonLine]]:
    """The fields for reasons: of regions, and of cells, where they depart from the base."""

    def line(code: str, region: str, title: str, change: int, kept: str) -> ReasonLine:
        name = reason_id(code, region)
        text = typed.get(name, kept)
        return ReasonLine(name, code, region, title, change, text, not text.strip())

    regions = [
        line("", key, REGION % {"key": key}, change, bench.region_reasons.get(key, ""))
        for key, change in zip(bench.base.regions, assessment.region_deviation, strict=True)
        if change
    ]
    cells = [
        line(
            code,
            region,
            f"{bench.names[code]}, {region}",
            bench.places[code, region] - bench.base_places[code, region],
            bench.reasons.get((code, region), ""),
        )
        for code, region in bench.deviating
    ]
    return regions, cells


@dataclass(frozen=True, slots=True)
class RowLine:
    """One region beside the table: what the base distribution and the advice say, and the region.

    `zero`: no recognised training in this region. `last_year`: what was decided for the cycle
    before; None where the portal has no such decision.
    """

    region: str
    base: int
    zero: bool
    last_year: int | None
    advice: AdviceCell | None
    focus: FiledFocus | None


@dataclass(frozen=True, slots=True)
class RowSheet:
    """What belongs to one specialism: last year, the national intake, its advice, focus points."""

    code: str
    name: str
    intake: int
    last_year: int
    lines: tuple[RowLine, ...]
    motivation: str

    @property
    def has_advice(self) -> bool:
        """Whether the association filed an advice."""
        return any(line.advice for line in self.lines)

    @property
    def has_focus(self) -> bool:
        """Whether any region filed focus points."""
        return any(line.focus for line in self.lines)

    @property
    def has_last_year(self) -> bool:
        """Whether the portal knows last year's distribution over the regions."""
        return any(line.last_year is not None for line in self.lines)

    @property
    def base_total(self) -> int:
        """The places of the base distribution."""
        return sum(line.base for line in self.lines)

    @property
    def advice_total(self) -> int:
        """The places of the advice."""
        return sum(line.advice.places for line in self.lines if line.advice)


def row_sheet(bench: Bench, consultation: Round | None, code: str) -> RowSheet | None:
    """What stands beside a row; None for a specialism that the table does not have."""
    if code not in bench.names:
        return None
    last_year, intake = numbers_of(intake_under(bench.base.table))[code]
    advice = advices_in(consultation).get(code, {}) if consultation else {}
    focus = points_in(consultation) if consultation else {}
    before = decided_before(bench.workbench.cycle, code)
    first = next(iter(advice.values()), None)
    lines = tuple(
        RowLine(
            key,
            bench.base_places[code, key],
            (code, key) in bench.zeros,
            before.get(key),
            advice.get(key),
            focus.get(key),
        )
        for key in bench.base.regions
    )
    motivation = first.filing.motivation if first else ""
    return RowSheet(code, bench.names[code], intake, last_year, lines, motivation)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a rectified base distribution means for the workbench: cells that changed below it.

    `followed`: the specialism was not touched, so that its number follows the new one.
    """

    cells: tuple[tuple[CellDifference, bool], ...]


def shift_of(cycle: Cycle, bench: Bench) -> Shift | None:
    """What taking the workbench over on the base distribution in force would change."""
    framework = adopted_framework(cycle)
    if framework is None or framework.table is None:
        return None
    free = set(untouched(bench.base, bench.places))
    changed = differences(bench.base, places_of(framework.table))
    return Shift(tuple((one, one.code in free) for one in changed))
