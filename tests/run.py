"""Run every check and every test, and end with one count: `make test`.

Each step runs even when an earlier one failed, so that one run shows all there is to mend. A step
that isn't pytest counts as one. What could not be run is said loudly; with CI=true it is a failure.
`tests/run.py STEP …` runs only the named steps.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests._services.selection import browser_path  # noqa: E402 - the path comes first

# What a developer may have set for a portal of their own has no place in the tests.
LEFT_OUT = ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL"]
PYTHON = sys.executable
PARALLEL = ["-n", "2", "--dist", "loadfile"]
INSTALL_BROWSER = [
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
]


@dataclass
class Outcome:
    """What came of one step."""

    passed: int = 0
    failed: int = 0
    not_run: Counter[str] = field(default_factory=Counter)

    @property
    def skipped(self) -> int:
        """How many tests were not run."""
        return self.not_run.total()

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed, self.failed + other.failed, self.not_run + other.not_run
        )


def check(*commands: Sequence[str]) -> Outcome:
    """Run commands that succeed or fail as a whole."""
    codes = [subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands]
    return Outcome(failed=1) if any(codes) else Outcome(passed=1)


def tests(*options: str) -> Outcome:
    """Run pytest and count."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        command = [PYTHON, "-m", "pytest", "-q", "--benchmark-disable", f"--junitxml={results}"]
        done = subprocess.run([*command, *options], cwd=ROOT, check=False)
        outcome = count(results) if results.exists() else Outcome()
    if done.returncode and not outcome.failed:
        outcome.failed = 1  # nothing collected, or pytest itself broke
    return outcome


def count(results: Path) -> Outcome:
    """Read the counts, and the reasons of what was skipped, from pytest's JUnit file."""
    outcome = Outcome()
    for case in ElementTree.parse(results).iter("testcase"):  # noqa: S314 - our own file
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skip is not None:
            outcome.not_run[skip.get("message", "").split("\n")[0]] += 1
        else:
            outcome.passed += 1
    return outcome


def ensure_browser() -> None:
    """Install Debian's Chromium when there is no browser, where that is allowed."""
    if browser_path() or shutil.which("apt-get") is None:
        return
    if os.geteuid() == 0:
        privileged: list[str] = []
    elif subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        privileged = ["sudo", "-n"]
    else:
        return
    print("No browser found: installing Debian's chromium", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for command in INSTALL_BROWSER:
        subprocess.run([*privileged, *command], check=False, stdout=subprocess.DEVNULL)


def browser_tests() -> Outcome:
    """Walk through the portal in a browser."""
    ensure_browser()
    return tests("-m", "browser", *PARALLEL)


STEPS: dict[str, Callable[[], Outcome]] = {
    "lint": lambda: check(
        [PYTHON, "-m", "ruff", "check", "."], [PYTHON, "-m", "ruff", "format", "--check", "."]
    ),
    "types": lambda: check([PYTHON, "-m", "mypy"]),
    "layers": lambda: check([str(Path(PYTHON).parent / "lint-imports")]),
    "tests": lambda: tests("-m", "not postgres and not redis and not browser", *PARALLEL),
    "services": lambda: tests("--services", *PARALLEL),
    "browser": browser_tests,
}


def main(arguments: Sequence[str]) -> int:
    """Run the steps, tell what came of each, and print the count."""
    names = list(arguments) or list(STEPS)
    if unknown := set(names) - set(STEPS):
        print(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(STEPS)}.")
        return 2
    with tempfile.TemporaryDirectory() as var:
        for name in LEFT_OUT:
            os.environ.pop(name, None)
        os.environ |= {"BOLS_DEMO": "1", "BOLS_VAR": var}
        return conclude({name: run(name) for name in names})


def run(name: str) -> tuple[Outcome, float]:
    """Run one step under its heading; return what came of it and how long it took."""
    print(f"\n=== {name} ".ljust(80, "="), flush=True)
    began = time.monotonic()
    return STEPS[name](), time.monotonic() - began


def conclude(outcomes: dict[str, tuple[Outcome, float]]) -> int:
    """Print the steps, what could not be run, and last the count; return the exit code."""
    total = sum((outcome for outcome, _seconds in outcomes.values()), Outcome())
    print("\n=== all together ".ljust(80, "="))
    for name, (outcome, seconds) in outcomes.items():
        print(f"{'FAILED' if outcome.failed else 'ok':7}{name:10}{outcome!s:45}{seconds:6.0f} s")
    if total.skipped:
        print(f"\n!!! {total.skipped} TESTS WERE NOT RUN !!!")
        for reason, number in total.not_run.most_common():
            print(f"!!! {number:5}  {reason}")
        if in_ci():
            print("!!! CI=true: that is a failure")
    print(f"\n{total}", flush=True)
    return 1 if total.failed or (total.skipped and in_ci()) else 0


def in_ci() -> bool:
    """Whether nobody is there to read that something is missing."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
