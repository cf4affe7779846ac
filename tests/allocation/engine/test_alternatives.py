"""Why this number? What else would have to change if a cell held another number."""

import pytest

from allocation.engine.alternatives import Change, alternative, alternatives
from allocation.engine.round_table import round_table
from allocation.engine.tables import RoundCase

CASE = RoundCase(
    ("10", "28"),
    ("ON", "ZWN"),
    ((1_300_000, 700_000), (700_000, 1_300_000)),
    (2, 2),
    (2, 2),
)


def test_one_place_more_says_who_gives_and_what_it_costs() -> None:
    result = round_table(CASE)
    assert result.places == ((1, 1), (1, 1))
    fewer, more = alternatives(CASE, result, "10", "ON")
    assert (fewer.places, more.places) == (0, 2)
    assert more.others == (
        Change("10", "ZWN", 1, 0),
        Change("28", "ON", 1, 0),
        Change("28", "ZWN", 1, 2),
    )
    assert (more.outside, more.next_best, more.deviation) == (0, 4, 1_600_000)
    assert fewer.outside == 4


def test_an_alternative_that_costs_nothing_is_a_tie() -> None:
    half = 500_000
    case = RoundCase(("a", "b"), ("x", "y"), ((half, half), (half, half)), (1, 1), (1, 1))
    other = alternative(case, round_table(case), "a", "x", 0)
    assert (other.outside, other.next_best, other.deviation) == (0, 0, 0)
    assert len(other.others) == 3


def test_what_the_totals_rule_out_is_said() -> None:
    result = round_table(CASE)
    other = alternative(CASE, result, "10", "ON", 3)
    assert other.conflict is not None
    assert other.conflict[0].code == "no_solution"


def test_there_is_nothing_below_nothing() -> None:
    case = RoundCase(("a", "b"), ("x", "y"), ((0, 10**6), (10**6, 0)), (1, 1), (1, 1))
    assert [one.places for one in alternatives(case, round_table(case), "a", "x")] == [1]


def test_unknown_labels_are_refused() -> None:
    with pytest.raises(KeyError):
        alternatives(CASE, round_table(CASE), "99", "ON")
