"""The checks of the lines of a delivery, each over all lines at once.

Toewijzingsprotocol 2027, fase I 2; Notitie adherentieberekening 2026, vraag 5, 8, 9 en 13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allocation.enums import CareType
from allocation.services.usage_columns import (
    CARE,
    INSTITUTION,
    KIND,
    NAME,
    SPECIALISM,
    YEAR,
    care_type_of,
    is_gp_care,
    means_zbc,
    plain,
)
from allocation.services.usage_findings import Findings
from allocation.services.usage_lines import Amounts, Coded, Flags, Lines, Numbers, combined, paired
from allocation.services.usage_register import Known, Register

CARE_TYPES = tuple(CareType)
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Checked:
    """What each line means: positions in the register's lists, -1 where it says nothing known."""

    institution: Numbers
    specialism: Numbers
    care: Numbers
    amounts: Amounts
    left_out: Flags  # lines of ZBCs: they count for nothing
    sound: Flags  # lines without any fault that count


def check_lines(lines: Lines, register: Register, findings: Findings) -> Checked:
    """Adds every fault in the lines to `findings` and tells what the sound lines mean."""
    institutions = _required(lines, INSTITUTION)
    specialisms = _required(lines, SPECIALISM)
    cares = _required(lines, CARE)
    institution = institutions.mapped(_finder(register.institutions, 8))
    specialism = specialisms.mapped(_finder(register.specialisms, 2))
    care = cares.mapped(_care_position)
    kinds = lines.coded(KIND)
    left_out = _left_out(institution, kinds, register)
    check = _Check(lines, findings, ~left_out)
    _check_institutions(check, institutions, institution, kinds, register)
    _check_names(check, institution, register)
    _check_specialisms(check, specialisms, specialism, register)
    _check_care(check, cares, care, specialism, register)
    _check_years(check, register)
    amounts = lines.amounts()
    _check_amounts(check, amounts)
    key = [_position_or_text(institution, institutions), _position_or_text(specialism, specialisms)]
    _check_duplicates(check, [*key, _position_or_text(care, cares)])
    return Checked(institution, specialism, care, amounts, left_out, check.sound)


