"""Which tests run where, and what a test that can't run says."""

from types import SimpleNamespace

import pytest

from tests._services import selection
from tests._services.plugin import MISSING


class Item:
    """As much of a test as the selection looks at."""

    def __init__(self, *marks, fixtures=(), nodeid="tests/allocation/test_one.py::test_one"):
        self.nodeid = nodeid
        self.marks = list(marks)
        self.fixturenames = list(fixtures)
        self.reason = None

    def get_closest_marker(self, name):
        return name if name in self.marks else None

    def add_marker(self, marker):
        self.reason = marker.kwargs["reason"]


def choose(items, *, services):
    left_out = []
    hook = SimpleNamespace(pytest_deselected=lambda items: left_out.extend(items))
    config = SimpleNamespace(option=SimpleNamespace(services=services), hook=hook)
    selection.choose(config, items)
    return left_out


@pytest.fixture
def plain():
    return Item()


@pytest.fixture
def on_database():
    return Item("django_db")


@pytest.fixture(autouse=True)
def nothing_missing(monkeypatch):
    monkeypatch.setenv("BOLS_CHROMIUM", "/usr/bin/chromium")
    for name in ("PostgreSQL", "Redis"):
        monkeypatch.delenv(MISSING + name, raising=False)


def test_without_services_all_but_their_tests_run(plain, on_database):
    postgres, redis, browser = Item("postgres", "django_db"), Item("redis"), Item("browser")
    items = [plain, on_database, postgres, redis, browser]
    assert choose(items, services=False) == []
    assert [item.reason for item in items] == [
        None,
        None,
        "needs PostgreSQL: python -m pytest --services",
        "needs Redis: python -m pytest --services",
        None,
    ]


def test_with_services_what_touches_the_database_runs_again(plain, on_database):
    by_fixture, postgres = Item(fixtures=["transactional_db"]), Item("postgres")
    redis, browser = Item("redis"), Item("browser", "django_db")
    items = [plain, on_database, by_fixture, postgres, redis, browser]
    assert choose(items, services=True) == [plain, browser]
    assert items == [on_database, by_fixture, postgres, redis]
    assert [item.reason for item in items] == [None] * 4


def test_what_could_not_be_had_is_named(monkeypatch, on_database):
    monkeypatch.setenv(MISSING + "PostgreSQL", "no programs for this machine")
    monkeypatch.setenv(MISSING + "Redis", "not installed")
    items = [on_database, Item("redis")]
    choose(items, services=True)
    assert items[0].reason == "no PostgreSQL: no programs for this machine"
    assert items[1].reason.startswith("no ")


def test_without_redis_the_database_is_tested_all_the_same(monkeypatch, on_database):
    monkeypatch.setenv(MISSING + "Redis", "not installed")
    redis = Item("redis")
    choose([on_database, redis], services=True)
    assert on_database.reason is None
    assert redis.reason == "no Redis: not installed"


def test_without_a_browser_the_walks_are_skipped(monkeypatch):
    monkeypatch.delenv("BOLS_CHROMIUM")
    monkeypatch.setattr(selection.shutil, "which", lambda name: None)
    walk = Item("browser")
    choose([walk], services=False)
    assert walk.reason.startswith("no Chromium")


def test_the_permission_matrix_is_asked_on_the_embedded_database_alone():
    matrix = Item("django_db", nodeid="tests/permissions/test_matrix.py::test_row")
    assert not selection._concerns_services(matrix)
    assert selection._concerns_services(Item("django_db"))
