"""Reading a delivery from beginning to end: the file, its lines, its control totals.

Nothing is stored here. The answer holds either the sums, or every fault at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from allocation.services.sheet_reading import ABOUT
from allocation.services.usage_checks import check_lines
from allocation.services.usage_columns import REQUIRED, columns_of, is_control_sheet
from allocation.services.usage_controls import (
    Plain,
    compare_controls,
    from_plain,
    lines_in_rows,
    read_controls,
)
from allocation.services.usage_findings import Findings
from allocation.services.usage_lines import lines_of
from allocation.services.usage_register import Register
from allocation.services.usage_sums import (
    NationalTotal,
    Sum,
    digest_of_sums,
    left_out_by_name,
    national_totals,
    sums_of,
    without_region,
)
from allocation.workbooks import LARGE, Delivery, Limits, Table, WorkbookFault, open_tables

Report = Callable[[int, str], None]


@dataclass(slots=True)
class Outcome:
    """What a delivery gave. `findings` without a fault means that the rest may be stored."""

    findings: Findings = field(default_factory=Findings)
    sums: list[Sum] = field(default_factory=list)
    totals: list[NationalTotal] = field(default_factory=list)
    controls: Plain = field(default_factory=list)
    left_out: list[dict[str, str | int]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""
    line_count: int = 0


def read_delivery(
    path: Path,
    register: Register,
    controls: Plain,
    report: Report,
    limits: Limits = LARGE,
) -> Outcome:
    """Reads and checks a file. `controls`: the totals entered on the page; may be empty."""
    outcome = Outcome(controls=controls)
    report(5, gettext_noop("Reading the file"))
    try:
        with open_tables(path, limits) as delivery:
            report(45, gettext_noop("Checking every line"))
            _read(delivery, register, outcome, report)
    except WorkbookFault as fault:
        outcome.findings.add(
            "file",
            cell=fault.cell,
            sheet=fault.sheet,
            file_code=fault.code.value,
            file_params=dict(fault.params),
        )
    return outcome


def _read(delivery: Delivery, register: Register, outcome: Outcome, report: Report) -> None:
    findings = outcome.findings
    table = _main_table(delivery.tables)
    if table is None:
        found = "; ".join(", ".join(one.header()[:10]) for one in delivery.tables)
        findings.add("no_table", found=found[:200])
        return
    findings.sheet = table.name
    columns = columns_of(table.header())
    for title in columns.missing:
        findings.add("missing_column", found=title)
    for title in columns.doubled:
        findings.add("double_column", found=title)
    lines = lines_of(table, columns)
    if not len(lines):
        findings.add("no_lines")
    _read_control_sheet(delivery.tables, register, outcome)
    if not columns.usable or not len(lines):
        return
    checked = check_lines(lines, register, findings)
    report(75, gettext_noop("Comparing the control totals"))
    outcome.line_count = len(lines)
    outcome.left_out = left_out_by_name(lines, checked, register)
    outcome.totals = national_totals(checked, register)
    outcome.sums = sums_of(checked, register)
    _check_totals(register, outcome)
    outcome.digest = digest_of_sums(outcome.sums, register)
    outcome.warnings = _warnings(delivery.tables, table, register, outcome)


def _main_table(tables: Sequence[Table]) -> Table | None:
    """The sheet with the lines: the one with most of the columns we need."""
    best, fewest = None, 4
    for table in tables:
        missing = len(columns_of(table.header()).missing)
        if not is_control_sheet(table.name) and missing < fewest:
            best, fewest = table, missing
    return best


def _read_control_sheet(tables: Sequence[Table], register: Register, outcome: Outcome) -> None:
    sheet = next((one for one in tables if is_control_sheet(one.name)), None)
    if sheet is None or not sheet.width:
        return
    columns = sheet.data.to_pydict()
    values = zip(*(columns[f"c{at}"] for at in range(1, sheet.width + 1)), strict=True)
    rows = list(zip(columns["row"], (list(one) for one in values), strict=True))
    lines = lines_in_rows(rows, sheet.first_column)
    # A line of the template that nobody filled in states nothing.
    filled = [line for line in lines if line.amount]
    found = read_controls(filled, register, outcome.findings, sheet.name)
    if not outcome.controls:
        outcome.controls = found
    elif found and from_plain(found) != from_plain(outcome.controls):
        outcome.findings.add("control_sheet_differs", sheet=sheet.name)


def _check_totals(register: Register, outcome: Outcome) -> None:
    """Only of totals without a line at fault: others can't be added up, and would tell nothing."""
    amounts: dict[str, int] = {}
    for one in outcome.totals:
        amounts[one.specialism] = amounts.get(one.specialism, 0) + one.counted + one.doubtful
    for code, amount in amounts.items():
        if not amount:
            outcome.findings.add("without_usage", found=code, name=register.rules[code].name)
    compare_controls(outcome.totals, from_plain(outcome.controls), outcome.findings)


def _warnings(
    tables: Sequence[Table], table: Table, register: Register, outcome: Outcome
) -> list[dict[str, Any]]:
    found = without_region(outcome.sums, register)
    if register.assigned is None:
        found.append(_warning("no_assignment", "", 1))
    if table.hidden:
        found.append(_warning("hidden", table.name, table.hidden))
    if table.formulas:
        found.append(_warning("formulas", table.name, table.formulas))
    others = [one for one in tables if one is not table and not is_control_sheet(one.name)]
    found += [_warning("other_sheet", one.name, 1) for one in others if not _is_notice(one)]
    return found


def _is_notice(table: Table) -> bool:
    """The sheet with notes of our own empty delivery, as long as it holds no lines."""
    titled = len(columns_of(table.header()).missing) < len(REQUIRED)
    return not table.name or (table.name == ABOUT and not titled)


def _warning(code: str, sheet: str, count: int) -> dict[str, Any]:
    return {"code": code, "sheet": sheet, "value": "", "count": count, "cells": [], "params": {}}
