"""The portal's own processes on a machine with nothing else."""

import signal
import socket
import subprocess

import pytest

from tests.bols_portal.processes import (
    clean_environment,
    free_port,
    get,
    group_is_gone,
    python,
    round_trip,
    run,
    wait_for,
)

pytestmark = pytest.mark.processes


@pytest.fixture
def alone(tmp_path):
    """Return the environment of a machine without any service; production, so without demo data."""
    return clean_environment(
        BOLS_VAR=str(tmp_path / "var"),
        BOLS_PORT=str(free_port()),
        SECRET_KEY="a-long-secret-of-our-own",
        ALLOWED_HOSTS="127.0.0.1",
        BOLS_HTTPS="0",
    )


def test_one_command_serves_pages_and_carries_out_tasks_and_leaves_nothing(alone, tmp_path):
    log = tmp_path / "log"
    command, options = python("-m", "bols_portal.serve", env=alone)
    with log.open("w") as output:
        portal = subprocess.Popen(command, **options, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{alone['BOLS_PORT']}"
    wait_for(lambda: f"The portal is ready: {address}" in log.read_text(), portal)
    assert get(alone["BOLS_PORT"], "/healthz") == (200, "ok\n")
    assert get(alone["BOLS_PORT"], "/readyz")[0] == 200
    round_trip(alone)

    second = subprocess.run(command, **options, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "already runs on the data" in second.stdout

    children = children_of(portal.pid)
    assert len(children) == 4  # web, worker, beat and the watchdog
    portal.send_signal(signal.SIGINT)
    assert portal.wait(20) == 0
    assert all(group_is_gone(pid) for pid in children)
    assert "Stopped." in log.read_text()


def children_of(pid):
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = (line.split() for line in listed.splitlines())
    return [int(child) for child, parent in pairs if parent == str(pid)]


def test_a_taken_port_is_said_with_a_way_out(alone):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        command, options = python("-m", "bols_portal.serve", env=alone | {"BOLS_PORT": str(taken)})
        done = subprocess.run(command, **options, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Can't listen on 127.0.0.1:{taken}" in done.stdout
    assert f"BOLS_PORT={taken + 1} make run" in done.stdout


def test_settings_that_are_refused_are_shown_and_nothing_starts(alone):
    command, options = python("-m", "bols_portal.serve", env=alone | {"ALLOWED_HOSTS": ""})
    done = subprocess.run(command, **options, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ALLOWED_HOSTS is missing" in done.stderr
    assert "could not be prepared" in done.stdout


def test_preparing_again_changes_nothing(alone):
    first = run("-m", "bols_portal.serve", "prepare", env=alone)
    assert "Preparing the database" in first
    assert "Gathering the static files" in first
    assert run("-m", "bols_portal.serve", "prepare", env=alone) == ""
