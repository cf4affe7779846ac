"""Reading the workbench of FMS: its numbers and reasons, and what is not right yet.

Who may read it is for the caller to check: `permissions.may_compose`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from allocation.engine import leeway
from allocation.models import Cycle
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.tables import PlacesTable, places_of
from consultation.models import Workbench, WorkbenchCell, WorkbenchRegion
from consultation.selectors.framework import framework_on
from consultation.selectors.workbench_texts import Finding, missing_reason, told

__all__ = [
    "Bench",
    "Finding",
    "assessment_of",
    "bench_of",
    "findings_of",
    "untouched",
    "version_of",
]

CellKey = tuple[str, str]  # specialism code, region key


@dataclass(frozen=True)
class Bench:
    """The workbench with everything on it, in protocol order."""

    workbench: Workbench
    base: PlacesTable
    cells: Mapping[CellKey, WorkbenchCell]
    region_rows: Mapping[str, WorkbenchRegion]
    is_current: bool  # the base distribution is the one of the framework in force

    @cached_property
    def places(self) -> dict[CellKey, int]:
        """The number of every cell; 0 where none was kept."""
        return {
            (row.code, region): self.cells[row.code, region].places
            if (row.code, region) in self.cells
            else 0
            for row in self.base.rows
            for region in self.base.regions
        }

    @cached_property
    def base_places(self) -> dict[CellKey, int]:
        """The base distribution, cell by cell."""
        return {
            (row.code, region): cell.places
            for row in self.base.rows
            for region, cell in zip(self.base.regions, row.cells, strict=True)
        }

    @cached_property
    def zeros(self) -> frozenset[CellKey]:
        """The structural zeros (structurele nullen) of the base distribution."""
        return frozenset(
            (row.code, region)
            for row in self.base.rows
            for region, cell in zip(self.base.regions, row.cells, strict=True)
            if cell.structural_zero
        )

    @cached_property
    def reasons(self) -> dict[CellKey, str]:
        """The reasons of cells, where there is one."""
        return {key: cell.reason for key, cell in self.cells.items() if cell.reason}

    @cached_property
    def region_reasons(self) -> dict[str, str]:
        """The reasons of region totals, where there is one."""
        return {key: row.reason for key, row in self.region_rows.items() if row.reason}

    @property
    def motivation(self) -> str:
        """The motivation of the proposal as a whole."""
        return self.workbench.motivation

    @cached_property
    def names(self) -> dict[str, str]:
        """The specialisms by code."""
        return {row.code: row.name for row in self.base.rows}

    @cached_property
    def framework(self) -> leeway.Framework:
        """The framework on the base distribution of this workbench."""
        return framework_on(self.workbench.cycle, self.base)

    @property
    def deviating(self) -> list[CellKey]:
        """The cells that depart from the base distribution, in protocol order."""
        return [key for key, places in self.places.items() if places != self.base_places[key]]

    def table(self) -> tuple[tuple[int, ...], ...]:
        """The numbers as the engine takes them: rows of specialisms by columns of regions."""
        return tuple(
            tuple(self.places[row.code, region] for region in self.base.regions)
            for row in self.base.rows
        )


def bench_of(cycle: Cycle) -> Bench | None:
    """The workbench of a cycle; None while FMS has not begun. A fixed number of queries."""
    found = (
        Workbench.objects.filter(cycle=cycle).select_related("cycle", "table", "changed_by").first()
    )
    if found is None:
        return None
    cells = found.cells.select_related("specialism", "region", "changed_by")
    framework = adopted_framework(cycle)
    return Bench(
        workbench=found,
        base=places_of(found.table),
        cells={(cell.specialism.code, cell.region.key): cell for cell in cells},
        region_rows={row.region.key: row for row in found.regions.select_related("region")},
        is_current=framework is not None and framework.table_id == found.table_id,
    )


def version_of(cycle: Cycle) -> int | None:
    """The version of the workbench, raised by every change; None while FMS has not begun."""
    return Workbench.objects.filter(cycle=cycle).values_list("version", flat=True).first()


def assessment_of(bench: Bench) -> leeway.Assessment:
    """The sums of the workbench against the framework."""
    return leeway.assess(bench.framework, bench.table())


def findings_of(bench: Bench, assessment: leeway.Assessment | None = None) -> list[Finding]:
    """What is not right yet, in words: first the framework, then the missing reasons.

    Toewijzingsprotocol 2027, fase I 2, Regelruimte; fase II 1.3.
    """
    assessment = assessment or assessment_of(bench)
    found = [told(one, bench.names) for one in assessment.findings]
    for region, change in zip(bench.base.regions, assessment.region_deviation, strict=True):
        if change and not bench.region_reasons.get(region, "").strip():
            found.append(missing_reason("", region, change))
    for code, region in bench.deviating:
        if not bench.reasons.get((code, region), "").strip():
            change = bench.places[code, region] - bench.base_places[code, region]
            found.append(missing_reason(code, region, change, bench.names[code]))
    return found


def untouched(base: PlacesTable, places: Mapping[CellKey, int]) -> list[str]:
    """The codes of specialisms of which no number departs from the base distribution."""
    return [
        row.code
        for row in base.rows
        if all(
            places.get((row.code, region)) == cell.places
            for region, cell in zip(base.regions, row.cells, strict=True)
        )
    ]
