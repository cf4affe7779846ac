"""What must be true of a case before anything is calculated, however it came in."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction

from allocation.engine.errors import Fault
from allocation.engine.grid import LARGEST
from allocation.engine.tables import BaseCase, Bounds, Cell, RoundCase

Pair = tuple[str, str]


def round_faults(case: RoundCase) -> list[Fault]:
    """Everything that is wrong with a table to be rounded, its shape apart."""
    faults = label_faults("rows", case.rows) + label_faults("columns", case.columns)
    faults += zero_faults(case.zeros, case.rows, case.columns, ("row", "column"))
    rows, columns = sum(case.row_totals), sum(case.column_totals)
    if case.row_totals and case.column_totals and rows != columns:
        said = f"the row totals add up to {rows}, the column totals to {columns}"
        faults.append(Fault("totals_differ", said, {"row_totals": rows, "column_totals": columns}))
    if rows > LARGEST:
        faults.append(Fault("too_large", "row_totals: are too large", {"at": "row_totals"}))
    if case.lower is not None and case.upper is not None:
        faults += bound_faults(case.rows, case.columns, case.lower, case.upper)
    return faults


def bound_faults(
    rows: tuple[str, ...], columns: tuple[str, ...], lower: Bounds, upper: Bounds
) -> list[Fault]:
    """Cells whose lower bound is above their upper bound."""
    faults = []
    for i, (low, high) in enumerate(zip(lower, upper, strict=True)):
        for j, (least, most) in enumerate(zip(low, high, strict=True)):
            if least is not None and most is not None and least > most:
                row, column = rows[i], columns[j]
                said = f"row {row}, column {column}: the lower bound is above the upper bound"
                where = {"at": f"lower[{i}][{j}]", "row": row, "column": column}
                faults.append(Fault("lower_above_upper", said, where))
    return faults


def base_faults(case: BaseCase, doubtful: frozenset[Pair] = frozenset()) -> list[Fault]:
    """Everything that is wrong with a case for the pipeline.

    `doubtful`: (institution, specialism) whose shares couldn't all be read, and are not judged.
    """
    codes = tuple(specialism.code for specialism in case.specialisms)
    faults = label_faults("regions", case.regions) + label_faults("specialisms", codes)
    faults += zero_faults(case.zeros, codes, case.regions, ("specialism", "region"))
    if not 0 <= case.floor <= 1:
        faults.append(
            Fault("floor_out_of_range", "floor: must lie between 0 and 1", {"at": "floor"})
        )
    faults += _number_faults(case)
    faults += _usage_faults(case, codes)
    faults += _assignment_faults(case, codes)
    faults += _share_faults(case, doubtful)
    return faults


def label_faults(at: str, labels: Iterable[str]) -> list[Fault]:
    """Names or codes that stand there twice."""
    counts = Counter(labels)
    return [
        Fault("duplicate_label", f"{at}: {label} stands there twice", {"at": at, "label": label})
        for label, count in counts.items()
        if count > 1
    ]


def zero_faults(
    zeros: tuple[Cell, ...], rows: tuple[str, ...], columns: tuple[str, ...], words: Pair
) -> list[Fault]:
    """Structural zeros of a row or column that isn't there."""
    faults = []
    known = (set(rows), set(columns))
    for k, cell in enumerate(zeros):
        for label, word, labels in zip(cell, words, known, strict=True):
            if label not in labels:
                said = f"zeros[{k}]: unknown {word} {label}"
                faults.append(Fault("unknown_code", said, {"at": f"zeros[{k}]", word: label}))
    return faults


def _number_faults(case: BaseCase) -> list[Fault]:
    """Signs and sizes, for a case that was not read from JSON."""
    lines = [(f"specialisms[{k}]", s.national_intake) for k, s in enumerate(case.specialisms)]
    lines += [(f"usage[{k}]", use.amount) for k, use in enumerate(case.usage)]
    faults = [
        Fault("negative_number", f"{at}: must not be negative", {"at": at})
        for at, number in lines
        if number < 0
    ]
    if sum(s.national_intake for s in case.specialisms) > LARGEST:
        faults.append(Fault("too_large", "specialisms: are too large", {"at": "specialisms"}))
    return faults


def _usage_faults(case: BaseCase, codes: tuple[str, ...]) -> list[Fault]:
    assigned = {(line.institution, line.specialism) for line in case.assignment}
    known, seen = set(codes), set[Pair]()
    faults = []
    for k, use in enumerate(case.usage):
        pair = (use.institution, use.specialism)
        at, whose = f"usage[{k}]", f"institution {use.institution}, specialism {use.specialism}"
        where = {"at": at, "institution": use.institution, "specialism": use.specialism}
        if use.specialism not in known:
            said = f"{at}: unknown specialism {use.specialism}"
            faults.append(Fault("unknown_code", said, where))
        elif pair not in assigned:
            faults.append(Fault("no_assignment", f"{at}: {whose} has no assignment", where))
        if pair in seen:
            faults.append(Fault("duplicate_row", f"{at}: {whose} stands there twice", where))
        seen.add(pair)
    used = {use.specialism for use in case.usage if use.amount > 0}
    faults += [
        Fault("no_usage", f"specialism {code} has no usage at all", {"specialism": code})
        for code in dict.fromkeys(codes)
        if code not in used
    ]
    return faults


def _assignment_faults(case: BaseCase, codes: tuple[str, ...]) -> list[Fault]:
    known_codes, known_regions = set(codes), set(case.regions)
    seen = set[tuple[str, str, str]]()
    faults = []
    for k, line in enumerate(case.assignment):
        at = f"assignment[{k}]"
        where = {
            "at": at,
            "institution": line.institution,
            "specialism": line.specialism,
            "region": line.region,
        }
        if line.specialism not in known_codes:
            said = f"{at}: unknown specialism {line.specialism}"
            faults.append(Fault("unknown_code", said, where))
        if line.region not in known_regions:
            faults.append(Fault("unknown_code", f"{at}: unknown region {line.region}", where))
        if line.share < 0:
            faults.append(Fault("negative_number", f"{at}: must not be negative", where))
        key = (line.institution, line.specialism, line.region)
        if key in seen:
            said = f"{at}: institution {line.institution}, specialism {line.specialism}, "
            said += f"region {line.region} stands there twice"
            faults.append(Fault("duplicate_row", said, where))
        seen.add(key)
    return faults


def _share_faults(case: BaseCase, doubtful: frozenset[Pair]) -> list[Fault]:
    # Toewijzingsprotocol 2027, fase I 3: the whole of an institution's specialism is assigned.
    sums: dict[Pair, Fraction] = defaultdict(Fraction)
    for line in case.assignment:
        sums[line.institution, line.specialism] += line.share
    return [
        Fault(
            "shares_not_one",
            f"institution {institution}, specialism {specialism}: shares don't add up to 1",
            {"institution": institution, "specialism": specialism},
        )
        for (institution, specialism), total in sums.items()
        if total != 1 and (institution, specialism) not in doubtful
    ]
