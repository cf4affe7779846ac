"""The measurements: every solver on every size that it can do in reasonable time."""

import os
from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.solvers import MOST_CELLS, SOLVERS
from benchmarks.tables import SIZES, Problem, problem

# Repetitions by size of the work: the median of many small ones, few of the long ones.
ROUNDS = ((2_000, 200), (25_000, 15), (200_000, 5))
SLOW = {"CP-SAT", "networkx", "HiGHS"}


@cache
def _problem(rows: int, columns: int) -> Problem:
    return problem(rows, columns)


@cache
def _figures(rows: int, columns: int) -> tuple[int, int, int]:
    """What the engine's table costs: the others must find no better, and no worse."""
    drawn = _problem(rows, columns)
    return drawn.figures(SOLVERS["engine"](drawn))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]} × {size[1]}")
@pytest.mark.parametrize("name", SOLVERS)
def test_rounding(benchmark: BenchmarkFixture, name: str, size: tuple[int, int]) -> None:
    cells = size[0] * size[1]
    only = os.environ.get("BOLS_BENCH_CELLS")
    if only and cells > int(only):
        pytest.skip(f"left out: BOLS_BENCH_CELLS={only}")
    if cells > MOST_CELLS.get(name, cells):
        pytest.skip("would take more than two minutes")
    drawn = _problem(*size)
    rounds = next((count for most, count in ROUNDS if cells <= most), 3)
    if name in SLOW and cells > 2_000:
        rounds = 3 if cells <= 25_000 else 1
    if name == "CP-SAT":
        rounds = min(rounds, 5)
    benchmark.extra_info.update(solver=name, rows=size[0], columns=size[1])
    places = benchmark.pedantic(
        SOLVERS[name], args=(drawn,), rounds=rounds, warmup_rounds=min(3, rounds - 1)
    )
    assert drawn.figures(places) == _figures(*size)
