"""What is append-only is refused by the database, whatever the code does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, models, transaction

from allocation.models.base import AppendOnly
from bols_portal.audit.append_only import append_only_models
from bols_portal.audit.models import ChainHead, Event
from bols_portal.audit.services import record

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def subclasses(base: type[models.Model]) -> Iterator[type[models.Model]]:
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from subclasses(model)


def triggers_on(table: str) -> set[str]:
    sql = (
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if connection.vendor == "sqlite"
        else "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relname = %s AND NOT t.tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        text = " ".join(row[0] for row in cursor.fetchall())
    return {action for action in ("UPDATE", "DELETE", "TRUNCATE") if f"BEFORE {action}" in text}


def refuses(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"append-only|only moves forward"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.django_db
def test_every_append_only_model_has_its_triggers() -> None:
    expected = {"UPDATE", "DELETE"} | ({"TRUNCATE"} if connection.vendor == "postgresql" else set())
    protected = append_only_models()
    assert set(subclasses(AppendOnly)) <= set(protected)
    assert Event in protected
    assert len(protected) > 10
    for model in protected:
        assert triggers_on(model._meta.db_table) == expected, model.__name__


@pytest.mark.django_db
def test_events_can_be_added_but_not_changed_or_removed() -> None:
    event = record(action="test.done", actor=None, actor_name="Test", at=NOW)
    refuses("UPDATE audit_event SET action = 'other'")
    refuses("DELETE FROM audit_event")
    if connection.vendor == "sqlite":
        refuses("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")
    else:
        refuses("TRUNCATE audit_event")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(action="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()
    assert Event.objects.get(pk=event.pk).action == "test.done"


@pytest.mark.django_db
def test_the_head_moves_forward_one_by_one() -> None:
    record(action="test.done", actor=None, actor_name="Test", at=NOW)
    record(action="test.done", actor=None, actor_name="Test", at=NOW)
    refuses("UPDATE audit_chainhead SET sequence = 1")
    refuses("UPDATE audit_chainhead SET sequence = 2")
    refuses("UPDATE audit_chainhead SET sequence = 4")
    refuses("DELETE FROM audit_chainhead")
    assert ChainHead.objects.get().sequence == 2


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_cleaned_up_and_leaves_the_triggers() -> None:
    from django.core.management import call_command

    record(action="test.done", actor=None, actor_name="Test", at=NOW)
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    assert triggers_on("audit_event") >= {"UPDATE", "DELETE"}
