"""The nearest fitting proposal: what always holds, faults, the command line, tampering."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.errors import InvalidCaseError, NoSolutionError
from allocation.engine.leeway import assess
from allocation.engine.proposal import account_of, proposal_to_json, propose
from allocation.engine.proposal_cases import propose_case_from_json, propose_case_to_json
from allocation.engine.verification import verify
from tests.allocation.engine.command_line import file_of, run
from tests.allocation.engine.proposals import case_of, costs, drawn

CASE: dict[str, Any] = {
    "rows": ["Heelkunde", "Neurologie"],
    "columns": ["Noord", "Zuid"],
    "row_totals": [10, 10],
    "base": [[5, 5], [5, 5]],
    "advice": [[8, 2], [7, 3]],
    "lower": [[7, 2], [6, 2]],
    "upper": [[9, 3], [8, 4]],
    "leeway": {"down": 2, "up": 2, "total": 2},
}
seeds = st.integers(0, 10**6)


def test_advices_that_ask_more_than_the_leeway() -> None:
    found = proposal_to_json(propose(case_of(CASE)))
    assert found.pop("digest")
    assert found == {
        "places": [[7, 3], [5, 5]],
        "outside_bounds": 2,
        "deviation_from_advice": 6,
        "deviation_from_base": 4,
        "moved": 2,
        "region_deviation": [2, -2],
        "yielded": [["Neurologie", "Noord"], ["Neurologie", "Zuid"]],
        "unique": False,
    }


def test_a_heavier_specialism_keeps_its_advice() -> None:
    found = propose(case_of(CASE | {"weights": [1, 2]}))
    assert found.places == ((6, 4), (6, 4))
    assert found.outside_bounds == 2
    heavier = propose(case_of(CASE | {"lower": None, "upper": None, "weights": [1, 2]}))
    assert heavier.places == ((5, 5), (7, 3))


def test_the_account_of_a_cell() -> None:
    case = case_of(CASE)
    account = account_of(case, propose(case), "Neurologie", "Noord")
    assert (account.places, account.base, account.advice) == (5, 5, 7)
    assert account.yielded
    assert account.because == ("region_at_most", "leeway_used_up")
    fitting = case_of(CASE | {"leeway": {"down": 8, "up": 10, "total": 30}})
    assert account_of(fitting, propose(fitting), "Heelkunde", "Zuid").because == ("as_advised",)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_it_keeps_to_the_framework_and_passes_the_check(seed: int) -> None:
    data = drawn(seed, rows=4, columns=4, most=9)
    try:
        found = propose(case_of(data))
    except NoSolutionError:
        return
    assessment = assess(case_of(data).framework, found.places)
    assert assessment.fits
    assert assessment.moved == found.moved
    assert verify(data, proposal_to_json(found)) == []


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_advices_that_fit_are_taken_over(seed: int) -> None:
    data = drawn(seed, rows=4, columns=3, most=9) | {"zeros": []}
    found = propose(case_of(data | {"leeway": {"down": 99, "up": 99, "total": 999}}))
    fitting = [list(row) for row in found.places]
    again = data | {"advice": fitting, "lower": fitting, "upper": fitting, "weights": [1] * 4}
    again |= {"leeway": {"down": 99, "up": 99, "total": 999}}
    assert propose(case_of(again)).places == found.places
    assert propose(case_of(again)).unique


@settings(max_examples=100, deadline=None)
@given(seeds, st.integers(1, 3))
def test_more_leeway_is_never_worse(seed: int, more: int) -> None:
    data = drawn(seed, rows=4, columns=3, most=9)
    wider = data | {"leeway": {key: value + more for key, value in data["leeway"].items()}}
    try:
        narrow = propose(case_of(data))
    except NoSolutionError:
        return
    wide = propose(case_of(wider))
    assert costs(data, wide.places) <= costs(data, narrow.places)


def test_the_case_reads_back_and_gives_the_same_digest() -> None:
    for seed in range(50):
        data = drawn(seed)
        try:
            found = propose(case_of(data))
        except NoSolutionError:
            continue
        again = propose_case_from_json(propose_case_to_json(case_of(data)))
        assert propose(again).digest == found.digest


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rows": ["a", "a"]}, "duplicate_label"),
        ({"zeros": [["Oogheelkunde", "Noord"]]}, "unknown_code"),
        ({"advice": [[8, 2]]}, "wrong_shape"),
        ({"advice": None}, "wrong_shape"),
        ({"base": [[5, 5], [5, "veel"]]}, "not_a_number"),
        ({"row_totals": [10, "1.5"]}, "fractional_number"),
        ({"lower": [[9, 2], [6, 2]], "upper": [[8, 3], [8, 4]]}, "lower_above_upper"),
        ({"leeway": {"down": 8, "up": -1, "total": 30}}, "negative_number"),
        ({"leeway": {"down": 8, "up": 10}}, "missing_key"),
        ({"weights": [1]}, "wrong_shape"),
        ({"weights": [1, 10**14]}, "too_large"),
    ],
)
def test_faults(change: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        propose(propose_case_from_json(CASE | change))
    assert refusal.value.code == code


def test_all_faults_at_once() -> None:
    with pytest.raises(InvalidCaseError) as refusal:
        propose_case_from_json(CASE | {"row_totals": [-1, "x"], "weights": ["0.5", 1]})
    assert {one.code for one in refusal.value.faults} == {
        "negative_number",
        "not_a_number",
        "fractional_number",
    }


def test_an_impossible_case_names_what_is_stuck() -> None:
    data = CASE | {"zeros": [["Heelkunde", "Zuid"]], "leeway": {"down": 1, "up": 1, "total": 1}}
    data |= {"base": [[2, 8], [5, 5]]}
    with pytest.raises(NoSolutionError) as refusal:
        propose(case_of(data))
    assert refusal.value.faults[0].where == {"rows": ["Heelkunde"], "columns": ["Noord"]}


def test_the_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = file_of(tmp_path, CASE)
    code, found = run(capsys, "propose", case)
    assert code == 0
    assert found == proposal_to_json(propose(case_of(CASE)))
    result = file_of(tmp_path, found, "result.json")
    assert run(capsys, "check", case, result) == (0, {"valid": True, "failures": []})
    code, told = run(capsys, "propose", file_of(tmp_path, CASE | {"rows": []}, "bad.json"))
    assert code == 2
    assert told["error"]["code"] == "wrong_shape"


def test_every_change_of_a_result_is_noticed() -> None:
    result = proposal_to_json(propose(case_of(CASE)))
    for key, value in result.items():
        changed = copy.deepcopy(result)
        changed[key] = _other(value)
        assert verify(CASE, changed), key
        del changed[key]
        assert f"form: {key} is missing" in verify(CASE, changed)
    assert verify(CASE, [])[:1] == ["form: the result must be an object"]


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[::-1]
    return value[::-1] if value != value[::-1] else []


def test_a_table_that_is_right_but_not_the_best_is_noticed() -> None:
    from allocation.engine.digest import digest
    from allocation.engine.proposal import figures

    case = case_of(CASE)
    for places, failure in (
        (((5, 5), (5, 5)), "optimum: there is a better table"),
        (((6, 4), (6, 4)), "tie: an equally good table comes first"),
    ):
        told = {**figures(case, places), "unique": False}
        told["digest"] = digest(CASE, told)
        assert verify(CASE, told) == [failure]
