"""Rounding one table under fixed margins: step 7 of the calculation on its own."""

import dataclasses
from typing import TypedDict

import numpy as np

from allocation.engine.cases import round_case_to_json
from allocation.engine.checks import round_faults
from allocation.engine.digest import digest
from allocation.engine.errors import InvalidCaseError
from allocation.engine.margins import Frame, Matrix
from allocation.engine.results import round_result_to_json
from allocation.engine.rounding import Rounding, round_inside
from allocation.engine.tables import Bounds, Certificate, RoundCase, RoundResult, WholeTable


class RoundedFields(TypedDict):
    """The fields that results of `round` and `base` share."""

    places: WholeTable
    outside: int
    next_best: int
    total_deviation: int
    unique: bool
    marks: WholeTable
    certificate: Certificate


def round_table(case: RoundCase) -> RoundResult:
    """Round the quotas of a case to the best whole table, with its proof and its digest.

    Raises InvalidCaseError for a faulty case, NoSolutionError where no table meets its margins,
    zeros and bounds.
    """
    if faults := round_faults(case):
        raise InvalidCaseError(faults)
    rounding = round_inside(np.array(case.quotas, dtype=np.int64), frame_of(case))
    result = RoundResult(**rounded_fields(rounding), digest="")
    seal = digest(round_case_to_json(case), round_result_to_json(result))
    return dataclasses.replace(result, digest=seal)


def frame_of(case: RoundCase) -> Frame:
    """Margins and bounds of a case as arrays; zeros are upper bounds of 0."""
    shape = (len(case.rows), len(case.columns))
    without_end = sum(case.row_totals) + 1
    upper = _bounds(case.upper, without_end, shape)
    row_at = {label: i for i, label in enumerate(case.rows)}
    column_at = {label: j for j, label in enumerate(case.columns)}
    for row, column in case.zeros:
        upper[row_at[row], column_at[column]] = 0
    return Frame(
        case.rows,
        case.columns,
        np.array(case.row_totals, dtype=np.int64),
        np.array(case.column_totals, dtype=np.int64),
        _bounds(case.lower, 0, shape),
        upper,
    )


def _bounds(bounds: Bounds | None, otherwise: int, shape: tuple[int, int]) -> Matrix:
    if bounds is None:
        return np.full(shape, otherwise, dtype=np.int64)
    return np.array(
        [[otherwise if bound is None else bound for bound in row] for row in bounds],
        dtype=np.int64,
    )


def rounded_fields(
    rounding: Rounding, row_factors: tuple[str, ...] = (), column_factors: tuple[str, ...] = ()
) -> RoundedFields:
    """What a rounding gives to a result, with the factors of the fit before it if there was one."""
    return {
        "places": _table(rounding.places),
        "outside": rounding.outside,
        "next_best": rounding.next_best,
        "total_deviation": rounding.total_deviation,
        "unique": rounding.unique,
        "marks": _table(rounding.marks),
        "certificate": Certificate(
            tuple(rounding.row_potentials.tolist()),
            tuple(rounding.column_potentials.tolist()),
            row_factors,
            column_factors,
        ),
    }


def _table(matrix: Matrix) -> WholeTable:
    return tuple(tuple(row) for row in matrix.tolist())
