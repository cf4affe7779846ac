"""Cases from and to JSON: the input form of the command line (docs/engine.md)."""

from fractions import Fraction
from typing import Any

from allocation.engine.checks import base_faults, round_faults
from allocation.engine.errors import InvalidCaseError
from allocation.engine.grid import exact_text, six_decimals
from allocation.engine.reading import Reader
from allocation.engine.tables import (
    Assignment,
    BaseCase,
    Bounds,
    Cell,
    RoundCase,
    SpecialismIntake,
    Usage,
    Whole,
    WholeTable,
)

ROUND_KEYS = ("rows", "columns", "quotas", "row_totals", "column_totals")
BASE_KEYS = ("regions", "specialisms", "usage", "assignment", "floor")


def is_base_case(data: Any) -> bool:
    """Whether parsed JSON looks like a case for the whole pipeline."""
    return isinstance(data, dict) and "usage" in data and "quotas" not in data


def round_case_from_json(data: Any) -> RoundCase:
    """Read a table to be rounded from parsed JSON. Raises InvalidCaseError with all faults."""
    reader = Reader()
    found = reader.mapping(data, "case", ROUND_KEYS, ("zeros", "lower", "upper"))
    if found is None:
        raise InvalidCaseError(reader.faults)
    rows = reader.labels(found["rows"], "rows")
    columns = reader.labels(found["columns"], "columns")
    zeros = read_cells(reader, found.get("zeros"))
    if rows is None or columns is None:
        raise InvalidCaseError(reader.faults)
    shape = (len(rows), len(columns))
    quotas = reader.table(found["quotas"], "quotas", shape, reader.on_grid)
    row_totals = read_totals(reader, found["row_totals"], "row_totals", len(rows))
    column_totals = read_totals(reader, found["column_totals"], "column_totals", len(columns))
    lower = read_bounds(reader, found.get("lower"), "lower", shape)
    upper = read_bounds(reader, found.get("upper"), "upper", shape)
    readable = not reader.faults
    case = RoundCase(
        rows,
        columns,
        _full(quotas) if readable else (),
        row_totals or (),
        column_totals or (),
        zeros,
        lower if readable else None,
        upper if readable else None,
    )
    reader.faults += round_faults(case)
    reader.stop_if_faulty()
    return case


def _full(table: tuple[tuple[int | None, ...], ...] | None) -> WholeTable:
    return tuple(tuple(int(entry or 0) for entry in row) for row in table or ())


def read_totals(reader: Reader, value: Any, at: str, length: int) -> Whole | None:
    """A list of whole numbers of the given length."""
    found = reader.sequence(value, at, length)
    if found is None:
        return None
    totals = [reader.whole(entry, f"{at}[{k}]") for k, entry in enumerate(found)]
    return None if None in totals else tuple(t for t in totals if t is not None)


def read_bounds(reader: Reader, value: Any, at: str, shape: tuple[int, int]) -> Bounds | None:
    """A table of whole numbers or null; absent or null is none."""
    if value is None:
        return None

    def bound(entry: Any, place: str) -> int | None:
        return None if entry is None else reader.whole(entry, place)

    return reader.table(value, at, shape, bound)


def read_cells(reader: Reader, value: Any) -> tuple[Cell, ...]:
    """A list of pairs of labels; absent or null is none."""
    if value is None:
        return ()
    cells = []
    for k, entry in enumerate(reader.sequence(value, "zeros") or []):
        pair = reader.sequence(entry, f"zeros[{k}]", 2)
        names = [reader.label(name, f"zeros[{k}]") for name in pair or []]
        if len(names) == 2 and names[0] is not None and names[1] is not None:
            cells.append((names[0], names[1]))
    return tuple(cells)


