"""Files and functions stay readable, and nothing points outside the repository."""

import ast
import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("bols_portal/", "allocation/", "consultation/", "complaints/", "tools/", "benchmarks/")
MAX_FILE, MAX_FUNCTION = 300, 40  # lines; of a function its body, without signature and docstring
# What may be longer, and why. Keep it short: a long file is usually two.
LONG_FILES = {
    "bols_portal/settings.py": "one list, read from top to bottom; Django wants it in one module",
}
LONG_FUNCTIONS: dict[str, str] = {}
# A path on somebody's machine, or beside the repository: nobody else has it.
FOREIGN = re.compile(r"(?<![\w.:/-])(?:/(?:home|Users|root|work|mnt)/\w|shared/)")
BINARY = {".mo", ".png", ".jpg", ".ico", ".woff2", ".xlsx", ".ttf", ".otf", ".pdf", ".gz"}


@cache
def tracked():
    """Return the paths of the repository's files; of all files outside a checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        return sorted(
            path.relative_to(ROOT).as_posix()
            for path in ROOT.rglob("*")
            if path.is_file() and not {".venv", "var", "__pycache__"} & set(path.parts)
        )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def python_files(*folders):
    return [
        name
        for name in tracked()
        if name.endswith(".py") and name.startswith(folders) and "/migrations/" not in name
    ]


def functions_of(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}:{node.name}", length(node)


def length(node):
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return node.end_lineno - body[0].lineno + 1 if body else 0


def test_files_are_short():
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in python_files(*SOURCES, "tests/")
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > MAX_FILE}
    assert {name: n for name, n in too_long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(too_long), "no longer long: take it off the list"


def test_functions_are_short():
    too_long = {
        function: lines
        for name in python_files(*SOURCES)
        for function, lines in functions_of(name)
        if lines > MAX_FUNCTION
    }
    assert {name: n for name, n in too_long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(too_long), "no longer long: take it off the list"


def test_nothing_points_outside_the_repository():
    own = Path(__file__).relative_to(ROOT).as_posix()
    found = {}
    for name in tracked():
        if name == own or Path(name).suffix in BINARY:
            continue
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        if matches := FOREIGN.findall(text):
            found[name] = matches
    assert found == {}


def test_no_scratch_is_tracked():
    forbidden = (".venv/", "var/", ".env", ".mypy_cache/", ".ruff_cache/", ".hypothesis/")
    assert [name for name in tracked() if name.startswith(forbidden)] == []
    assert [name for name in tracked() if name.endswith((".pyc", ".sqlite3", ".orig"))] == []


def test_the_licence_is_the_eupl():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    "target",
    ["run", "demo-reset", "test", "lint", "types", "messages", "lock", "bench", "clean", "help"],
)
def test_make_has_and_explains_its_commands(target):
    assert re.search(rf"^{target}:.*## \S", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_build_runs_the_same_tests():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-2:] == ["export CI=true", "exec make test"]
