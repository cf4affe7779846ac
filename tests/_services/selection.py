"""Which tests run where: SQLite by default, real services with `--services`, browser if any."""

import os
import shutil

import pytest

from tests._services.plugin import MISSING

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ON_SQLITE_ALONE = ("tests/permissions", "/views/", "/demo/")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client"}


def browser_path() -> str | None:
    """Return the Chromium to test with: BOLS_CHROMIUM, or the first one on the path."""
    found = (shutil.which(name) for name in BROWSERS)
    return os.environ.get("BOLS_CHROMIUM") or next((path for path in found if path), None)


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what need not run on the services; skip, with the reason, what can't run."""
    if config.option.services:
        chosen = [item for item in items if _concerns_services(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen
    for item in items:
        if reason := _what_is_missing(item, services=config.option.services):
            item.add_marker(pytest.mark.skip(reason=reason))


def _concerns_services(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    if any(item.get_closest_marker(mark) for mark in ("postgres", "redis")):
        return True
    # Who may do what, and how a page shows what a selector read, doesn't depend on the database;
    # the matrix is by far the longest. Services, selectors and races are what differs.
    if any(part in item.nodeid for part in ON_SQLITE_ALONE):
        return False
    fixtures = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures)


def _what_is_missing(item: pytest.Item, *, services: bool) -> str:
    if item.get_closest_marker("browser") and browser_path() is None:
        return "no Chromium: apt-get install chromium, or set BOLS_CHROMIUM"
    if services and (reason := os.environ.get(MISSING + "PostgreSQL")):
        return f"no PostgreSQL: {reason}"
    if services and item.get_closest_marker("redis"):
        reason = os.environ.get(MISSING + "Redis")
        return f"no Redis: {reason}" if reason else ""
    for mark, name in (("postgres", "PostgreSQL"), ("redis", "Redis")):
        if not services and item.get_closest_marker(mark):
            return f"needs {name}: python -m pytest --services"
    return ""
