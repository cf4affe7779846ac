"""The case of a nearest fitting proposal: what FMS has on the table, from and to JSON."""

from dataclasses import dataclass
from typing import Any

from allocation.engine.cases import read_bounds, read_cells, read_totals
from allocation.engine.checks import bound_faults, label_faults, zero_faults
from allocation.engine.errors import Fault, InvalidCaseError
from allocation.engine.grid import LARGEST
from allocation.engine.leeway import Framework, Leeway
from allocation.engine.reading import Reader
from allocation.engine.tables import Bounds, Cell, Whole, WholeTable

KEYS = ("rows", "columns", "row_totals", "base", "advice", "leeway")
OPTIONAL = ("lower", "upper", "zeros", "weights")
Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProposeCase:
    """Specialisms by regions: the base distribution, the advices with their bounds, the leeway.

    `advice`, `lower` and `upper` may hold None where nothing was advised. `weights`: how heavy a
    place of deviation from the advice counts, per specialism.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_totals: Whole
    base: WholeTable
    advice: Bounds
    lower: Bounds
    upper: Bounds
    zeros: tuple[Cell, ...]
    leeway: Leeway
    weights: Whole

    @property
    def framework(self) -> Framework:
        """What the proposal must keep to."""
        return Framework(
            self.rows, self.columns, self.row_totals, self.base, self.zeros, self.leeway
        )


def is_propose_case(data: Any) -> bool:
    """Whether parsed JSON looks like a case for `propose`."""
    return isinstance(data, dict) and "advice" in data and "quotas" not in data


def propose_case_from_json(data: Any) -> ProposeCase:
    """Read a case from parsed JSON. Raises InvalidCaseError with all faults."""
    reader = Reader()
    found = reader.mapping(data, "case", KEYS, OPTIONAL)
    if found is None:
        raise InvalidCaseError(reader.faults)
    rows = reader.labels(found["rows"], "rows")
    columns = reader.labels(found["columns"], "columns")
    zeros = read_cells(reader, found.get("zeros"))
    leeway = _leeway(reader, found["leeway"])
    if rows is None or columns is None:
        raise InvalidCaseError(reader.faults)
    shape = (len(rows), len(columns))
    totals = read_totals(reader, found["row_totals"], "row_totals", len(rows))
    base = reader.table(found["base"], "base", shape, reader.whole)
    advice = read_bounds(reader, found["advice"], "advice", shape)
    lower = read_bounds(reader, found.get("lower"), "lower", shape)
    upper = read_bounds(reader, found.get("upper"), "upper", shape)
    weights = found.get("weights")
    weighted = [1] * len(rows) if weights is None else weights
    heavy = read_totals(reader, weighted, "weights", len(rows))
    if advice is None and not reader.faults:
        reader.fault("wrong_shape", "must be a table", "advice")
    reader.faults += label_faults("rows", rows) + label_faults("columns", columns)
    reader.faults += zero_faults(zeros, rows, columns, ("row", "column"))
    reader.stop_if_faulty()
    none = tuple((None,) * shape[1] for _ in rows)
    full = tuple(tuple(int(entry or 0) for entry in row) for row in base or ())
    case = ProposeCase(
        rows, columns, totals or (), full, advice or none, lower or none, upper or none,
        zeros, leeway, heavy or (),
    )  # fmt: skip
    reader.faults += _faults(case)
    reader.stop_if_faulty()
    return case


def _leeway(reader: Reader, value: Any) -> Leeway:
    found = reader.mapping(value, "leeway", ("down", "up", "total"))
    names = ("down", "up", "total")
    read = [reader.whole(found[name], f"leeway.{name}") for name in names] if found else []
    numbers = [number or 0 for number in read] or [0, 0, 0]
    return Leeway(*numbers)


def _faults(case: ProposeCase) -> list[Fault]:
    faults = bound_faults(case.rows, case.columns, case.lower, case.upper)
    sums = {"row_totals": sum(case.row_totals), "base": sum(map(sum, case.base))}
    sums["advice"] = sum(entry or 0 for row in case.advice for entry in row)
    return faults + [
        Fault("too_large", f"{at}: are too large", {"at": at})
        for at, total in sums.items()
        if total > LARGEST
    ]


def propose_case_to_json(case: ProposeCase) -> dict[str, Any]:
    """The case as `propose` reads it."""
    return {
        "rows": list(case.rows),
        "columns": list(case.columns),
        "row_totals": list(case.row_totals),
        "base": [list(row) for row in case.base],
        "advice": [list(row) for row in case.advice],
        "lower": [list(row) for row in case.lower],
        "upper": [list(row) for row in case.upper],
        "zeros": [list(cell) for cell in case.zeros],
        "leeway": {
            "down": case.leeway.down,
            "up": case.leeway.up,
            "total": case.leeway.total,
        },
        "weights": list(case.weights),
    }
