"""Tables that the database itself refuses to change: triggers on PostgreSQL and SQLite.

A model says `append_only = True`. The triggers are made after every `migrate` and not in a
migration of their own: SQLite copies a table to alter it and silently drops its triggers.
On SQLite whoever owns the file can remove a trigger, so there they only catch mistakes; the hash
chain shows what was changed all the same.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from bols_portal.audit.models import ChainHead

FUNCTION = """
CREATE OR REPLACE FUNCTION bols_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END
$$
"""
FORWARD = """
CREATE OR REPLACE FUNCTION bols_forward_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sequence <> OLD.sequence + 1 THEN
    RAISE EXCEPTION '% only moves forward', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$
"""


def append_only_models() -> list[type[models.Model]]:
    """Every model whose rows are only ever added, whichever app it is of."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def names_of(table: str) -> list[str]:
    """The names of the triggers on an append-only table; short enough for PostgreSQL."""
    return [f"bols_{action}_{table}"[:60] for action in ("upd", "del", "trunc")]


def statements(table: str, vendor: str) -> Iterator[str]:
    """The statements that make a table append-only; they may be repeated."""
    update, delete, truncate = names_of(table)
    if vendor == "sqlite":
        for name, action in ((update, "UPDATE"), (delete, "DELETE")):
            yield (
                f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {action} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    for name, action, each in (
        (update, "UPDATE", "ROW"),
        (delete, "DELETE", "ROW"),
        (truncate, "TRUNCATE", "STATEMENT"),
    ):
        yield (
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {action} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION bols_append_only()"
        )


def head_statements(vendor: str) -> Iterator[str]:
    """The head of the chain moves one event forward at a time, and is never removed."""
    table = ChainHead._meta.db_table
    update = names_of(table)[0]
    if vendor == "sqlite":
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{update}" BEFORE UPDATE ON "{table}" '
            "WHEN NEW.sequence <> OLD.sequence + 1 "
            f"BEGIN SELECT RAISE(ABORT, '{table} only moves forward'); END"
        )
        yield from list(statements(table, vendor))[1:]
        return
    yield (
        f'CREATE OR REPLACE TRIGGER "{update}" BEFORE UPDATE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION bols_forward_only()"
    )
    yield from list(statements(table, vendor))[1:]


def protect(connection: BaseDatabaseWrapper, protected: Iterable[type[models.Model]]) -> None:
    """Makes the triggers of these models, as far as their tables are there."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
            cursor.execute(FORWARD)
        for model in protected:
            table = model._meta.db_table
            if table in there:
                for statement in statements(table, connection.vendor):
                    cursor.execute(statement)
        if ChainHead._meta.db_table in there:
            for statement in head_statements(connection.vendor):
                cursor.execute(statement)


def after_migrate(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Called when an app has been migrated: protects the tables that it has."""
    mine = [model for model in append_only_models() if model._meta.app_label == sender.label]
    if mine:
        protect(connections[using], mine)
