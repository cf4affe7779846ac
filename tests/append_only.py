"""Lets tests that commit clean up after themselves.

Django empties every table after such a test, which the triggers of append-only tables refuse. So
in tests, and in tests alone, emptying drops those triggers first; Django's signal after the flush
makes them again.
"""

from typing import Any

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations


def let_tests_flush() -> None:
    """Called once, before the first test."""
    from django.db import connection

    operations: type[BaseDatabaseOperations] = type(connection.ops)
    flush = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        return [*dropping(self.connection.vendor, tables), *flush(self, style, tables, **options)]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


def dropping(vendor: str, tables: Any) -> list[str]:
    """The statements that remove the triggers of these tables."""
    from bols_portal.audit.append_only import append_only_models, names_of
    from bols_portal.audit.models import ChainHead

    protected: list[type[models.Model]] = [*append_only_models(), ChainHead]
    ours = {model._meta.db_table for model in protected}
    on = "" if vendor == "sqlite" else ' ON "{table}"'
    return [
        f'DROP TRIGGER IF EXISTS "{name}"' + on.format(table=table)
        for table in sorted(ours & set(tables))
        for name in names_of(table)
    ]
