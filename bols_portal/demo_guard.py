"""Keeps demo mode out of production, and production out of the demo database.

Demo mode offers sign-in without a password, so it must be impossible to switch on by accident where
real people and real numbers are. Called by the settings before anything else starts; knows neither
Django nor the environment.
"""

import warnings
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import PurePath

# Public on purpose: whoever sees it in use knows that the portal is a demo.
DEMO_SECRET_KEY = "demo-only-this-key-is-public-and-protects-nothing"  # noqa: S105
DEMO_MARK = "demo"


class UnsafeSettings(Exception):
    """The settings mix demo and production; the message says which one, and what to change."""


def check(*, demo: bool, secret_key: str, allowed_hosts: Sequence[str], database_name: str) -> None:
    """Stop the start where demo and production are mixed, or where production lacks a setting.

    `database_name` is the name of the database, or the path of the SQLite file.

    Raises UnsafeSettings with every fault at once.
    """
    database = PurePath(database_name).name
    faults = (
        _demo_faults(secret_key, allowed_hosts, database)
        if demo
        else _production_faults(secret_key, allowed_hosts, database)
    )
    if faults:
        mode = "Demo mode (BOLS_DEMO)" if demo else "Production"
        raise UnsafeSettings("\n".join([f"{mode} refuses to start:", *(f"- {f}" for f in faults)]))
    if not demo and database.endswith(".sqlite3"):
        warnings.warn(
            f"No DATABASE_URL: the portal writes to the SQLite file {database}. "
            "Use PostgreSQL where several people work at the same time.",
            RuntimeWarning,
            stacklevel=2,
        )


def is_loopback(host: str) -> bool:
    """Whether a value of ALLOWED_HOSTS can only mean this machine."""
    bare = host.strip("[]")
    if bare in {"localhost", "testserver"} or bare.endswith(".localhost"):
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def is_demo_database(name: str) -> bool:
    """Whether a database name or SQLite file says of itself that it is a demo."""
    return DEMO_MARK in PurePath(name).name


def _demo_faults(secret_key: str, allowed_hosts: Sequence[str], database: str) -> list[str]:
    faults = []
    if secret_key != DEMO_SECRET_KEY:
        faults.append("SECRET_KEY is set: a production secret has no place in a demo. Unset it.")
    if abroad := [host for host in allowed_hosts if not is_loopback(host)]:
        faults.append(
            f"ALLOWED_HOSTS names {', '.join(abroad)}: "
            "a demo is served on this machine alone (127.0.0.1, localhost)."
        )
    if not is_demo_database(database):
        faults.append(
            f"the database {database!r} is not a demo database: its name must contain 'demo'."
        )
    return faults


def _production_faults(secret_key: str, allowed_hosts: Sequence[str], database: str) -> list[str]:
    faults = []
    if not secret_key:
        faults.append("SECRET_KEY is missing. (To try the portal out: make run.)")
    elif secret_key == DEMO_SECRET_KEY:
        faults.append("SECRET_KEY is the public demo key. Choose a secret one.")
    if not allowed_hosts:
        faults.append("ALLOWED_HOSTS is missing: name the hosts that the portal answers to.")
    if is_demo_database(database):
        faults.append(f"the database {database!r} is a demo database.")
    return faults
