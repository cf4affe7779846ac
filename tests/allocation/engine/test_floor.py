"""The floor, tested on unrounded totals."""

from fractions import Fraction

from allocation.engine.floor import apply_floor

REGIONS = ("a", "b", "c", "d")


def _exact(*values: int | str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, values))


def test_nobody_pays_where_everybody_is_above() -> None:
    totals = _exact(10, 20, 30, 40)
    assert apply_floor(totals, Fraction(1, 10), REGIONS) == (totals, ())


def test_who_falls_below_by_paying_is_raised_too_and_stops_paying() -> None:
    # b has exactly a little more than the floor, and would fall below it by paying for a.
    after, raised = apply_floor(_exact(2, "10.2", "37.8", 50), Fraction(1, 10), REGIONS)
    assert raised == ("a", "b")
    assert after[:2] == (10, 10)
    assert sum(after) == 100
    assert after[2] / after[3] == Fraction(378, 500)


def test_just_below_ten_percent_is_raised_though_it_rounds_to_ten() -> None:
    after, raised = apply_floor(_exact("9.9999", "20.0001", 30, 40), Fraction(1, 10), REGIONS)
    assert raised == ("a",)
    assert after[0] == 10


def test_floors_that_use_up_everything_leave_everybody_equal() -> None:
    after, raised = apply_floor(_exact(1, 2, 3, 94), Fraction(1, 4), REGIONS)
    assert after == _exact(25, 25, 25, 25)
    assert raised == ("a", "b", "c")


def test_no_places_at_all_need_no_floor() -> None:
    assert apply_floor(_exact(0, 0, 0, 0), Fraction(1, 10), REGIONS) == (_exact(0, 0, 0, 0), ())
