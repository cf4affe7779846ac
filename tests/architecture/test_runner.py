"""`make test` counts right, and ends with a failure when something failed or could not be had."""

import sys

import pytest

from tests import run

RESULTS = """
<testsuites><testsuite>
  <testcase name="a" /><testcase name="b" /><testcase name="c" />
  <testcase name="d"><failure message="no" /></testcase>
  <testcase name="e"><error message="worse" /></testcase>
  <testcase name="f"><skipped message="no Chromium: apt-get install chromium" /></testcase>
  <testcase name="g"><skipped message="no Chromium: apt-get install chromium" /></testcase>
  <testcase name="h"><skipped message="no Redis: the package is not installed" /></testcase>
</testsuite></testsuites>
"""


@pytest.fixture(autouse=True)
def nowhere(monkeypatch):
    monkeypatch.delenv("CI", raising=False)


def test_counts_are_read_from_the_results(tmp_path):
    (tmp_path / "results.xml").write_text(RESULTS)
    outcome = run.count(tmp_path / "results.xml")
    assert str(outcome) == "3 passed, 2 failed, 3 skipped"
    assert outcome.not_run == {
        "no Chromium: apt-get install chromium": 2,
        "no Redis: the package is not installed": 1,
    }


def test_the_last_line_is_the_sum_and_stands_alone(capsys):
    first, second = run.Outcome(passed=3), run.Outcome(passed=4, not_run=run.Counter(["no Redis"]))
    assert run.conclude({"tests": (first, 1.0), "services": (second, 2.0)}) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["", "7 passed, 0 failed, 1 skipped"]
    assert "!!! 1 TESTS WERE NOT RUN !!!" in lines
    assert "!!!     1  no Redis" in lines


@pytest.mark.parametrize(
    ("outcome", "ci", "code"),
    [
        (run.Outcome(passed=1), "true", 0),
        (run.Outcome(passed=1, failed=1), "", 1),
        (run.Outcome(passed=1, not_run=run.Counter(["no Chromium"])), "", 0),
        (run.Outcome(passed=1, not_run=run.Counter(["no Chromium"])), "true", 1),
    ],
)
def test_exit_code(monkeypatch, capsys, outcome, ci, code):
    monkeypatch.setenv("CI", ci)
    assert run.conclude({"tests": (outcome, 1.0)}) == code


def test_a_check_that_fails_counts_as_one_failure():
    good, bad = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(3)"]
    assert run.check(good, good) == run.Outcome(passed=1)
    assert run.check(good, bad) == run.Outcome(failed=1)


def test_pytest_that_runs_nothing_is_a_failure(tmp_path):
    (tmp_path / "test_nothing.py").write_text("")
    assert run.tests(str(tmp_path)).failed == 1


def test_an_unknown_step_is_refused(capsys):
    assert run.main(["lint", "lints"]) == 2
    assert "Unknown: lints" in capsys.readouterr().out
