"""What the containers of docker-compose.yml start works on a real PostgreSQL and Redis."""

import os
import shutil
import subprocess
import uuid
from functools import partial
from urllib.parse import urlsplit

import psycopg
import pytest

from tests._services import postgres
from tests._services.process import ServiceUnavailable
from tests.bols_portal.compose import PORTAL, ROOT, document, environment
from tests.bols_portal.processes import (
    clean_environment,
    free_port,
    get,
    group_is_gone,
    python,
    round_trip,
    run,
    succeeds,
    wait_for,
)

pytestmark = [pytest.mark.processes, pytest.mark.postgres, pytest.mark.redis]
SERVICES = document()["services"]
GIVEN = {
    "SECRET_KEY": "a-long-secret-of-our-own",
    "POSTGRES_PASSWORD": "another-secret",
    "APP_DATABASE_PASSWORD": "a-third-secret",
    "ALLOWED_HOSTS": "portaal.example.org",
    "SITE_URL": "https://portaal.example.org",
}


def address(url, **parts):
    return urlsplit(url)._replace(**parts).geturl()


def psql():
    """Return the folder of PostgreSQL's client, or skip."""
    try:
        return str(postgres.binaries())
    except ServiceUnavailable:
        if shutil.which("psql") is None:
            pytest.skip("no psql")
        return os.environ["PATH"]


@pytest.fixture
def database():
    """Make an empty database and the portal's role as the container does; return its URL."""
    name, owner = f"containers_{uuid.uuid4().hex[:8]}", os.environ["DATABASE_URL"]
    with psycopg.connect(address(owner, path="/postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        parameters = admin.info.get_parameters()
    subprocess.run(
        ["sh", "deploy/app-role.sh"],
        cwd=ROOT,
        check=True,
        env={
            "PATH": f"{psql()}:{os.environ['PATH']}",
            "PGHOST": parameters["host"],
            "PGPASSWORD": urlsplit(owner).password or "",
            "POSTGRES_USER": parameters["user"],
            "POSTGRES_DB": name,
            "APP_DATABASE_PASSWORD": GIVEN["APP_DATABASE_PASSWORD"],
        },
    )
    yield address(owner, path=f"/{name}")
    with psycopg.connect(address(owner, path="/postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.execute("DROP ROLE bols_app")


@pytest.fixture
def containers(tmp_path, database):
    """Return the environment of each container, with the services of the tests in their places."""
    here = {
        "REDIS_URL": address(os.environ["REDIS_URL"], path="/15"),
        "BOLS_VAR": str(tmp_path / "data"),
        "BOLS_PORT": str(free_port()),
    }
    return {each: clean_environment(**in_container(each, database) | here) for each in PORTAL}


def in_container(service, database):
    """Return the service's environment; its database keeps user and password, not the place."""
    given = environment(service, GIVEN)
    user, _, _place = urlsplit(given["DATABASE_URL"]).netloc.rpartition("@")
    _, _, place = urlsplit(database).netloc.rpartition("@")
    if user.startswith("bols:"):
        return given | {"DATABASE_URL": database}
    return given | {"DATABASE_URL": address(database, netloc=f"{user}@{place}")}


def test_the_containers_commands_work_on_postgresql_and_redis(containers):
    commands = {name: SERVICES[name]["command"][1:] for name in PORTAL}
    run(*commands["prepare"], env=containers["prepare"])
    started = {}
    try:
        for name in ("web", "worker", "beat"):
            command, options = python(*commands[name], env=containers[name])
            started[name] = subprocess.Popen(command, **options, start_new_session=True)
        for name, process in started.items():
            check = SERVICES[name]["healthcheck"]["test"][2:]
            wait_for(partial(succeeds, *check, env=containers[name]), process)
        ready = get(containers["web"]["BOLS_PORT"], "/readyz", host="portaal.example.org")
        assert ready == (200, '{"database": "ok", "migrations": "ok", "tasks": "ok"}')
        round_trip(containers["web"])
        may_not_remove_events(containers["web"]["DATABASE_URL"])
    finally:
        for process in started.values():
            process.terminate()
        codes = {name: process.wait(30) for name, process in started.items()}
    assert codes == {"web": 0, "worker": 0, "beat": 0}
    assert all(group_is_gone(process.pid) for process in started.values())


def may_not_remove_events(url):
    with psycopg.connect(url) as portal:
        assert portal.info.user == "bols_app"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("DELETE FROM audit_event")
