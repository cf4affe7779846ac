"""pytest plugin: an environment of their own for the tests, and real services with `--services`.

Loaded with `-p`, so that it runs before Django reads its settings. xdist's workers inherit what it
puts in the environment.
"""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests._services import postgres, redis
from tests._services.process import Service, ServiceUnavailable

Start = Callable[[Path], tuple[Service, str]]
# the settings' variable, the variable with which a developer offers a server, name, our own
SERVICES: list[tuple[str, str, str, Start]] = [
    ("DATABASE_URL", "TEST_DATABASE_URL", "PostgreSQL", postgres.start),
    ("REDIS_URL", "TEST_REDIS_URL", "Redis", redis.start),
]
LEFT_TO_THE_TESTS = ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "SITE_URL", "PROXY_COUNT"]
MISSING = "BOLS_TESTS_MISSING_"  # + name: why a service that was asked for is not there

_stack = contextlib.ExitStack()
_said: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--services`."""
    parser.addoption(
        "--services",
        action="store_true",
        help="run on real PostgreSQL and Redis, only what touches the database or needs them",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Set the environment: as a wrapper, before pytest-django reads the settings in this hook."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        # A run that is ended from outside (a build's time limit) cleans up as well.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        _prepare_run(services=early_config.known_args_namespace.services)
    else:
        _prepare_worker(worker)
    return (yield)


def pytest_report_header() -> list[str]:
    """Say which services the tests use."""
    return _said or ["services: SQLite, tasks in folders (--services for PostgreSQL and Redis)"]


def pytest_unconfigure() -> None:
    """Stop what was started and remove what was written."""
    _stack.close()


def _prepare_run(*, services: bool) -> None:
    # Sockets allow 107 bytes, so not under a long TMPDIR.
    base = "/tmp" if Path("/tmp").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="bols-", dir=base))
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    for name in [*LEFT_TO_THE_TESTS, "DATABASE_URL", "REDIS_URL"]:
        os.environ.pop(name, None)
    (folder / "var" / "static").mkdir(parents=True)
    os.environ |= {"BOLS_DEMO": "1", "BOLS_VAR": str(folder / "var"), "LOG_LEVEL": "WARNING"}
    # The processes that tests start load as little of the demo as there is: it has its own tests.
    os.environ["BOLS_DEMO_UNTIL"] = "opened"
    if services:
        for variable, offered, name, start in SERVICES:
            _provide(variable, os.environ.get(offered, ""), name, start, folder)


def _provide(variable: str, offered: str, name: str, start: Start, folder: Path) -> None:
    if offered:
        os.environ[variable] = offered
        _said.append(f"services: {name} of your own, at {urlsplit(offered).hostname}")
        return
    own = folder / name.lower()
    own.mkdir()
    try:
        service, os.environ[variable] = start(own)
    except ServiceUnavailable as reason:
        os.environ[MISSING + name] = str(reason)
        _said.append(f"services: NO {name}: {reason}")
        return
    _stack.callback(service.stop)
    _said.append(f"services: {name} started for these tests")


def _prepare_worker(worker: str) -> None:
    """Give each worker its own folder and Redis database; pytest-django splits the database."""
    own = Path(os.environ["BOLS_VAR"]) / worker
    (own / "static").mkdir(parents=True, exist_ok=True)
    os.environ["BOLS_VAR"] = str(own)
    if url := os.environ.get("REDIS_URL"):
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
