"""Start the portal's processes as an operator would, and look whether they do their work."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

from tests.bols_portal.compose import ROOT

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
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def group_is_gone(pid):
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return True
    return False
