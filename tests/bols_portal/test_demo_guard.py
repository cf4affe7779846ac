"""Demo and production are never mixed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bols_portal import demo_guard
from bols_portal.demo_guard import DEMO_SECRET_KEY, UnsafeSettings

ROOT = Path(demo_guard.__file__).resolve().parent.parent
DEMO = {
    "demo": True,
    "secret_key": DEMO_SECRET_KEY,
    "allowed_hosts": ["127.0.0.1", "localhost", "[::1]"],
    "database_name": "/srv/var/demo.sqlite3",
}
PRODUCTION = {
    "demo": False,
    "secret_key": "a-long-secret-of-our-own",
    "allowed_hosts": ["portaal.example.org"],
    "database_name": "bols",
}


@pytest.mark.parametrize("settings", [DEMO, PRODUCTION], ids=["demo", "production"])
def test_settings_of_one_kind_start(settings):
    assert demo_guard.check(**settings) is None


@pytest.mark.parametrize(
    ("base", "change", "words"),
    [
        (DEMO, {"secret_key": "a-long-secret-of-our-own"}, "SECRET_KEY is set"),
        (DEMO, {"allowed_hosts": ["127.0.0.1", "portaal.example.org"]}, "portaal.example.org"),
        (DEMO, {"allowed_hosts": ["*"]}, r"names \*"),
        (DEMO, {"allowed_hosts": ["192.0.2.7"]}, "names 192.0.2.7"),
        (DEMO, {"database_name": "bols"}, "'bols' is not a demo database"),
        (DEMO, {"database_name": "/demo/portal.sqlite3"}, "'portal.sqlite3' is not a demo"),
        (PRODUCTION, {"secret_key": ""}, "SECRET_KEY is missing"),
        (PRODUCTION, {"secret_key": DEMO_SECRET_KEY}, "public demo key"),
        (PRODUCTION, {"allowed_hosts": []}, "ALLOWED_HOSTS is missing"),
        (PRODUCTION, {"database_name": "bols_demo"}, "is a demo database"),
        (PRODUCTION, {"database_name": "/var/demo.sqlite3"}, "is a demo database"),
    ],
)
def test_mixed_settings_are_refused_by_name(base, change, words):
    with pytest.raises(UnsafeSettings, match=words):
        demo_guard.check(**{**base, **change})


def test_all_faults_are_named_at_once():
    with pytest.raises(UnsafeSettings) as refusal:
        demo_guard.check(demo=False, secret_key="", allowed_hosts=[], database_name="demo")
    assert len(str(refusal.value).splitlines()) == 4


def test_production_on_sqlite_is_warned():
    with pytest.warns(RuntimeWarning, match="No DATABASE_URL"):
        demo_guard.check(**{**PRODUCTION, "database_name": "/srv/var/portal.sqlite3"})


def start(tmp_path, **environment):
    """Load the settings as a start of the portal does; return exit code and output."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "BOLS_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_production_secret_stops_the_demo_before_it_starts(tmp_path):
    code, output = start(tmp_path, BOLS_DEMO="1", SECRET_KEY="a-long-secret-of-our-own")
    assert code != 0
    assert "Demo mode (BOLS_DEMO) refuses to start" in output


def test_an_empty_environment_is_production_and_does_not_start(tmp_path):
    code, output = start(tmp_path)
    assert code != 0
    assert "SECRET_KEY is missing" in output
    assert "ALLOWED_HOSTS is missing" in output
