"""The portal's own processes: on a bare machine, and as the containers start them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.bols_portal.compose import PORTAL, ROOT, document, environment

pytestmark = pytest.mark.processes
TIMEOUT = 60  # seconds; two cores shared with other tests
ROUND_TRIP = """
import sys, time
import django; django.setup()
from django.core.cache import cache
from bols_portal.tasks import ping, ping_key
ping.delay(sys.argv[1])
deadline = time.monotonic() + 30
while cache.get(ping_key(sys.argv[1])) != "pong":
    assert time.monotonic() < deadline, "nobody carried the task out"
    time.sleep(0.05)
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(**values):
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **values}


def python(*arguments, env):
    return [sys.executable, *arguments], {"cwd": ROOT, "env": env}


def run(*arguments, env):
    command, options = python(*arguments, env=env)
    done = subprocess.run(command, **options, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def succeeds(*arguments, env):
    command, options = python(*arguments, env=env)
    return subprocess.run(command, **options, check=False).returncode == 0


def round_trip(env):
    django = {"DJANGO_SETTINGS_MODULE": "bols_portal.settings"}
    run("-c", ROUND_TRIP, uuid.uuid4().hex, env=env | django)


def wait_for(condition, process):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert process.poll() is None, f"ended with {process.returncode}"
        assert time.monotonic() < deadline
        time.sleep(0.1)


def get(port, path, host="127.0.0.1"):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - loopback
        return answer.status, answer.read().decode()


def group_is_gone(pid):
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return True
    return False


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


@pytest.fixture
def containers(tmp_path):
    """Return the environment of each container, with the services of the tests in their places."""
    import psycopg
    from django.db import connection

    name = f"containers_{uuid.uuid4().hex[:8]}"
    known = connection.get_connection_params()
    server = {word: known[word] for word in ("host", "port", "user", "password") if word in known}
    server |= {"dbname": "postgres", "autocommit": True}
    with psycopg.connect(**server) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    given = {
        "SECRET_KEY": "a-long-secret-of-our-own",
        "POSTGRES_PASSWORD": "unused",
        "ALLOWED_HOSTS": "portaal.example.org",
        "SITE_URL": "https://portaal.example.org",
    }
    here = {
        "DATABASE_URL": with_path(os.environ["DATABASE_URL"], name),
        "REDIS_URL": with_path(os.environ["REDIS_URL"], "15"),
        "BOLS_VAR": str(tmp_path / "data"),
        "BOLS_PORT": str(free_port()),
    }
    yield {each: clean_environment(**environment(each, given) | here) for each in PORTAL}
    with psycopg.connect(**server) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def with_path(url, path):
    return urlsplit(url)._replace(path=f"/{path}").geturl()


@pytest.mark.postgres
@pytest.mark.redis
def test_the_containers_commands_work_on_postgresql_and_redis(containers):
    services = document()["services"]
    commands = {name: services[name]["command"][1:] for name in PORTAL}
    run(*commands["prepare"], env=containers["prepare"])
    started = {}
    try:
        for name in ("web", "worker", "beat"):
            command, options = python(*commands[name], env=containers[name])
            started[name] = subprocess.Popen(command, **options, start_new_session=True)
        for name, process in started.items():
            check = services[name]["healthcheck"]["test"][2:]
            wait_for(partial(succeeds, *check, env=containers[name]), process)
        status, body = get(containers["web"]["BOLS_PORT"], "/readyz", host="portaal.example.org")
        assert (status, "unavailable" in body) == (200, False)
        round_trip(containers["web"])
    finally:
        for process in started.values():
            process.terminate()
        codes = {name: process.wait(30) for name, process in started.items()}
    assert codes == {"web": 0, "worker": 0, "beat": 0}
    assert all(group_is_gone(process.pid) for process in started.values())
