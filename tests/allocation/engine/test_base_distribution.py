"""The whole calculation on a case that can be followed by hand, and its explanation."""

import dataclasses
from fractions import Fraction

import pytest

from allocation.engine.adherence import adherence_table
from allocation.engine.base_distribution import compute_base_distribution, rounding_case
from allocation.engine.cases import base_case_from_json, base_case_to_json
from allocation.engine.errors import InvalidCaseError, NoSolutionError
from allocation.engine.results import base_result_from_json, base_result_to_json
from allocation.engine.round_table import round_table
from allocation.engine.tables import Assignment, BaseCase, SpecialismIntake, Usage

HALF = Fraction(1, 2)
CASE = BaseCase(
    regions=("Noord", "Midden", "Zuid"),
    specialisms=(SpecialismIntake("10", 10), SpecialismIntake("23", 10)),
    usage=(
        Usage("A", "10", 500),
        Usage("B", "10", 450),
        Usage("C", "10", 50),
        Usage("A", "23", 600),
        Usage("B", "23", 300),
        Usage("C", "23", 100),
    ),
    assignment=(
        Assignment("A", "10", "Noord", Fraction(1)),
        Assignment("B", "10", "Midden", Fraction(1)),
        Assignment("C", "10", "Zuid", Fraction(1)),
        Assignment("A", "23", "Noord", HALF),
        Assignment("A", "23", "Midden", HALF),
        Assignment("B", "23", "Midden", Fraction(1)),
        Assignment("C", "23", "Zuid", Fraction(1)),
    ),
    zeros=(("23", "Zuid"),),
    floor=Fraction(1, 10),
)


def test_every_step_of_a_case_that_can_be_followed_by_hand() -> None:
    result = compute_base_distribution(CASE)
    assert result.adherence == ((500, 450, 50), (300, 600, 100))
    assert result.shares[1] == (Fraction(3, 10), Fraction(6, 10), Fraction(1, 10))
    assert result.quotas == ((5, Fraction(9, 2), HALF), (3, 6, 1))
    assert result.totals == (8, Fraction(21, 2), Fraction(3, 2))
    assert result.raised == ("Zuid",)
    # 2 for Zuid; 18 are left for those who had 18.5.
    assert result.totals_after_floor == (Fraction(8 * 36, 37), Fraction(21 * 18, 37), 2)
    assert result.rounded_totals == (8, 10, 2)
    assert result.repair == ()
    assert result.places == ((4, 4, 2), (4, 6, 0))
    assert [sum(row) for row in result.fitted] == [10_000_000, 10_000_000]
    assert result.fitted[0][2] == 2_000_000
    assert result.zeros == (("23", "Zuid"),)


def test_the_explanation_names_rules_regions_and_numbers_but_no_usage() -> None:
    result = compute_base_distribution(CASE)
    rules = [step.rule for step in result.steps]
    assert rules == [
        "adherence",
        "quotas",
        "floor.paid",
        "floor.paid",
        "floor.raised",
        "totals.rounded",
        "totals.rounded",
        "totals.rounded",
        "zero",
        "fit",
        "rounding",
    ]
    raised = result.steps[4]
    assert dict(raised.params) == {
        "region": "Zuid",
        "floor": "0.1",
        "percentage_before": "7.500000",
        "percentage_after": "10.000000",
    }
    assert (raised.before, raised.after) == ("1.500000", "2.000000")
    assert raised.source == "Toewijzingsprotocol 2027, fase I 2"
    assert result.steps[0].param("divided") == 1
    zero = result.steps[8]
    assert (zero.param("specialism"), zero.before, zero.after) == ("23", "1.000000", "0")
    more = tuple(dataclasses.replace(use, amount=use.amount * 10_007) for use in CASE.usage)
    assert compute_base_distribution(dataclasses.replace(CASE, usage=more)).steps == result.steps


def test_adherence_is_exact_and_usage_without_lines_is_nothing() -> None:
    case = BaseCase(
        ("a", "b"),
        (SpecialismIntake("1", 1),),
        (Usage("I", "1", 1),),
        (
            Assignment("I", "1", "a", Fraction(1, 3)),
            Assignment("I", "1", "b", Fraction(2, 3)),
            Assignment("without usage", "1", "b", Fraction(1)),
        ),
        (),
        Fraction(0),
    )
    assert adherence_table(case) == ((Fraction(1, 3), Fraction(2, 3)),)


def test_a_result_and_a_case_come_back_from_json_as_they_went() -> None:
    result = compute_base_distribution(CASE)
    data = base_result_to_json(result)
    assert data["adherence"] == [["500", "450", "50"], ["300", "600", "100"]]
    assert data["quotas"][0] == ["5.000000", "4.500000", "0.500000"]
    assert data["totals_after_floor"] == ["7.783784", "10.216216", "2.000000"]
    back = base_result_from_json(CASE, data)
    assert base_result_to_json(back) == data
    assert (back.marks, back.steps, back.digest) == (result.marks, result.steps, result.digest)
    assert base_case_from_json(base_case_to_json(CASE)) == CASE


def test_the_rounding_inside_is_a_case_of_its_own() -> None:
    result = compute_base_distribution(CASE)
    assert round_table(rounding_case(result)).places == result.places


def test_everything_that_is_wrong_is_said_at_once() -> None:
    bad = BaseCase(
        ("Noord", "Noord"),
        (SpecialismIntake("10", -1),),
        (Usage("A", "10", 0), Usage("B", "99", 1)),
        (Assignment("A", "10", "Oost", HALF),),
        (("10", "West"),),
        Fraction(2),
    )
    with pytest.raises(InvalidCaseError) as refused:
        compute_base_distribution(bad)
    assert {fault.code for fault in refused.value.faults} == {
        "duplicate_label",
        "negative_number",
        "unknown_code",
        "floor_out_of_range",
        "no_usage",
        "shares_not_one",
    }
    assert refused.value.code == "several_faults"


def test_a_region_with_a_floor_and_nowhere_to_fill_it_is_named() -> None:
    nowhere = BaseCase(
        CASE.regions,
        CASE.specialisms,
        CASE.usage,
        CASE.assignment,
        (("23", "Zuid"), ("10", "Zuid")),
        CASE.floor,
    )
    with pytest.raises(NoSolutionError) as refused:
        compute_base_distribution(nowhere)
    assert refused.value.message == "column Zuid may use no row: need 2, room 0"
    assert refused.value.faults[0].where == {"rows": [], "columns": ["Zuid"], "need": 2, "room": 0}


def test_floors_that_are_together_more_than_everything_are_refused() -> None:
    too_high = BaseCase(
        CASE.regions, CASE.specialisms, CASE.usage, CASE.assignment, CASE.zeros, Fraction(2, 5)
    )
    with pytest.raises(NoSolutionError) as refused:
        compute_base_distribution(too_high)
    assert refused.value.code == "floor_too_high"
