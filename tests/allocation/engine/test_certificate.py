"""A right result passes the check; whatever is changed in it, every failing point is named."""

import copy
from typing import Any

import pytest

from allocation.engine import certificate, recount
from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.cases import base_case_to_json, round_case_to_json
from allocation.engine.digest import digest
from allocation.engine.results import base_result_to_json, round_result_to_json
from allocation.engine.round_table import round_table
from allocation.engine.tables import RoundCase
from allocation.engine.verification import verify
from tests.allocation.engine.test_base_distribution import CASE

TABLE = RoundCase(
    ("a", "b", "c"),
    ("x", "y", "z"),
    ((1_500_000, 250_000, 1_300_000), (700_000, 2_000_000, 300_000), (800_000, 800_000, 400_000)),
    (3, 3, 2),
    (3, 3, 2),
    (("b", "z"),),
    ((None, None, 1), (None, None, None), (None, None, None)),
    ((2, None, None), (None, 3, None), (None, None, None)),
)


@pytest.fixture
def rounded() -> tuple[Any, Any]:
    return round_case_to_json(TABLE), round_result_to_json(round_table(TABLE))


@pytest.fixture
def based() -> tuple[Any, Any]:
    return base_case_to_json(CASE), base_result_to_json(compute_base_distribution(CASE))


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a result that holds a single value."""
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in _paths(inner, (*path, key))]
    if isinstance(value, list):
        return [p for key, inner in enumerate(value) for p in _paths(inner, (*path, key))]
    return [path]


def _changed(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value, int(value)]
    if isinstance(value, int):
        return [value + 1, value - 1, str(value)]
    return [0, "x"] if value is None else [f"{value}1", None, "0.000001"]


def _with(result: Any, path: tuple[Any, ...], value: Any) -> Any:
    other = copy.deepcopy(result)
    inner = other
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return other


def test_every_single_value_of_a_result_matters(rounded: Any, based: Any) -> None:
    for case, result in (rounded, based):
        assert verify(case, result) == []
        for path in _paths(result):
            value = result
            for key in path:
                value = value[key]
            for other in _changed(value):
                assert verify(case, _with(result, path, other)), (path, other)


# What somebody who can seal a result again could try.
REPAIRED = [
    ("outside", 1, "outside: is 0"),
    ("next_best", 5, "next_best: is"),
    ("total_deviation", "0.000000", "total_deviation: is"),
    ("unique", False, "unique: is True"),
    ("unique", 1, "unique: is True"),
]


@pytest.mark.parametrize(("key", "value", "point"), REPAIRED)
def test_figures_are_counted_again(rounded: Any, key: str, value: Any, point: str) -> None:
    case, result = rounded
    result[key] = value
    result["digest"] = digest(case, result)
    (failure,) = verify(case, result)
    assert failure.startswith(point)


def test_margins_zeros_bounds_and_optimality_are_named_all_at_once(rounded: Any) -> None:
    case, result = rounded
    result["places"] = [[3, 0, 0], [0, 2, 1], [0, 1, 2]]
    failures = certificate.check(case, result)
    assert {"row_totals: c", "column_totals: z", "zeros: b × z", "bounds: a × x"} <= set(failures)
    assert "bounds: a × z" in failures
    assert any(failure.startswith("optimality: ") for failure in failures)


def test_a_worse_table_with_the_right_margins_has_no_certificate(rounded: Any) -> None:
    case, result = rounded
    best = result["places"]
    result["places"] = [[best[0][0] - 1, best[0][1] + 1, best[0][2]], *best[1:]]
    result["places"][1] = [best[1][0] + 1, best[1][1] - 1, best[1][2]]
    failures = certificate.check(case, result)
    assert not any(failure.startswith(("row_totals", "column_totals")) for failure in failures)
    assert any(failure.startswith("optimality: ") for failure in failures)


def test_an_equally_good_table_that_is_not_the_largest_reading_is_named() -> None:
    half = 500_000
    table = RoundCase(("a", "b"), ("x", "y"), ((half, half), (half, half)), (1, 1), (1, 1))
    case, result = round_case_to_json(table), round_result_to_json(round_table(table))
    assert result["places"] == [[1, 0], [0, 1]]
    result["places"] = [[0, 1], [1, 0]]
    result["digest"] = digest(case, result)
    assert verify(case, result) == ["tie: a table that costs the same has more at a × x"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("adherence", [["500", "450", "51"], ["300", "600", "100"]]),
        ("shares", [["0.500000", "0.450000", "0.050001"], ["0.300000", "0.600000", "0.100000"]]),
        ("quotas", [["5.000000", "4.500000", "0.5"], ["3.000000", "6.000000", "1.000000"]]),
        ("totals", ["8.000000", "10.500000", "1.500001"]),
        ("totals_after_floor", ["7.783784", "10.216217", "2.000000"]),
        ("raised", []),
        ("rounded_totals", [9, 9, 2]),
        ("repair", [{"region": "Noord", "before": 8, "after": 9, "tie": False}]),
    ],
)
def test_everything_before_the_rounding_is_counted_again(based: Any, key: str, value: Any) -> None:
    case, result = based
    result[key] = value
    result["digest"] = digest(case, result)
    assert f"{key}: not what the case gives" in verify(case, result)


def test_another_fit_with_the_right_margins_is_refused(based: Any) -> None:
    case, result = based
    first = [str(value) for value in result["fitted"][0]]
    result["fitted"][0] = ["4.100000", "3.900000", first[2]]
    result["fitted"][1] = ["3.900000", "6.100000", "0.000000"]
    failures = recount.check(case, result)
    assert {"fitted: 10 × Noord", "fitted: 23 × Midden"} <= set(failures)


def test_factors_that_miss_the_totals_are_refused(based: Any) -> None:
    case, result = based
    result["certificate"]["row_factors"][0] = "2"
    failures = recount.check(case, result)
    assert "fitted: the factors miss the total of 10" in failures
    assert "fitted: the factors miss the total of Zuid" in failures


def test_fitted_numbers_without_six_decimals_are_refused(based: Any) -> None:
    case, result = based
    result["fitted"][0][2] = "2"
    assert recount.check(case, result) == ["fitted: 10 × Zuid"]


@pytest.mark.parametrize("key", ["places", "certificate", "outside", "fitted", "raised", "digest"])
def test_a_result_that_is_not_complete_is_refused(based: Any, key: str) -> None:
    case, result = based
    del result[key]
    assert verify(case, result)


@pytest.mark.parametrize(
    "places", [[[1]], [[1.0] * 3] * 3, [["1"] * 3] * 3, [[True] * 3] * 3, None, "x"]
)
def test_places_of_another_shape_or_kind_are_refused(rounded: Any, places: Any) -> None:
    case, result = rounded
    result["places"] = places
    assert certificate.check(case, result)[0].startswith("form: ")


def test_a_result_of_another_case_is_refused(rounded: Any, based: Any) -> None:
    assert verify(rounded[0], based[1])
    assert verify(based[0], rounded[1])
    assert verify(rounded[0], []) == ["form: the result must be an object"]


def test_the_checker_stands_alone_and_is_short() -> None:
    import ast
    import sys
    from pathlib import Path

    text = Path(certificate.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)
