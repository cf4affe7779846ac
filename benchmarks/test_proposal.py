"""The nearest fitting proposal, side by side: every solver on the same drawn cases."""

import itertools

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.proposals import NETWORKS, PROPOSERS, cases, engine, value

ROUNDS = {"engine": 200, "HiGHS": 60, "CP-SAT": 10}


@pytest.mark.parametrize("name", PROPOSERS)
def test_proposal(benchmark: BenchmarkFixture, name: str) -> None:
    drawn = list(zip(cases(), NETWORKS(), strict=True))
    turns = itertools.cycle(drawn)
    benchmark.extra_info.update(proposal_by=name)
    benchmark.pedantic(
        PROPOSERS[name], setup=lambda: (next(turns), {}), rounds=ROUNDS[name], warmup_rounds=2
    )
    for case, net in drawn[:5]:
        assert value(case, PROPOSERS[name](case, net)) == value(case, engine(case, net))
