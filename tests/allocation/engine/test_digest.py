"""The seal is the same on every machine and every Python; here it is written down."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocation.engine.base_distribution import compute_base_distribution
from allocation.engine.cases import base_case_to_json, round_case_to_json
from allocation.engine.digest import check, digest, normal_form
from allocation.engine.proposal import proposal_to_json, propose
from allocation.engine.results import base_result_to_json, round_result_to_json
from allocation.engine.round_table import round_table
from tests.allocation.engine.proposals import case_of
from tests.allocation.engine.small_bases import small_base
from tests.allocation.engine.small_cases import small_case
from tests.allocation.engine.test_base_distribution import CASE
from tests.allocation.engine.test_proposal import CASE as PROPOSAL

ROOT = Path(__file__).parents[3]
# A change here is a change of form: then FORMAT in digest.py changes too.
PINNED = {
    "hand": "a9370b9544b3cc99fde2ffa066f554f23ca8d245e8c225e1084b0808ba1d8b05",
    "base 11": "99e9b57aa615d5e3cf89b5d659a728c42932ac77f334cdd1b9ef8e99e0845a96",
    "round 5": "e7050f8f74489677b4693a1bac926194c13cea94dd291a9b59a515567da9c124",
}


def _sealed(name: str) -> tuple[Any, Any]:
    if name.startswith("round"):
        table = small_case(int(name.split()[1]))
        return round_case_to_json(table), round_result_to_json(round_table(table))
    case = CASE if name == "hand" else small_base(int(name.split()[1]))
    return base_case_to_json(case), base_result_to_json(compute_base_distribution(case))


@pytest.mark.parametrize("name", PINNED)
def test_digests_never_change(name: str) -> None:
    case, result = _sealed(name)
    assert result["digest"] == PINNED[name] == digest(case, result)


def test_the_seal_covers_case_and_result() -> None:
    case, result = _sealed("hand")
    assert check(case, result) == []
    case["usage"][0]["amount"] += 1
    assert check(case, result) == ["digest: not that of this case and this result"]
    assert check({}, result) == ["digest: not that of this case and this result"]


def test_the_normal_form_has_no_order_where_order_means_nothing() -> None:
    case, _ = _sealed("hand")
    turned = {**case, "usage": case["usage"][::-1], "assignment": case["assignment"][::-1]}
    assert normal_form(turned) == normal_form(case)
    assert normal_form({**case, "regions": case["regions"][::-1]}) != normal_form(case)


def test_other_pythons_on_this_machine_agree_with_the_check(tmp_path: Path) -> None:
    """The check needs nothing but a Python, so every one found here is asked."""
    for case, result in (_sealed("hand"), (PROPOSAL, proposal_to_json(propose(case_of(PROPOSAL))))):
        _ask_every_python(tmp_path, case, result)


def _ask_every_python(tmp_path: Path, case: Any, result: Any) -> None:
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    (tmp_path / "result.json").write_text(json.dumps(result), encoding="utf-8")
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "from allocation.engine.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    files = [str(ROOT), "check", str(tmp_path / "case.json"), str(tmp_path / "result.json")]
    for python in _pythons():
        assert _run(python, "-I", "-c", script, *files) == (0, ""), python


def _pythons() -> list[str]:
    found = {shutil.which(f"python3.{minor}") for minor in range(11, 20)}
    names = {name for name in found if name and _run(name, "-c", "")[0] == 0}
    return sorted(names | {sys.executable})


def _run(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr
