"""The command line as an auditor uses it: forms, exit codes, errors."""

import copy
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.allocation.engine.command_line import BASE, ROUND, file_of, run

ROOT = Path(__file__).parents[3]


def test_round_gives_exactly_the_keys_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(tmp_path, ROUND)
    code, result = run(capsys, "round", path)
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
    assert run(capsys, "check", path, file_of(tmp_path, result, "result.json")) == (
        0,
        {"valid": True, "failures": []},
    )


def test_base_gives_exactly_the_keys_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(tmp_path, BASE)
    code, result = run(capsys, "base", path)
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
    assert run(capsys, "check", path, file_of(tmp_path, result, "result.json"))[0] == 0
    result["places"][0][0] += 1
    code, answer = run(capsys, "check", path, file_of(tmp_path, result, "result.json"))
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
    first = run(capsys, "round", file_of(tmp_path, ROUND))
    assert run(capsys, "round", file_of(tmp_path, other)) == first


def test_the_order_of_lines_means_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = copy.deepcopy(BASE)
    random.Random(1).shuffle(other["usage"])  # noqa: S311
    random.Random(2).shuffle(other["assignment"])  # noqa: S311
    first = run(capsys, "base", file_of(tmp_path, BASE))
    assert run(capsys, "base", file_of(tmp_path, other)) == first


def test_no_solution_is_exit_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zeros = [[row, column] for row in ("1", "4") for column in ("x", "y")]
    case = {**ROUND, "zeros": zeros, "row_totals": [1, 5, 5, 2], "column_totals": [6, 6, 1]}
    code, answer = run(capsys, "round", file_of(tmp_path, case))
    assert code == 3
    assert answer["error"]["message"] == "rows 1 and 4 may only use column z: need 3, room 1"
    case = {**BASE, "zeros": [["10", "Zuid"], ["23", "Zuid"]]}
    code, answer = run(capsys, "base", file_of(tmp_path, case))
    assert code == 3
    assert answer["error"]["where"][0]["columns"] == ["Zuid"]
    code, answer = run(capsys, "base", file_of(tmp_path, {**BASE, "floor": "0.4"}))
    assert (code, answer["error"]["code"]) == (3, "floor_too_high")


@pytest.mark.parametrize(
    "arguments", [[], ["round"], ["solve", "x"], ["round", "a", "b"], ["check", "a"], ["--help"]]
)
def test_wrong_commands_are_answered_in_json(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, answer = run(capsys, *arguments)
    assert (code, answer["error"]["code"]) == (2, "wrong_command")


def test_files_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file_of(tmp_path, ROUND)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for arguments in (
        ["round", str(tmp_path / "absent.json")],
        ["base", str(tmp_path)],
        ["round", str(tmp_path / "bytes")],
        ["check", path, str(tmp_path / "absent.json")],
    ):
        code, answer = run(capsys, *arguments)
        assert (code, answer["error"]["code"]) == (2, "unreadable_file")
        assert str(tmp_path) not in json.dumps(answer)
    code, answer = run(capsys, "check", path, file_of(tmp_path, "{", "result.json"))
    assert (code, answer["error"]["code"]) == (2, "invalid_json")
    assert run(capsys, "check", path, file_of(tmp_path, [1], "result.json"))[0] == 1


def test_labels_may_be_whole_numbers_and_other_keys_are_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {**ROUND, "rows": [1, 2, 3, 4], "zeros": [[4, "x"]], "title": "a note"}
    code, result = run(capsys, "round", file_of(tmp_path, case))
    assert code == 0
    assert run(capsys, "round", file_of(tmp_path, {**ROUND, "zeros": [["4", "x"]]}))[1] == result


def test_as_a_program_without_django(tmp_path: Path) -> None:
    path = file_of(tmp_path, ROUND)
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
