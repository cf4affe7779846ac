"""The base distribution (basisverdeling): the whole calculation, in the order of the protocol.

Read `compute_base_distribution` as the protocol reads: every line is one of its steps.
"""

import dataclasses

import numpy as np

from allocation.engine.adherence import adherence_table, quota_table, region_totals, share_table
from allocation.engine.cases import base_case_to_json
from allocation.engine.checks import base_faults
from allocation.engine.digest import digest
from allocation.engine.errors import InvalidCaseError
from allocation.engine.explanation import explain
from allocation.engine.fit import Fit, fit
from allocation.engine.floor import apply_floor
from allocation.engine.results import base_result_to_json
from allocation.engine.round_table import frame_of, rounded_fields
from allocation.engine.rounding import Rounding, round_inside
from allocation.engine.tables import BaseCase, BaseResult, ExactTable, RoundCase, Whole
from allocation.engine.totals import round_totals


def compute_base_distribution(case: BaseCase) -> BaseResult:
    """Compute the base distribution of places over specialisms × regions, with all that led to it.

    Raises InvalidCaseError with every fault of the input, NoSolutionError where the floors are
    more than there is, or where the structural zeros leave no table with these totals.
    """
    if faults := base_faults(case):
        raise InvalidCaseError(faults)
    intake = tuple(specialism.national_intake for specialism in case.specialisms)

    # Toewijzingsprotocol 2027, fase I 2; Notitie adherentieberekening 2026, vraag 5 to 7.
    adherence = adherence_table(case)
    shares = share_table(adherence)
    quotas = quota_table(shares, intake)
    totals = region_totals(quotas)
    after_floor, raised = apply_floor(totals, case.floor, case.regions)
    rounded, repair = round_totals(after_floor, case.regions)
    fitted = _fit(case, quotas, intake, rounded)
    rounding = _round(case, fitted, intake, rounded)

    result = BaseResult(
        regions=case.regions,
        specialisms=case.specialisms,
        adherence=adherence,
        shares=shares,
        quotas=quotas,
        totals=totals,
        totals_after_floor=after_floor,
        raised=raised,
        rounded_totals=rounded,
        repair=repair,
        fitted=fitted.fitted,
        zeros=case.zeros,
        **rounded_fields(rounding, fitted.row_factors, fitted.column_factors),
        steps=(),
        digest="",
    )
    return _sealed(case, dataclasses.replace(result, steps=explain(case, result, fitted.emptied)))


def rounding_case(result: BaseResult) -> RoundCase:
    """The rounding inside a base distribution as a case of its own, for questions about it."""
    return RoundCase(
        rows=tuple(specialism.code for specialism in result.specialisms),
        columns=result.regions,
        quotas=result.fitted,
        row_totals=tuple(specialism.national_intake for specialism in result.specialisms),
        column_totals=result.rounded_totals,
        zeros=result.zeros,
    )


def _codes(case: BaseCase) -> tuple[str, ...]:
    return tuple(specialism.code for specialism in case.specialisms)


def _fit(case: BaseCase, quotas: ExactTable, intake: Whole, rounded: Whole) -> Fit:
    codes = {code: i for i, code in enumerate(_codes(case))}
    regions = {region: j for j, region in enumerate(case.regions)}
    zeros = frozenset((codes[code], regions[region]) for code, region in case.zeros)
    row_totals = dict(zip(codes, intake, strict=True))
    return fit(quotas, zeros, row_totals, dict(zip(regions, rounded, strict=True)))


def _round(case: BaseCase, fitted: Fit, intake: Whole, rounded: Whole) -> Rounding:
    rounding = RoundCase(_codes(case), case.regions, fitted.fitted, intake, rounded, case.zeros)
    return round_inside(np.array(fitted.fitted, dtype=np.int64), frame_of(rounding))


def _sealed(case: BaseCase, result: BaseResult) -> BaseResult:
    seal = digest(base_case_to_json(case), base_result_to_json(result))
    return dataclasses.replace(result, digest=seal)
