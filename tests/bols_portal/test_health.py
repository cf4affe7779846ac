"""The health checks answer without signing in, and say nothing else."""

import pytest
from django.db import connection
from django.urls import reverse

from bols_portal import health, prepare
from bols_portal.celery import app


def test_the_process_is_alive_without_a_database(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"ok\n"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_the_portal_is_ready(client):
    answer = client.get(reverse("readyz"))
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "tasks": "ok"}


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(client, monkeypatch):
    monkeypatch.setattr(health, "pending_migrations", lambda: True)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "unavailable", "tasks": "ok"}


@pytest.mark.django_db
def test_the_reason_of_a_failure_stays_in_the_log(client, monkeypatch, caplog):
    def refuse(**options):
        raise ConnectionError("redis://user:secret@cache.internal refused")

    monkeypatch.setattr(app, "connection_for_write", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["tasks"] == "unavailable"
    assert b"secret" not in answer.content
    assert "refused" in caplog.text


@pytest.mark.django_db
def test_a_lost_database_makes_it_unready(client, monkeypatch):
    def refuse():
        raise ConnectionError

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unavailable"


def test_changing_methods_are_refused(client):
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_a_migrated_database_lacks_nothing():
    assert prepare.pending_migrations() is False
