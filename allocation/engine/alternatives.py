"""Why this number? What would have to change if a cell held another number of places."""

from dataclasses import dataclass

from allocation.engine.errors import Fault, NoSolutionError
from allocation.engine.round_table import round_table
from allocation.engine.tables import BaseResult, Bounds, RoundCase, RoundResult


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that holds another number of places in the alternative."""

    row: str
    column: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best table in which one cell holds `places`, beside the best table of all.

    `others` are the cells that change with it; `outside`, `next_best` and `deviation` (millionths)
    say how much worse the three figures become (a later one may become better when an earlier one
    becomes worse). All of them 0: a tie. `conflict` is not None where no table exists at all.
    """

    row: str
    column: str
    places: int
    others: tuple[Change, ...] = ()
    outside: int = 0
    next_best: int = 0
    deviation: int = 0
    conflict: tuple[Fault, ...] | None = None


def alternative(
    case: RoundCase, result: RoundResult | BaseResult, row: str, column: str, places: int
) -> Alternative:
    """Solve again with one cell forced to hold `places`; KeyError for an unknown label."""
    i, j = _index(case.rows, row), _index(case.columns, column)
    forced = RoundCase(
        case.rows,
        case.columns,
        case.quotas,
        case.row_totals,
        case.column_totals,
        case.zeros,
        _with(case, case.lower, i, j, places),
        _with(case, case.upper, i, j, places),
    )
    try:
        other = round_table(forced)
    except NoSolutionError as error:
        return Alternative(row, column, places, conflict=error.faults)
    changes = tuple(
        Change(case.rows[k], case.columns[m], before, other.places[k][m])
        for k, line in enumerate(result.places)
        for m, before in enumerate(line)
        if before != other.places[k][m] and (k, m) != (i, j)
    )
    return Alternative(
        row,
        column,
        places,
        changes,
        other.outside - result.outside,
        other.next_best - result.next_best,
        other.total_deviation - result.total_deviation,
    )


def alternatives(
    case: RoundCase, result: RoundResult | BaseResult, row: str, column: str
) -> tuple[Alternative, ...]:
    """The alternatives with one place fewer (where there is one) and one more in a cell."""
    here = result.places[_index(case.rows, row)][_index(case.columns, column)]
    return tuple(
        alternative(case, result, row, column, places)
        for places in (here - 1, here + 1)
        if places >= 0
    )


def _index(labels: tuple[str, ...], label: str) -> int:
    try:
        return labels.index(label)
    except ValueError:
        raise KeyError(label) from None


def _with(case: RoundCase, bounds: Bounds | None, i: int, j: int, places: int) -> Bounds:
    rows = bounds or tuple((None,) * len(case.columns) for _ in case.rows)
    return tuple(
        tuple(places if (k, m) == (i, j) else bound for m, bound in enumerate(row))
        for k, row in enumerate(rows)
    )
