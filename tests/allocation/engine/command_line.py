"""Cases as files and the command line called in this process, for the tests of both."""

import json
from pathlib import Path
from typing import Any

import pytest

from allocation.engine.cases import base_case_to_json
from allocation.engine.cli import main
from tests.allocation.engine.test_base_distribution import CASE

ROUND: dict[str, Any] = {
    "rows": ["1", "2", "3", "4"],
    "columns": ["x", "y", "z"],
    "quotas": [[1.5, "2.25", "13/4"], [0.5, 1.75, "1.75"], [1, "2", 3], ["0", "1/3", "2/3"]],
    "row_totals": [7, "4", 6, 1],
    "column_totals": [3, 6, 9],
}
BASE = base_case_to_json(CASE)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, json.loads(printed.out)


def file_of(tmp_path: Path, data: Any, name: str = "case.json") -> str:
    path = tmp_path / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(path)