class _Check:
    """The lines that count, the faults found in them, and which are still sound."""

    def __init__(self, lines: Lines, findings: Findings, counting: Flags) -> None:
        self.lines = lines
        self.findings = findings
        self.counting = counting
        self.sound = counting.copy()

    def fault(
        self,
        code: str,
        bad: Flags,
        column: int,
        values: Sequence[str],
        codes: Numbers,
        params: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        """Notes a fault in every counting line that is `bad`."""
        at = bad & self.counting
        if not at.any():
            return
        self.sound &= ~at
        self.findings.add_rows(
            code,
            table=self.lines.table,
            column=column,
            rows=self.lines.rows[at],
            values=values,
            codes=codes[at],
            params=params,
        )

    def in_column(
        self, code: str, bad: Flags, coded: Coded, params: dict[str, dict[str, Any]] | None = None
    ) -> None:
        """A fault in what a column says."""
        self.fault(code, bad, coded.column, coded.values, coded.codes, params)


def _required(lines: Lines, role: str) -> Coded:
    return lines.coded_column(lines.columns.roles[role])


def _finder(known: Sequence[Known], digits: int) -> Any:
    """Finds a code; spreadsheets drop zeros in front, so a number is filled up with them."""
    at = {one.code.casefold(): position for position, one in enumerate(known)}

    def find(text: str) -> int:
        code = text.casefold()
        position = at.get(code)
        if position is None and code.isascii() and code.isdigit():
            position = at.get(code.zfill(digits))
        return UNKNOWN if position is None else position

    return find


def _care_position(text: str) -> int:
    care = care_type_of(text)
    return UNKNOWN if care is None else CARE_TYPES.index(care)


def _left_out(institution: Numbers, kinds: Coded | None, register: Register) -> Flags:
    """Lines of ZBCs: by our register, or, where it doesn't know the institution, by the file."""
    excluded = np.array([register.is_excluded(one.kind) for one in register.institutions] + [False])
    left_out: Flags = excluded[institution]
    if kinds is not None:
        left_out = left_out | ((institution == UNKNOWN) & kinds.flagged(means_zbc))
    return left_out


def _check_institutions(
    check: _Check, coded: Coded, found: Numbers, kinds: Coded | None, register: Register
) -> None:
    empty = coded.flagged(lambda text: not text)
    check.in_column("institution_empty", empty, coded)
    check.in_column("institution_unknown", (found == UNKNOWN) & ~empty, coded)
    if kinds is not None:
        # The file says ZBC of an institution that we know as another kind: who is right?
        contradicts = (found != UNKNOWN) & kinds.flagged(means_zbc)
        names = [one.name for one in register.institutions]
        params = {
            coded.values[value]: {"name": names[position]}
            for value, position in paired(coded.codes, found, contradicts & check.counting)[0]
        }
        check.in_column("institution_kind", contradicts, coded, params)


def _check_names(check: _Check, found: Numbers, register: Register) -> None:
    names = check.lines.coded(NAME)
    if names is None:
        return
    same = [plain(name) for name in names.values]
    filled = names.flagged(bool) & (found != UNKNOWN)
    pairs, codes = paired(names.codes, found, filled & check.counting)
    known = [register.institutions[position] for _name, position in pairs]
    wrong = [same[name] != plain(one.name) for (name, _p), one in zip(pairs, known, strict=True)]
    texts = [
        f"{one.code}: {names.values[name]}" for (name, _p), one in zip(pairs, known, strict=True)
    ]
    params = {text: {"name": one.name} for text, one in zip(texts, known, strict=True)}
    bad = np.array([*wrong, False], dtype=np.bool_)[codes]
    check.fault("institution_name", bad, names.column, texts, codes, params)


def _check_specialisms(check: _Check, coded: Coded, found: Numbers, register: Register) -> None:
    empty = coded.flagged(lambda text: not text)
    check.in_column("specialism_empty", empty, coded)
    check.in_column("specialism_unknown", (found == UNKNOWN) & ~empty, coded)
    sources = [_source_of(register, one) for one in register.specialisms]
    outside = np.array([not source for source in sources] + [False])[found]
    other = np.array([bool(s) and s != register.source for s in sources] + [False])[found]
    params = {
        coded.values[value]: {"name": register.specialisms[position].name}
        for value, position in paired(coded.codes, found, outside | other)[0]
    }
    check.in_column("specialism_outside", outside, coded, params)
    check.in_column("specialism_source", other, coded, params)


def _source_of(register: Register, specialism: Known) -> str:
    rule = register.rules.get(specialism.code)
    return rule.usage_source if rule else ""


def _check_care(
    check: _Check, coded: Coded, found: Numbers, specialism: Numbers, register: Register
) -> None:
    empty = coded.flagged(lambda text: not text)
    # Patients of general practitioners don't count (Notitie 2026, vraag 5).
    practitioners = coded.flagged(is_gp_care) & (found == UNKNOWN)
    check.in_column("care_empty", empty, coded)
    check.in_column("care_gp", practitioners, coded)
    check.in_column("care_unknown", (found == UNKNOWN) & ~empty & ~practitioners, coded)
    ours = [care in register.care_types for care in CARE_TYPES]
    other = np.array([not one for one in ours] + [False])[found]
    check.in_column("care_source", other, coded)
    allowed = np.ones((len(register.specialisms) + 1, len(CARE_TYPES) + 1), dtype=np.bool_)
    for position, one in enumerate(register.specialisms):
        rule = register.rules.get(one.code)
        if rule and rule.usage_source == register.source:
            allowed[position, : len(CARE_TYPES)] = [c.value in rule.care_types for c in CARE_TYPES]
    misplaced = ~allowed[specialism, found] & ~other
    _note_misplaced(check, coded, misplaced, specialism, register)


def _note_misplaced(
    check: _Check, coded: Coded, misplaced: Flags, specialism: Numbers, register: Register
) -> None:
    pairs, codes = paired(coded.codes, specialism, misplaced & check.counting)
    texts = [
        f"{coded.values[value]} – {register.specialisms[position].code}"
        for value, position in pairs
    ]
    check.fault("care_specialism", misplaced, coded.column, texts, codes)


def _check_years(check: _Check, register: Register) -> None:
    coded = _required(check.lines, YEAR)
    wanted = str(register.usage_year)
    check.in_column("year_wrong", coded.flagged(lambda text: text != wanted), coded)


def _check_amounts(check: _Check, amounts: Amounts) -> None:
    for code, bad in amounts.faults.items():
        at = bad & check.counting
        if not at.any():
            continue
        values, found = amounts.found(at)
        codes = np.zeros(len(check.lines), dtype=np.int64)
        codes[at] = found
        check.fault(code, at, amounts.column, values, codes)


def _position_or_text(found: Numbers, coded: Coded) -> Numbers:
    """The same number for the same meaning: "2" and "02" are one specialism."""
    return np.where(found == UNKNOWN, coded.codes + 100_000, found)


def _check_duplicates(check: _Check, key: Sequence[Numbers]) -> None:
    """Lines of which the whole key stands there before; other details make another line."""
    lines = check.lines
    details = [lines.coded_column(at).codes for at in lines.columns.details]
    keys = combined([*key, *details], len(lines))[check.counting]
    rows = lines.rows[check.counting]
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    again = np.zeros(len(keys), dtype=np.bool_)
    again[1:] = ordered[1:] == ordered[:-1]
    if not again.any():
        return
    starts = np.maximum.accumulate(np.where(~again, np.arange(len(keys)), 0))
    first_rows = rows[order][starts][again]
    firsts, codes = np.unique(first_rows, return_inverse=True)
    duplicates = rows[order][again]
    check.sound &= ~np.isin(lines.rows, duplicates)
    check.findings.add_rows(
        "duplicate",
        table=lines.table,
        column=lines.columns.roles[INSTITUTION],
        rows=duplicates,
        values=[str(row) for row in firsts.tolist()],
        codes=codes,
        params={str(row): {"first": row} for row in firsts.tolist()},
    )
