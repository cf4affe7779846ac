"""What is wrong with a case is said in JSON, all at once, and without repeating an amount."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.allocation.engine.command_line import BASE, ROUND, file_of, run


def _round_with(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(ROUND), **changes}


def _base_with(key: str, line: int, **changes: Any) -> dict[str, Any]:
    case = copy.deepcopy(BASE)
    case[key][line].update(changes)
    return case


def _base_plus(key: str, **line: Any) -> dict[str, Any]:
    case = copy.deepcopy(BASE)
    case[key].append(line)
    return case


def _without(case: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in case.items() if name != key}


ROUND_FAULTS = [
    ("nonsense", "invalid_json"),
    ("[" * 100_000, "invalid_json"),
    ('{"rows": ["a"], "rows": ["b"]}', "duplicate_key"),
    (json.dumps(ROUND).replace("1.5", "NaN"), "not_a_number"),
    (json.dumps(ROUND).replace("1.5", "-Infinity"), "not_a_number"),
    ([], "wrong_shape"),
    (_without(ROUND, "quotas"), "missing_key"),
    (_round_with(zeroes=[["1", "x"]]), "unknown_key"),
    (_round_with(quotas=[[1, 2, 3]]), "wrong_shape"),
    (_round_with(quotas=[[1, 2]] * 4), "wrong_shape"),
    (_round_with(quotas=[["a", 2, 3]] * 4), "not_a_number"),
    (_round_with(quotas=[[True, 2, 3]] * 4), "not_a_number"),
    (_round_with(quotas=[[None, 2, 3]] * 4), "not_a_number"),
    (_round_with(quotas=[["nan", 2, 3]] * 4), "not_a_number"),
    (_round_with(quotas=[["1/0", 2, 3]] * 4), "not_a_number"),
    (_round_with(quotas=[[-0.5, 2, 3]] * 4), "negative_number"),
    (_round_with(quotas=[["1e30", 2, 3]] * 4), "too_large"),
    (_round_with(row_totals=[7, 4, 6, 2]), "totals_differ"),
    (_round_with(row_totals=[7.5, 4, 6, 0.5]), "fractional_number"),
    (_round_with(row_totals=[-1, 4, 6, 9]), "negative_number"),
    (_round_with(row_totals=[7, 4, 7]), "wrong_shape"),
    (_round_with(rows=["1", "2", "3", "3"]), "duplicate_label"),
    (_round_with(rows=[]), "wrong_shape"),
    (_round_with(rows=["1", "2", "3", None]), "not_a_label"),
    (_round_with(rows="1234"), "wrong_shape"),
    (_round_with(zeros=[["9", "x"]]), "unknown_code"),
    (_round_with(zeros=[["1"]]), "wrong_shape"),
    (_round_with(zeros="x"), "wrong_shape"),
    (_round_with(lower=[[0, 0, 0]]), "wrong_shape"),
    (_round_with(lower=[[0.5, 0, 0]] * 4), "fractional_number"),
    (_round_with(lower=[[2, 0, 0]] * 4, upper=[[1, 9, 9]] * 4), "lower_above_upper"),
]


@pytest.mark.parametrize(("case", "expected"), ROUND_FAULTS)
def test_faulty_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, expected: str
) -> None:
    code, answer = run(capsys, "round", file_of(tmp_path, case))
    assert code == 2
    assert list(answer) == ["error"]
    assert list(answer["error"]) == ["code", "message", "where"]
    assert answer["error"]["code"] == expected
    assert answer["error"]["message"]
    assert answer["error"]["where"]


BASE_FAULTS = [
    (_without(BASE, "floor"), "missing_key"),
    ({**BASE, "floor": "1.1"}, "floor_out_of_range"),
    ({**BASE, "floor": "ten"}, "not_a_number"),
    ({**BASE, "regions": []}, "wrong_shape"),
    ({**BASE, "usage": {}}, "wrong_shape"),
    ({**BASE, "usage": [1]}, "wrong_shape"),
    ({**BASE, "specialisms": []}, "wrong_shape"),
    ({**BASE, "zeros": [["23", "Oost"]]}, "unknown_code"),
    ({**BASE, "zeros": [["99", "Zuid"]]}, "unknown_code"),
    (_base_with("usage", 0, amount=-1), "negative_number"),
    (_base_with("usage", 0, amount=1.5), "fractional_number"),
    (_base_with("usage", 0, amount="many"), "not_a_number"),
    (_base_with("usage", 0, amount=None), "not_a_number"),
    (_base_with("usage", 0, specialism="99"), "unknown_code"),
    (_base_with("usage", 0, institution="Z"), "no_assignment"),
    (_base_with("usage", 0, institution=None), "not_a_label"),
    (_base_plus("usage", institution="A", specialism="10", amount=1), "duplicate_row"),
    (_base_plus("usage", institution="A", specialism="10"), "missing_key"),
    (_base_with("assignment", 0, region="Oost"), "unknown_code"),
    (_base_with("assignment", 0, specialism="99"), "several_faults"),
    (_base_with("assignment", 0, share="0.999999999999"), "shares_not_one"),
    (_base_with("assignment", 0, share="-1"), "negative_number"),
    (_base_with("assignment", 0, share="all"), "not_a_number"),
    (
        _base_plus("assignment", institution="A", specialism="10", region="Noord", share=0),
        "duplicate_row",
    ),
    (_base_with("specialisms", 0, national_intake=9.5), "fractional_number"),
    (_base_with("specialisms", 0, national_intake=-3), "negative_number"),
    (_base_plus("specialisms", code="10", national_intake=1), "duplicate_label"),
    (_base_plus("specialisms", code="28", national_intake=1), "no_usage"),
]


@pytest.mark.parametrize(("case", "expected"), BASE_FAULTS)
def test_faulty_bases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, expected: str
) -> None:
    code, answer = run(capsys, "base", file_of(tmp_path, case))
    assert (code, answer["error"]["code"]) == (2, expected)
    assert list(answer["error"]) == ["code", "message", "where"]


def test_all_faults_are_reported_at_once_and_none_repeats_an_amount(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = copy.deepcopy(BASE)
    case["usage"][0]["amount"] = -987_654
    case["usage"][1]["amount"] = "876543.5"
    case["usage"][2]["specialism"] = "99"
    case["assignment"][3]["share"] = "0.4321"
    code, answer = run(capsys, "base", file_of(tmp_path, case))
    assert code == 2
    assert answer["error"]["code"] == "several_faults"
    codes = [where["code"] for where in answer["error"]["where"]]
    assert codes == ["negative_number", "fractional_number", "unknown_code", "shares_not_one"]
    assert answer["error"]["where"][0] == {
        "code": "negative_number",
        "at": "usage[0].amount",
        "institution": "A",
        "specialism": "10",
    }
    text = json.dumps(answer)
    assert not any(secret in text for secret in ("987", "8765", "432"))
