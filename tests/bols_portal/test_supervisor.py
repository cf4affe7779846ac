"""The supervisor keeps its children running and leaves none behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bols_portal.supervisor import ChildFailed, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
# Writes its number, and that of a child of its own, to a file; then stays, whatever it is asked.
STUBBORN = """
import os, signal, subprocess, sys, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
grandchild = subprocess.Popen(["sleep", "60"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {grandchild.pid}\\n")
time.sleep(60)
"""
RUNNER = f"""
import os, sys
from bols_portal.supervisor import Supervisor
with Supervisor(os.environ, grace=0.5) as supervisor:
    supervisor.keep("stubborn", [sys.executable, "-c", {STUBBORN!r}, sys.argv[1]])
    supervisor.wait()
"""


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        if Path("/proc").is_dir():
            return False
    return subprocess.run(["ps", "-p", str(pid)], capture_output=True, check=False).returncode == 0


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def children(file):
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_child_or_grandchild_outlives_the_supervisor(tmp_path, number):
    file = tmp_path / "pids"
    supervisor = subprocess.Popen([sys.executable, "-c", RUNNER, str(file)], cwd=ROOT)
    wait_for(lambda: len(children(file)) == 2)
    started = children(file)
    assert all(is_alive(pid) for pid in started)
    supervisor.send_signal(number)
    supervisor.wait(10)
    wait_for(lambda: not any(is_alive(pid) for pid in started))


@pytest.mark.processes
def test_the_supervisor_stops_when_whoever_started_it_is_gone(tmp_path):
    file = tmp_path / "pids"
    # `sh -c "…; true"` stays the parent, as make does.
    shell = subprocess.Popen(
        ["sh", "-c", '"$0" -c "$1" "$2"; true', sys.executable, RUNNER, str(file)], cwd=ROOT
    )
    wait_for(lambda: len(children(file)) == 2)
    shell.kill()
    shell.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in children(file)))


@pytest.mark.processes
def test_a_killed_child_is_started_again(tmp_path):
    file = tmp_path / "pids"
    with Supervisor(os.environ, grace=0.5) as supervisor:
        supervisor.keep("stubborn", [sys.executable, "-c", STUBBORN, str(file)])
        supervisor.wait(until=lambda: len(children(file)) == 2)
        first, grandchild = children(file)
        os.kill(first, signal.SIGKILL)
        supervisor.wait(until=lambda: len(children(file)) == 4)
        assert not is_alive(grandchild)
    assert not any(is_alive(pid) for pid in children(file))


def test_a_child_that_never_starts_is_given_up_by_name():
    with Supervisor(os.environ) as supervisor:
        supervisor.keep("broken", [sys.executable, "-c", "raise SystemExit(7)"])
        with pytest.raises(ChildFailed, match=r"broken does not keep running \(exit code 7\)"):
            supervisor.wait()


def test_a_command_that_completes_tells_whether_it_succeeded():
    with Supervisor(os.environ) as supervisor:
        assert supervisor.complete([sys.executable, "-c", "pass"])
        assert not supervisor.complete([sys.executable, "-c", "raise SystemExit(1)"])


def test_signal_handlers_are_as_before():
    before = signal.getsignal(signal.SIGINT)
    with Supervisor(os.environ):
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
