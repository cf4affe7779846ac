"""What holds for every case, whatever it holds."""

import dataclasses
import random
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from allocation.engine.base_distribution import compute_base_distribution, rounding_case
from allocation.engine.cases import (
    base_case_to_json,
    round_case_from_json,
    round_case_to_json,
)
from allocation.engine.digest import digest
from allocation.engine.errors import NoSolutionError
from allocation.engine.results import base_result_to_json, round_result_to_json
from allocation.engine.round_table import round_table
from allocation.engine.tables import BaseCase, BaseResult, RoundCase, RoundResult
from allocation.engine.verification import verify
from tests.allocation.engine.small_bases import small_base
from tests.allocation.engine.small_cases import small_case

GRID = 10**6
seeds = st.integers(0, 10**9)
often = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)


def _rounded(seed: int) -> tuple[RoundCase, RoundResult]:
    case = small_case(seed)
    try:
        return case, round_table(case)
    except NoSolutionError:
        assume(False)
        raise


def _based(seed: int) -> tuple[BaseCase, BaseResult]:
    case = small_base(seed)
    try:
        return case, compute_base_distribution(case)
    except NoSolutionError:
        assume(False)
        raise


@often
@given(seeds)
def test_margins_zeros_and_bounds_are_kept(seed: int) -> None:
    case, result = _rounded(seed)
    assert tuple(map(sum, result.places)) == case.row_totals
    assert tuple(map(sum, zip(*result.places, strict=True))) == case.column_totals
    for i, row in enumerate(result.places):
        for j, places in enumerate(row):
            assert places >= 0
            assert (case.rows[i], case.columns[j]) not in case.zeros or places == 0
            least = case.lower[i][j] if case.lower else None
            most = case.upper[i][j] if case.upper else None
            assert least is None or places >= least
            assert most is None or places <= most


@often
@given(seeds, st.randoms(use_true_random=False))
def test_permuting_rows_and_columns_permutes_the_answer(seed: int, rnd: random.Random) -> None:
    case, result = _rounded(seed)
    rows = rnd.sample(range(len(case.rows)), len(case.rows))
    columns = rnd.sample(range(len(case.columns)), len(case.columns))
    turned = RoundCase(
        tuple(case.rows[i] for i in rows),
        tuple(case.columns[j] for j in columns),
        tuple(tuple(case.quotas[i][j] for j in columns) for i in rows),
        tuple(case.row_totals[i] for i in rows),
        tuple(case.column_totals[j] for j in columns),
        case.zeros,
        case.lower and tuple(tuple(case.lower[i][j] for j in columns) for i in rows),
        case.upper and tuple(tuple(case.upper[i][j] for j in columns) for i in rows),
    )
    other = round_table(turned)
    assert (other.outside, other.next_best, other.total_deviation, other.unique) == (
        result.outside,
        result.next_best,
        result.total_deviation,
        result.unique,
    )
    if result.unique:
        assert other.places == tuple(tuple(result.places[i][j] for j in columns) for i in rows)