def base_case_from_json(data: Any) -> BaseCase:
    """Read a case for the whole pipeline from parsed JSON. Raises InvalidCaseError with all faults.

    A line whose number can't be read is reported once, not again for what follows from it.
    """
    reader = Reader()
    found = reader.mapping(data, "case", BASE_KEYS, ("zeros",))
    if found is None:
        raise InvalidCaseError(reader.faults)
    regions = reader.labels(found["regions"], "regions")
    specialisms = _specialisms(reader, found["specialisms"])
    doubtful: set[tuple[str, str]] = set()
    usage = _usage(reader, found["usage"])
    assignment = _assignment(reader, found["assignment"], doubtful)
    zeros = read_cells(reader, found.get("zeros"))
    floor = reader.number(found["floor"], "floor")
    if regions and specialisms is not None and usage is not None and assignment is not None:
        case = BaseCase(regions, specialisms, usage, assignment, zeros, floor or Fraction(0))
        reader.faults += base_faults(case, frozenset(doubtful))
        if not reader.faults:
            return case
    raise InvalidCaseError(reader.faults)


def _lines(
    reader: Reader, value: Any, at: str, names: tuple[str, ...], number: str
) -> list[tuple[str, list[str], Any]] | None:
    """The lines of a list of objects: place, the labels under `names`, the raw number."""
    found = reader.sequence(value, at)
    if found is None:
        return None
    lines = []
    whole_list = True
    for k, entry in enumerate(found):
        place = f"{at}[{k}]"
        line = reader.mapping(entry, place, (*names, number))
        read = [reader.label(line[name], f"{place}.{name}") for name in names] if line else [None]
        labels = [label for label in read if label is not None]
        if line is None or len(labels) != len(names):
            whole_list = False
        else:
            lines.append((place, labels, line[number]))
    return lines if whole_list else None


def _specialisms(reader: Reader, value: Any) -> tuple[SpecialismIntake, ...] | None:
    lines = _lines(reader, value, "specialisms", ("code",), "national_intake")
    if lines == []:
        reader.fault("wrong_shape", "must not be empty", "specialisms")
    if not lines:
        return None
    return tuple(
        SpecialismIntake(code, reader.whole(n, f"{at}.national_intake", specialism=code) or 0)
        for at, (code,), n in lines
    )


def _usage(reader: Reader, value: Any) -> tuple[Usage, ...] | None:
    lines = _lines(reader, value, "usage", ("institution", "specialism"), "amount")
    if lines is None:
        return None
    usage = []
    for at, (institution, specialism), raw in lines:
        where = {"institution": institution, "specialism": specialism}
        amount = reader.whole(raw, f"{at}.amount", **where)
        # An amount that can't be read stands for some usage: reported once is enough.
        usage.append(Usage(institution, specialism, 1 if amount is None else amount))
    return tuple(usage)


def _assignment(
    reader: Reader, value: Any, doubtful: set[tuple[str, str]]
) -> tuple[Assignment, ...] | None:
    lines = _lines(reader, value, "assignment", ("institution", "specialism", "region"), "share")
    if lines is None:
        return None
    assignment = []
    for at, (institution, specialism, region), raw in lines:
        where = {"institution": institution, "specialism": specialism, "region": region}
        share = reader.number(raw, f"{at}.share", **where)
        if share is None:
            doubtful.add((institution, specialism))
        assignment.append(Assignment(institution, specialism, region, share or Fraction(0)))
    return tuple(assignment)


def round_case_to_json(case: RoundCase) -> dict[str, Any]:
    """The case as `round` reads it."""
    data: dict[str, Any] = {
        "rows": list(case.rows),
        "columns": list(case.columns),
        "quotas": [[six_decimals(q) for q in row] for row in case.quotas],
        "row_totals": list(case.row_totals),
        "column_totals": list(case.column_totals),
        "zeros": [list(cell) for cell in case.zeros],
    }
    for key, bounds in (("lower", case.lower), ("upper", case.upper)):
        if bounds is not None:
            data[key] = [list(row) for row in bounds]
    return data


def base_case_to_json(case: BaseCase) -> dict[str, Any]:
    """The case as `base` reads it: what the portal exports for an auditor."""
    return {
        "regions": list(case.regions),
        "specialisms": [
            {"code": s.code, "national_intake": s.national_intake} for s in case.specialisms
        ],
        "usage": [
            {"institution": u.institution, "specialism": u.specialism, "amount": u.amount}
            for u in case.usage
        ],
        "assignment": [
            {
                "institution": a.institution,
                "specialism": a.specialism,
                "region": a.region,
                "share": exact_text(a.share),
            }
            for a in case.assignment
        ],
        "zeros": [list(cell) for cell in case.zeros],
        "floor": exact_text(case.floor),
    }
