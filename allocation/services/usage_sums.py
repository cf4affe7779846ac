"""What the sound lines of a delivery add up to: per institution, and per specialism nationally."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allocation.enums import CareType
from allocation.services.usage_checks import CARE_TYPES, UNKNOWN, Checked
from allocation.services.usage_columns import INSTITUTION, NAME
from allocation.services.usage_lines import Flags, Lines
from allocation.services.usage_register import Register

DIGEST_FORMAT = "bols-usage-1"


@dataclass(frozen=True, slots=True)
class Sum:
    """The amount of one care type, of one institution for one specialism. Confidential."""

    institution: int
    specialism: int
    care_type: CareType
    amount: int


def sums_of(checked: Checked, register: Register) -> list[Sum]:
    """The amounts per institution, specialism and care type; lines with other details add up."""
    sound = checked.sound & checked.amounts.sound
    specialisms, cares = len(register.specialisms), len(CARE_TYPES)
    key = (checked.institution * specialisms + checked.specialism) * cares + checked.care
    keys, places = np.unique(key[sound], return_inverse=True)
    totals = np.zeros(len(keys), dtype=np.int64)
    np.add.at(totals, places, checked.amounts.values[sound])
    found = []
    for one, amount in zip(keys.tolist(), totals.tolist(), strict=True):
        rest, care = divmod(one, cares)
        institution, specialism = divmod(rest, specialisms)
        found.append(
            Sum(
                register.institutions[institution].pk,
                register.specialisms[specialism].pk,
                CARE_TYPES[care],
                amount,
            )
        )
    return found


def digest_of_sums(sums: Iterable[Sum], register: Register) -> str:
    """SHA-256 over the sums in the order of their codes: the same for every order of lines."""
    institutions = {one.pk: one.code for one in register.institutions}
    specialisms = {one.pk: one.code for one in register.specialisms}
    lines = sorted(
        f"{institutions[one.institution]};{specialisms[one.specialism]}"
        f";{one.care_type.value};{one.amount}"
        for one in sums
    )
    head = f"{DIGEST_FORMAT};{register.source.value};{register.usage_year}"
    return hashlib.sha256("\n".join([head, *lines, ""]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NationalTotal:
    """What the lines of one specialism and care type add up to: counted, and left out (ZBCs).

    `doubtful`: a line at fault belongs here, or could belong here, so that the sum says nothing.
    """

    specialism: str
    care_type: CareType
    counted: int
    left_out: int
    doubtful: bool = False


def national_totals(checked: Checked, register: Register) -> list[NationalTotal]:
    """Per specialism and care type of this source, in the order of the protocol."""
    known = (checked.specialism != UNKNOWN) & (checked.care != UNKNOWN) & checked.amounts.sound
    counted = _by_specialism(checked, register, checked.sound & known)
    left_out = _by_specialism(checked, register, checked.left_out & known)
    doubtful = _doubtful(checked, register)
    position = {one.code: at for at, one in enumerate(register.specialisms)}
    return [
        NationalTotal(
            code,
            care,
            int(counted[position[code], CARE_TYPES.index(care)]),
            int(left_out[position[code], CARE_TYPES.index(care)]),
            bool(doubtful[position[code], CARE_TYPES.index(care)]),
        )
        for code, care in register.expected
        if code in position
    ]


def _doubtful(checked: Checked, register: Register) -> Any:
    unsound = ~checked.left_out & ~(checked.sound & checked.amounts.sound)
    specialism, care = checked.specialism[unsound], checked.care[unsound]
    doubtful = np.zeros((len(register.specialisms), len(CARE_TYPES)), dtype=np.bool_)
    lost, nameless = specialism == UNKNOWN, care == UNKNOWN
    doubtful[specialism[~lost & ~nameless], care[~lost & ~nameless]] = True
    # What a line leaves unknown can be anything: a whole row, a whole column, or all of it.
    doubtful[specialism[~lost & nameless], :] = True
    doubtful[:, care[lost & ~nameless]] = True
    if (lost & nameless).any():
        doubtful[:] = True
    return doubtful


def _by_specialism(checked: Checked, register: Register, where: Flags) -> Any:
    totals = np.zeros((len(register.specialisms), len(CARE_TYPES)), dtype=np.int64)
    at = (checked.specialism[where], checked.care[where])
    np.add.at(totals, at, checked.amounts.values[where])
    return totals


def left_out_by_name(
    lines: Lines, checked: Checked, register: Register
) -> list[dict[str, str | int]]:
    """The ZBCs that were left out: code, name and number of lines, by name.

    Notitie adherentieberekening 2026, vraag 9.
    """
    codes = lines.coded_column(lines.columns.roles[INSTITUTION])
    names = lines.coded(NAME)
    where = checked.left_out
    told = names.codes if names is not None else np.full(len(lines), UNKNOWN, dtype=np.int64)
    counts: Counter[tuple[str, str]] = Counter()
    triples = zip(
        codes.codes[where].tolist(),
        checked.institution[where].tolist(),
        told[where].tolist(),
        strict=True,
    )
    for (code, position, name), count in Counter(triples).items():
        if position != UNKNOWN:
            known = register.institutions[position]
            counts[(known.code, known.name)] += count
        else:
            counts[(codes.values[code], names.values[name] if names else "")] += count
    return [
        {"code": code, "name": name, "lines": count}
        for (code, name), count in sorted(counts.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def without_region(sums: Sequence[Sum], register: Register) -> list[dict[str, Any]]:
    """Institutions with usage for specialisms for which they have no region, as warnings."""
    if register.assigned is None:
        return []
    missing: dict[int, list[str]] = {}
    codes = {one.pk: one.code for one in register.specialisms}
    for one in sums:
        if one.amount and (one.institution, one.specialism) not in register.assigned:
            found = missing.setdefault(one.institution, [])
            if codes[one.specialism] not in found:
                found.append(codes[one.specialism])
    return [
        {
            "code": "no_region",
            "sheet": "",
            "value": one.code,
            "count": len(missing[one.pk]),
            "cells": [],
            "params": {"name": one.name, "specialisms": ", ".join(missing[one.pk])},
        }
        for one in register.institutions
        if one.pk in missing
    ]
