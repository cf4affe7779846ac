"""Control totals: what the supplier says that each specialism and care type adds up to.

They show that the file came over whole. A supplier counts its ZBCs in or leaves them out; either
is right as long as it is done for the whole file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocation.enums import CareType
from allocation.services.usage_columns import (
    AMOUNT,
    CARE,
    CONTROL_REQUIRED,
    SPECIALISM,
    care_type_of,
    columns_of,
)
from allocation.services.usage_findings import Findings
from allocation.services.usage_register import Register
from allocation.services.usage_sums import NationalTotal
from allocation.workbooks import Workbook, address, text_of

Key = tuple[str, CareType]
Plain = list[dict[str, Any]]
LARGEST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A control total as written down: the texts and where they stand."""

    specialism: str
    care_type: str
    amount: str
    cell: str = ""
    specialism_cell: str = ""
    care_cell: str = ""


def whole_amount(text: str) -> int | None:
    """A whole number of 0 or more: "1234567" or "1.234.567"; None for anything else."""
    plain = text.strip().replace("\u00a0", "")
    groups = plain.split(".")
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:])):
        return None
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LARGEST_DIGITS):
        return None
    return int(digits)


def lines_in_rows(
    rows: Iterable[tuple[int, Sequence[str]]], first_column: int
) -> list[ControlLine]:
    """The control totals in a table with its header first; empty where it is no such table."""
    numbered = iter(rows)
    header = next(numbered, (0, ()))[1]
    columns = columns_of(header, CONTROL_REQUIRED)
    if not columns.usable:
        return []
    roles = columns.roles
    at = {role: roles[role] + first_column for role in CONTROL_REQUIRED}
    return [
        ControlLine(
            specialism=values[roles[SPECIALISM]],
            care_type=values[roles[CARE]],
            amount=values[roles[AMOUNT]],
            cell=address(row, at[AMOUNT]),
            specialism_cell=address(row, at[SPECIALISM]),
            care_cell=address(row, at[CARE]),
        )
        for row, values in numbered
        if any(values[roles[role]] for role in CONTROL_REQUIRED)
    ]


def lines_in_workbook(workbook: Workbook) -> tuple[str, list[ControlLine]]:
    """The control totals in a small file: the name of their sheet, and the lines."""
    for sheet in workbook.sheets:
        width = max((len(row.cells) for row in sheet.rows), default=0)
        rows = [
            (row.number, [text_of(row.cell(at).value) for at in range(1, width + 1)])
            for row in sheet.rows
        ]
        found = lines_in_rows(rows, 1)
        if found:
            return sheet.name, found
    return "", []


def read_controls(
    lines: Iterable[ControlLine], register: Register, findings: Findings, sheet: str
) -> Plain:
    """The control totals as stored; every line that can't be read is a fault."""
    expected = set(register.expected)
    codes = {one.code for one in register.specialisms}
    stated: dict[Key, int] = {}
    for line in lines:
        code = line.specialism.split(" ")[0]
        code = code if code in codes else code.zfill(2)
        care = care_type_of(line.care_type)
        amount = whole_amount(line.amount)
        if code not in codes:
            findings.add(
                "control_specialism", cell=line.specialism_cell, sheet=sheet, found=line.specialism
            )
        elif care is None or (code, care) not in expected:
            findings.add("control_care", cell=line.care_cell, sheet=sheet, found=line.care_type)
        elif amount is None:
            findings.add("control_amount", cell=line.cell, sheet=sheet, found=line.amount)
        elif (code, care) in stated:
            findings.add("control_double", cell=line.cell, sheet=sheet, found=code)
        else:
            stated[code, care] = amount
    return as_plain(stated, register)


def as_plain(stated: Mapping[Key, int], register: Register) -> Plain:
    """Control totals as stored, in the order of the protocol."""
    return [
        {"specialism": code, "care_type": care.value, "amount": stated[code, care]}
        for code, care in register.expected
        if (code, care) in stated
    ]


def from_plain(controls: Plain) -> dict[Key, int]:
    """Control totals by specialism and care type."""
    return {(one["specialism"], CareType(one["care_type"])): int(one["amount"]) for one in controls}


def compare_controls(
    totals: Sequence[NationalTotal], stated: Mapping[Key, int], findings: Findings
) -> None:
    """Adds a fault for every total that differs, with both numbers. For bureau and auditors."""
    if not stated:
        findings.add("control_missing", sheet="")
        return
    certain = [one for one in totals if not one.doubtful]
    without = {(one.specialism, one.care_type): one.counted for one in certain}
    whole = {(one.specialism, one.care_type): one.counted + one.left_out for one in certain}
    differing = min(_differences(without, stated), _differences(whole, stated), key=len)
    for (code, care), found, wanted in differing:
        kind = "control_absent" if wanted is None else "control_differs"
        findings.add(
            kind,
            sheet="",
            found=str(found),
            specialism=code,
            care_type=care.value,
            stated=wanted if wanted is not None else 0,
            counted=found,
        )


def _differences(
    found: Mapping[Key, int], stated: Mapping[Key, int]
) -> list[tuple[Key, int, int | None]]:
    # A total that is not stated stands for zero: nothing was delivered.
    return [
        (key, amount, stated.get(key))
        for key, amount in found.items()
        if amount != stated.get(key, 0)
    ]
