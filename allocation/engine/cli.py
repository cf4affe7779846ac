"""The command line: what an auditor runs to repeat a calculation outside the portal.

    python -m allocation.engine round CASE.json
    python -m allocation.engine base CASE.json
    python -m allocation.engine propose CASE.json
    python -m allocation.engine check CASE.json RESULT.json

Everything is JSON on standard output. Exit 0; 1 where a check fails; 2 for bad input; 3 where no
solution exists.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from allocation.engine.cases import base_case_from_json, is_base_case, round_case_from_json
from allocation.engine.errors import EngineError, Fault, InvalidCaseError
from allocation.engine.proposal_cases import is_propose_case, propose_case_from_json
from allocation.engine.reading import load_json
from allocation.engine.verification import verify

USAGE = "use: round CASE.json | base CASE.json | propose CASE.json | check CASE.json RESULT.json"


def main(arguments: list[str]) -> int:
    """Carry out one command; prints JSON and returns the exit code."""
    try:
        match arguments:
            case ["round", path]:
                return _round(Path(path))
            case ["base", path]:
                return _base(Path(path))
            case ["propose", path]:
                return _propose(Path(path))
            case ["check", path, result]:
                return _check(Path(path), Path(result))
            case _:
                raise InvalidCaseError([Fault("wrong_command", USAGE, {"at": "command line"})])
    except EngineError as error:
        _print(error.to_json())
        return error.exit_code


def _round(path: Path) -> int:
    # The solver is loaded only where something is solved: a check needs none of it.
    from allocation.engine.results import round_result_to_json
    from allocation.engine.round_table import round_table

    _print(round_result_to_json(round_table(round_case_from_json(load_json(path)))))
    return 0


def _base(path: Path) -> int:
    from allocation.engine.base_distribution import compute_base_distribution
    from allocation.engine.results import base_result_to_json

    _print(base_result_to_json(compute_base_distribution(base_case_from_json(load_json(path)))))
    return 0


def _propose(path: Path) -> int:
    from allocation.engine.proposal import proposal_to_json, propose

    _print(proposal_to_json(propose(propose_case_from_json(load_json(path)))))
    return 0


def _check(path: Path, result_path: Path) -> int:
    case, result = load_json(path), load_json(result_path, whole_numbers=True)
    _reader_of(case)(case)
    failures = verify(case, result)
    _print({"valid": not failures, "failures": failures})
    return 1 if failures else 0


def _reader_of(case: Any) -> Callable[[Any], object]:
    """What reads a case of this kind, and refuses it with all its faults."""
    if is_propose_case(case):
        return propose_case_from_json
    return base_case_from_json if is_base_case(case) else round_case_from_json


def _print(data: Any) -> None:
    """Print JSON; every row of a table on a line of its own."""
    sys.stdout.write(_text(data) + "\n")


def _text(data: Any, indent: str = "") -> str:
    inner = indent + "  "
    if isinstance(data, dict) and data:
        pairs = (f"{json.dumps(key)}: {_text(value, inner)}" for key, value in data.items())
        return "{\n" + ",\n".join(inner + pair for pair in pairs) + f"\n{indent}}}"
    if isinstance(data, list) and data and isinstance(data[0], (list, dict)):
        return "[\n" + ",\n".join(inner + json.dumps(x) for x in data) + f"\n{indent}]"
    return json.dumps(data)
