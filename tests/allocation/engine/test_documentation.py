"""The examples of docs/engine.md are what the engine gives."""

import json
import re
from pathlib import Path
from typing import Any

from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.cases import base_case_from_json, round_case_from_json
from allocation.engine.proposal import proposal_to_json, propose
from allocation.engine.proposal_cases import propose_case_from_json
from allocation.engine.results import base_result_to_json, round_result_to_json
from allocation.engine.round_table import round_table
from allocation.engine.steps import SOURCES

TEXT = (Path(__file__).parents[3] / "docs" / "engine.md").read_text(encoding="utf-8")
EXAMPLES: list[dict[str, Any]] = [
    json.loads(block, parse_float=str) for block in re.findall(r"```json\n(.*?)```", TEXT, re.S)
]


def test_the_example_of_round() -> None:
    case, result = EXAMPLES[:2]
    assert round_result_to_json(round_table(round_case_from_json(case))) == result


def test_the_example_of_propose() -> None:
    at = next(k for k, example in enumerate(EXAMPLES) if "advice" in example)
    case, result = EXAMPLES[at : at + 2]
    assert proposal_to_json(propose(propose_case_from_json(case))) == result


def test_the_example_of_base() -> None:
    case = next(example for example in EXAMPLES if "usage" in example)
    result = base_result_to_json(compute_base_distribution(base_case_from_json(case)))
    written = re.findall(r"^\| `(\w+)`(?: (\d\d))? \|(.*)$", TEXT, re.M)
    shown = [
        (key, code, [cell.strip() for cell in cells.split("|")[:3]])
        for key, code, cells in written
        if key in result and re.match(r"[ \d.|]+\|", cells)
    ]
    assert len(shown) == 12
    for key, code, numbers in shown:
        table = result[key]
        row = table[("10", "23").index(code)] if code else table
        assert [str(value) for value in row] == numbers, (key, code)


def test_every_step_and_every_key_is_described() -> None:
    for rule in SOURCES:
        assert f"`{rule}`" in TEXT
    case = next(example for example in EXAMPLES if "usage" in example)
    for key in base_result_to_json(compute_base_distribution(base_case_from_json(case))):
        assert f"`{key}`" in TEXT
