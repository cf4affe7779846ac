"""The answer is the best table, and the canonical one: against every table there is."""

import numpy as np
import pytest

from allocation.engine.cases import round_case_to_json
from allocation.engine.costs import costs_of
from allocation.engine.errors import InvalidCaseError, NoSolutionError
from allocation.engine.results import round_result_to_json
from allocation.engine.round_table import frame_of, round_table
from allocation.engine.rounding import is_best
from allocation.engine.tables import RoundCase
from allocation.engine.verification import verify
from tests.allocation.engine.brute_force import best
from tests.allocation.engine.small_cases import small_case

TABLES = 5000


def test_five_thousand_small_tables_against_brute_force() -> None:
    seen = {"unsolvable": 0, "ties": 0, "outside": 0, "bounds": 0}
    for seed in range(TABLES):
        case = small_case(seed)
        frame = frame_of(case)
        expected = best(
            case.quotas,
            case.row_totals,
            case.column_totals,
            tuple(map(tuple, frame.lower.tolist())),
            tuple(map(tuple, frame.upper.tolist())),
        )
        try:
            result = round_table(case)
        except NoSolutionError:
            assert expected is None, seed
            seen["unsolvable"] += 1
            continue
        figures = (result.outside, result.next_best, result.total_deviation)
        assert (result.places, figures, result.unique) == expected, seed
        seen["ties"] += not result.unique
        seen["outside"] += result.outside > 0
        seen["bounds"] += case.lower is not None or case.upper is not None
    assert min(seen.values()) > 200, seen


def test_a_table_with_only_ties_gets_the_largest_reading() -> None:
    half = 500_000
    case = RoundCase(
        ("a", "b", "c", "d"), ("x", "y", "z", "w"), ((half,) * 4,) * 4, (2, 2, 2, 2), (2, 2, 2, 2)
    )
    result = round_table(case)
    assert result.places == ((1, 1, 0, 0), (1, 1, 0, 0), (0, 0, 1, 1), (0, 0, 1, 1))
    assert not result.unique
    assert (result.outside, result.next_best, result.total_deviation) == (0, 0, 16 * half)


def test_exactly_half_costs_no_next_best_either_way() -> None:
    result = round_table(
        RoundCase(
            ("a", "b"), ("x", "y"), ((1_500_000, 500_000), (500_000, 1_500_000)), (2, 2), (2, 2)
        )
    )
    assert result.next_best == 0
    assert result.places == ((2, 0), (0, 2))
    assert result.marks == ((0, 0), (0, 0))


def test_a_million_places_outside_are_found_and_proven() -> None:
    case = RoundCase(("a", "b"), ("x", "y"), ((0, 0), (0, 0)), (10**6, 5), (10**6, 5))
    result = round_table(case)
    # The first place of a cell is nearer to its quota than the next: every cell gets one.
    assert result.places == ((10**6 - 1, 1), (1, 4))
    assert result.outside == 10**6 + 5
    assert verify(round_case_to_json(case), round_result_to_json(result)) == []


def test_is_best_tells_the_best_table_from_another() -> None:
    case = RoundCase(
        ("a", "b"), ("x", "y"), ((700_000, 300_000), (300_000, 700_000)), (1, 1), (1, 1)
    )
    quotas, frame = np.array(case.quotas), frame_of(case)
    assert is_best(quotas, frame, np.array([[1, 0], [0, 1]]))
    assert not is_best(quotas, frame, np.array([[0, 1], [1, 0]]))


def test_sizes_that_could_pass_64_bits_are_refused() -> None:
    with pytest.raises(InvalidCaseError) as refused:
        costs_of(np.broadcast_to(np.int64(0), (20_000, 20_000)))
    assert refused.value.code == "too_large"


def test_large_tables_with_many_ties_are_settled() -> None:
    rng = np.random.default_rng(7)
    quotas = rng.integers(0, 8, (120, 40)) * 250_000
    row_totals, column_totals = quotas.sum(axis=1) // 10**6, quotas.sum(axis=0) // 10**6
    missing = int(row_totals.sum() - column_totals.sum())
    (column_totals if missing > 0 else row_totals)[: abs(missing)] += 1
    case = RoundCase(
        tuple(f"r{i}" for i in range(120)),
        tuple(f"c{j}" for j in range(40)),
        tuple(map(tuple, quotas.tolist())),
        tuple(row_totals.tolist()),
        tuple(column_totals.tolist()),
    )
    result = round_table(case)
    assert not result.unique
    assert result.outside == 0
    # The checker looks for an equally good table that has more in an earlier cell.
    assert verify(round_case_to_json(case), round_result_to_json(result)) == []
