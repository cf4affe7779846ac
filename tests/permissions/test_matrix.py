"""Every route and method, asked by everybody: each gets what the matrix says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.permissions.routes import ASKED, methods_of, named_routes
from tests.permissions.rows import all_rows
from tests.permissions.table import LOGIN, Outcome, Row, values
from tests.permissions.world import World, build

# The mark tells pytest-django to make a database; this module keeps its own transaction in it.
pytestmark = pytest.mark.django_db

ROWS = [row for rows in all_rows().values() for row in rows]
# Not pages of people: answered to anybody, by whatever method is asked.
MACHINES = {"healthz", "readyz"}


@pytest.fixture
def _django_db_helper() -> None:
    """Instead of pytest-django's transaction for each test: `world` has one for the module."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; everything in it is gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def outcome_of(response: HttpResponse) -> Outcome:
    """What came back, in the words of the matrix."""
    if response.status_code in {301, 302, 303}:
        to_login = response["Location"].startswith(reverse(settings.LOGIN_URL))
        return LOGIN if to_login else 302
    return response.status_code


@contextmanager
def situation(world: World, row: Row) -> Iterator[None]:
    """What the row takes as given, made once for everybody who is asked, and undone after."""
    with transaction.atomic():
        if row.given:
            row.given(world)
        yield
        transaction.set_rollback(True)


def ask(world: World, row: Row, person: str, method: str = "") -> Outcome:
    """The outcome for one person; whatever it changed is undone."""
    with transaction.atomic():
        path = reverse(row.name, kwargs=values(row.args, world))
        if row.query:
            path += "?" + "&".join(f"{key}={value}" for key, value in row.query.items())
        send = getattr(world.client(person), (method or row.method).lower())
        data = values(row.data, world) if (method or row.method) == "POST" else None
        headers = {"HX-Request": "true"} if row.htmx else {}
        outcome = outcome_of(send(path, data, headers=headers))
        cache.clear()  # on Redis no transaction undoes what was counted in it
        transaction.set_rollback(True)
    return outcome


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_row(world: World, row: Row) -> None:
    with situation(world, row):
        found = {person: ask(world, row, person) for person in row.outcomes}
    wrong = {
        person: f"got {found[person]}, the matrix says {outcome}"
        for person, outcome in row.outcomes.items()
        if found[person] != outcome
    }
    assert not wrong, f"{row.title}: {wrong}"


def test_every_route_and_method_has_a_row() -> None:
    have = {(row.name, row.method) for row in ROWS}
    need = {
        (name, method)
        for name, view in named_routes().items()
        if name not in MACHINES
        for method in methods_of(name, view)
    }
    assert sorted(need - have) == [], "routes without a row in tests/permissions/matrix/"
    assert sorted(have - need) == [], "rows of a route or method that does not exist"


def test_every_title_is_used_once() -> None:
    titles = [row.title for row in ROWS]
    assert len(titles) == len(set(titles)), "tell rows of one route apart with variant="


FIRST_ROWS = {row.name: row for row in reversed(ROWS)}


@pytest.mark.parametrize("name", sorted(FIRST_ROWS))
def test_other_methods_are_refused(world: World, name: str) -> None:
    row, allowed = FIRST_ROWS[name], methods_of(name, named_routes()[name])
    with situation(world, row):
        found = {
            method: ask(world, row, "bureau", method) for method in ASKED if method not in allowed
        }
    assert set(found.values()) <= {404, 405}, found
