"""The command line as an auditor uses it: forms, exit codes, errors."""

import copy
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocation.engine.cases import base_case_to_json
from allocation.engine.cli import main
from tests.allocation.engine.test_base_distribution import CASE

ROOT = Path(__file__).parents[3]
ROUND = {
    "rows": ["1", "2", "3", "4"],
    "columns": ["x", "y", "z"],
    "quotas": [[1.5, "2.25", "13/4"], [0.5, 1.75, "1.75"], [1, "2", 3], ["0", "1/3", "2/3"]],
    "row_totals": [7, "4", 6, 1],
    "column_totals": [3, 6, 9],
}
BASE = base_case_to_json(CASE)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, json.loads(printed.out)


def _file(tmp_path: Path, data: Any, name: str = "case.json") -> str:
    path = tmp_path / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(path)


def test_round_gives_exactly_the_keys_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, ROUND)
    code, result = _run(capsys, "round", path)
    assert code == 0
    assert list(result) == [
        "places",
        "outside",
        "next_best",
        "total_deviation",
        "unique",
        "certificate",
        "digest",
    ]
    assert result["places"] == [[2, 2, 3], [0, 2, 2], [1, 2, 3], [0, 0, 1]]
    assert (result["outside"], result["next_best"], result["unique"]) == (0, 0, True)
    assert result["total_deviation"] == "2.666666"
    assert list(result["certificate"]) == ["row_potentials", "column_potentials"]
    assert _run(capsys, "check", path, _file(tmp_path, result, "result.json")) == (
        0,
        {"valid": True, "failures": []},
    )


def test_base_gives_exactly_the_keys_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, BASE)
    code, result = _run(capsys, "base", path)
    assert code == 0
    assert list(result) == [
        "adherence",
        "shares",
        "quotas",
        "totals",
        "totals_after_floor",
        "raised",
        "rounded_totals",
        "repair",
        "fitted",
        "places",
        "outside",
        "next_best",
        "total_deviation",
        "unique",
        "certificate",
        "steps",
        "digest",
    ]
    assert _run(capsys, "check", path, _file(tmp_path, result, "result.json"))[0] == 0
    result["places"][0][0] += 1
    code, answer = _run(capsys, "check", path, _file(tmp_path, result, "result.json"))
    assert code == 1
    assert answer["valid"] is False
    assert {"row_totals: 10", "column_totals: Noord"} <= set(answer["failures"])


def test_the_way_a_number_is_written_means_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copy.deepcopy(ROUND)
    other["quotas"][0] = ["3/2", 2.25, "3.2500000"]
    other["row_totals"] = ["7", 4.0, "12/2", 1]
    other["zeros"], other["lower"], other["upper"] = [], None, [[None] * 3] * 4
    first = _run(capsys, "round", _file(tmp_path, ROUND))
    assert _run(capsys, "round", _file(tmp_path, other)) == first


def test_the_order_of_lines_means_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copy.deepcopy(BASE)
    random.Random(1).shuffle(other["usage"])  # noqa: S311
    random.Random(2).shuffle(other["assignment"])  # noqa: S311
    first = _run(capsys, "base", _file(tmp_path, BASE))
    assert _run(capsys, "base", _file(tmp_path, other)) == first


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
    code, answer = _run(capsys, "round", _file(tmp_path, case))
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
    code, answer = _run(capsys, "base", _file(tmp_path, case))
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
    code, answer = _run(capsys, "base", _file(tmp_path, case))
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


def test_no_solution_is_exit_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeros = [[row, column] for row in ("1", "4") for column in ("x", "y")]
    case = _round_with(zeros=zeros, row_totals=[1, 5, 5, 2], column_totals=[6, 6, 1])
    code, answer = _run(capsys, "round", _file(tmp_path, case))
    assert code == 3
    assert answer["error"]["message"] == "rows 1 and 4 may only use column z: need 3, room 1"
    case = {**BASE, "zeros": [["10", "Zuid"], ["23", "Zuid"]]}
    code, answer = _run(capsys, "base", _file(tmp_path, case))
    assert code == 3
    assert answer["error"]["where"][0]["columns"] == ["Zuid"]
    code, answer = _run(capsys, "base", _file(tmp_path, {**BASE, "floor": "0.4"}))
    assert (code, answer["error"]["code"]) == (3, "floor_too_high")


@pytest.mark.parametrize(
    "arguments", [[], ["round"], ["solve", "x"], ["round", "a", "b"], ["check", "a"], ["--help"]]
)
def test_wrong_commands_are_answered_in_json(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, answer = _run(capsys, *arguments)
    assert (code, answer["error"]["code"]) == (2, "wrong_command")


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path, ROUND)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for arguments in (
        ["round", str(tmp_path / "absent.json")],
        ["base", str(tmp_path)],
        ["round", str(tmp_path / "bytes")],
        ["check", path, str(tmp_path / "absent.json")],
    ):
        code, answer = _run(capsys, *arguments)
        assert (code, answer["error"]["code"]) == (2, "unreadable_file")
        assert str(tmp_path) not in json.dumps(answer)
    code, answer = _run(capsys, "check", path, _file(tmp_path, "{", "result.json"))
    assert (code, answer["error"]["code"]) == (2, "invalid_json")
    assert _run(capsys, "check", path, _file(tmp_path, [1], "result.json"))[0] == 1


def test_labels_may_be_whole_numbers_and_other_keys_are_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = _round_with(rows=[1, 2, 3, 4], zeros=[[4, "x"]], title="a note")
    code, result = _run(capsys, "round", _file(tmp_path, case))
    assert code == 0
    assert _run(capsys, "round", _file(tmp_path, _round_with(zeros=[["4", "x"]])))[1] == result


def test_as_a_program_without_django(tmp_path: Path) -> None:
    path = _file(tmp_path, ROUND)
    environment = {key: value for key, value in os.environ.items() if "DJANGO" not in key}
    script = (
        "import sys, runpy; sys.argv = ['engine', 'round', sys.argv[1]]\n"
        "try: runpy.run_module('allocation.engine', run_name='__main__')\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert not any(name.partition('.')[0] == 'django' for name in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, path],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert json.loads(run.stdout)["next_best"] == 0
    failing = subprocess.run(
        [sys.executable, "-m", "allocation.engine", "base", path],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failing.returncode == 2
    assert json.loads(failing.stdout)["error"]["code"] == "missing_key"
    assert failing.stderr == ""
