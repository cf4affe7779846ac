"""Nonsense posted to every address of phases II and III is answered, never with an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from tests.permissions.routes import named_routes
from tests.permissions.rows import all_rows
from tests.permissions.table import Row, values
from tests.permissions.world import World, build

pytestmark = pytest.mark.django_db

TEXTS = {
    "empty": "",
    "nul": "\0",
    "control": "\x0b\x1b[2J\ufffe",
    "huge": "9" * 5000,
    "negative": "-1",
    "digits": "\u0663\u00b2",
    "long": "x" * 20_000,
    "formula": "=1+1|' @SUM",
    "infinite": '{"cells": Infinity, "regions": [], "motivation": 1e999}',
    "deep": "[" * 5000,
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "path": "../../etc/passwd",
    "typst": '#panic("x") $ \\ `',
}
# Fields that a page reads but that its row in the matrix need not send.
MORE = ("action", "seen", "reason", "course", "remove", "revert", "show", "start", "when")


def _rows(method: str) -> list[Row]:
    """One row of each route of this app that lets somebody in."""
    views = named_routes()
    found: dict[str, Row] = {}
    for rows in all_rows().values():
        for row in rows:
            inside = views[row.name].__module__.startswith("consultation.")
            if inside and row.method == method and _person(row):
                found.setdefault(row.name, row)
    return list(found.values())


def _person(row: Row) -> str | None:
    """Somebody who may: who was let in, or was answered."""
    rightful = [who for who, outcome in row.outcomes.items() if outcome in (200, 302)]
    return rightful[0] if rightful else None


@pytest.fixture
def _django_db_helper() -> None:
    """Instead of pytest-django's transaction for each test: `world` has one for the module."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The people of the matrix; everything in it is gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def _spoiled(sent: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Nothing at all, every field spoiled in turns, some of them spoiled, and spoiled files."""
    yield "nothing", {}
    names = [*sent, *(name for name in MORE if name not in sent)]
    kinds = list(TEXTS.items())
    for turn in range(0, len(kinds), 3):
        mixed = {name: kinds[(at + turn) % len(kinds)][1] for at, name in enumerate(names)}
        yield f"mixed {turn}", mixed
        title, text = kinds[turn]
        yield f"some {title}", sent | dict.fromkeys(names[turn % 4 :: 4], text)
    yield "all deep", dict.fromkeys(names, TEXTS["deep"])
    yield "all huge", dict.fromkeys(names, TEXTS["huge"])
    files = [name for name, value in sent.items() if hasattr(value, "read")]
    for name in files:
        for content in (b"", b"\0" * 99, b"PK\x03\x04" + b"\0" * 99, b"%PDF-1.7\n%%EOF"):
            spoiled = SimpleUploadedFile("..\\..\\a\u202e\n.xlsx", content)
            yield f"{name} file", sent | {name: spoiled}


def _status(world: World, row: Row, path: str, data: Any = None, **headers: str) -> int:
    with transaction.atomic():
        client = world.client(_person(row) or "")
        status = int(getattr(client, row.method.lower())(path, data, headers=headers).status_code)
        cache.clear()
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("row", _rows("POST"), ids=lambda row: row.name)
def test_nonsense_is_refused(world: World, row: Row) -> None:
    crashed = []
    with transaction.atomic():
        if row.given:
            row.given(world)
        path = reverse(row.name, kwargs=values(row.args, world))
        sent = values(row.data, world)
        sent = sent.dict() if isinstance(sent, QueryDict) else dict(sent)
        for at, (title, data) in enumerate(_spoiled(sent)):
            headers = {"Accept": "application/json"} if at % 3 == 0 else {}
            if _status(world, row, path, data, **headers) >= 500:
                crashed.append(title)
        transaction.set_rollback(True)
    assert not crashed


@pytest.mark.parametrize("row", _rows("GET"), ids=lambda row: row.name)
def test_an_address_that_does_not_exist_is_not_found(world: World, row: Row) -> None:
    crashed = []
    with transaction.atomic():
        if row.given:
            row.given(world)
        args = values(row.args, world)
        for name, value in args.items():
            wrong: list[Any] = [0, 10**30] if isinstance(value, int) else ["zz", "\0", "\u0663"]
            for other in wrong:
                if _status(world, row, reverse(row.name, kwargs=args | {name: other})) >= 500:
                    crashed.append(f"{name}={other!r}")
        path = reverse(row.name, kwargs=args)
        keys = ("specialism", "koers", "old", "new", "show", "seen", "language", "tegen")
        for title in ("nul", "huge"):
            headers = {"HX-Request": "true"} if title == "nul" else {}
            if _status(world, row, path, dict.fromkeys(keys, TEXTS[title]), **headers) >= 500:
                crashed.append(title)
        transaction.set_rollback(True)
    assert not crashed
