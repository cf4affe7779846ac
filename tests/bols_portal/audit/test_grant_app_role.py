"""The portal's own database role may add to the trail, and never change it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from bols_portal.audit.services import record
from tests import factories

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_role_may_add_and_read_only() -> None:
    record(action="test.done", actor=None, actor_name="Test", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE bols_app_test")
        call_command("grant_app_role", "bols_app_test", stdout=StringIO())
        cursor.execute("SET LOCAL ROLE bols_app_test")
        record(action="test.done", actor=None, actor_name="Test", at=NOW)
        factories.make_user("Nieuw")
        for table in ("audit_event", "allocation_usagerow"):
            for sql in (
                f"UPDATE {table} SET id = id",  # noqa: S608
                f"DELETE FROM {table}",  # noqa: S608
                f"TRUNCATE {table}",
                f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            ):
                with (
                    pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
                    transaction.atomic(),
                ):
                    cursor.execute(sql)
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_only_where_there_are_roles() -> None:
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="PostgreSQL"):
            call_command("grant_app_role", "somebody")
    else:
        out = StringIO()
        call_command("grant_app_role", "somebody", "--show", stdout=out)
        assert 'GRANT SELECT, INSERT ON "audit_event" TO "somebody"' in out.getvalue()