@often
@given(seeds)
def test_whole_quotas_with_their_own_totals_stay_as_they_are(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311
    places = tuple(tuple(rnd.randint(0, 9) for _ in range(5)) for _ in range(4))
    result = round_table(
        RoundCase(
            ("a", "b", "c", "d"),
            ("v", "w", "x", "y", "z"),
            tuple(tuple(p * GRID for p in row) for row in places),
            tuple(map(sum, places)),
            tuple(map(sum, zip(*places, strict=True))),
        )
    )
    assert result.places == places
    assert result.unique
    assert (result.outside, result.next_best, result.total_deviation) == (0, 0, 0)


@often
@given(seeds)
def test_relative_noise_of_ten_to_the_minus_ten_changes_no_place(seed: int) -> None:
    case, result = _rounded(seed)
    rnd = random.Random(seed)  # noqa: S311
    data = round_case_to_json(case)
    data["quotas"] = [
        [str(Fraction(q) * (1 + Fraction(rnd.randint(-100, 100), 10**12))) for q in row]
        for row in data["quotas"]
    ]
    noisy = round_table(round_case_from_json(data))
    assert noisy.places == result.places
    assert noisy.digest == result.digest


@often
@given(seeds)
def test_the_floor_holds_before_rounding_and_takes_from_nobody_it_raised(seed: int) -> None:
    case, result = _based(seed)
    everything = sum(result.totals)
    assert sum(result.totals_after_floor) == everything
    rates = set()
    for region, before, after in zip(
        case.regions, result.totals, result.totals_after_floor, strict=True
    ):
        assert after >= case.floor * everything
        if region in result.raised:
            assert after == case.floor * everything
        elif before:
            rates.add(after / before)
    assert len(rates) <= 1  # who pays, pays in proportion
    assert all(rate <= 1 for rate in rates)


@often
@given(seeds)
def test_after_the_fit_every_cell_is_at_its_floor_or_ceiling(seed: int) -> None:
    case, result = _based(seed)
    intake = tuple(specialism.national_intake for specialism in case.specialisms)
    assert tuple(map(sum, result.places)) == intake
    assert tuple(map(sum, zip(*result.places, strict=True))) == result.rounded_totals
    assert result.outside == 0
    for row, fitted in zip(result.places, result.fitted, strict=True):
        for places, quota in zip(row, fitted, strict=True):
            assert quota // GRID <= places <= -(-quota // GRID)
    for code, region in case.zeros:
        i = [specialism.code for specialism in case.specialisms].index(code)
        assert result.places[i][case.regions.index(region)] == 0


@often
@given(seeds, st.randoms(use_true_random=False))
def test_permuting_regions_permutes_the_base_distribution(seed: int, rnd: random.Random) -> None:
    case, result = _based(seed)
    regions = tuple(rnd.sample(case.regions, len(case.regions)))
    other = compute_base_distribution(dataclasses.replace(case, regions=regions))
    order = [case.regions.index(region) for region in regions]
    assert other.totals == tuple(result.totals[j] for j in order)
    assert set(other.raised) == set(result.raised)
    if any(repair.tie for repair in (*result.repair, *other.repair)):
        return
    assert other.rounded_totals == tuple(result.rounded_totals[j] for j in order)
    assert other.fitted == tuple(tuple(row[j] for j in order) for row in result.fitted)
    assert other.unique == result.unique
    if result.unique:
        assert other.places == tuple(tuple(row[j] for j in order) for row in result.places)


@often
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_usage_and_assignment_lines_means_nothing(
    seed: int, rnd: random.Random
) -> None:
    case, result = _based(seed)
    shuffled = dataclasses.replace(
        case,
        usage=tuple(rnd.sample(case.usage, len(case.usage))),
        assignment=tuple(rnd.sample(case.assignment, len(case.assignment))),
        zeros=tuple(rnd.sample(case.zeros, len(case.zeros))),
    )
    assert compute_base_distribution(shuffled).digest == result.digest


@often
@given(seeds)
def test_every_certificate_is_accepted(seed: int) -> None:
    case, result = _based(seed)
    assert verify(base_case_to_json(case), base_result_to_json(result)) == []
    inside = rounding_case(result)
    assert verify(round_case_to_json(inside), round_result_to_json(round_table(inside))) == []
    table, rounded = _rounded(seed)
    assert verify(round_case_to_json(table), round_result_to_json(rounded)) == []


@often
@given(seeds, st.randoms(use_true_random=False))
def test_moving_places_in_a_result_is_noticed_even_when_it_is_sealed_again(
    seed: int, rnd: random.Random
) -> None:
    table, rounded = _rounded(seed)
    case, result = round_case_to_json(table), round_result_to_json(rounded)
    if len(table.rows) < 2 or len(table.columns) < 2:
        return
    (i, k), (j, m) = rnd.sample(range(len(table.rows)), 2), rnd.sample(range(len(table.columns)), 2)
    for row, column, change in ((i, j, 1), (k, m, 1), (i, m, -1), (k, j, -1)):
        result["places"][row][column] += change
    result["digest"] = digest(case, result)
    assert verify(case, result)
