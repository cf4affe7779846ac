"""Tampering with the trail shows, wherever it is done."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from bols_portal.audit.context import origin
from bols_portal.audit.models import ChainHead, Event
from bols_portal.audit.selectors import Difference, verify
from bols_portal.audit.services import record
from tests.append_only import dropping

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def write(number: int) -> Event:
    with origin("192.0.2.7"):
        return record(
            action="test.done",
            actor=None,
            actor_name="Test é ✓",
            at=NOW + timedelta(microseconds=number),
            roles=[{"role": "bureau", "on": ""}],
            reason="Omdat het moet",
            data={"number": number, "share": "0.1", "list": [1, {"b": 2, "a": None}]},
        )


def unprotected(sql: str) -> None:
    """What somebody with the database in their hands can do."""
    tables = ["audit_event", "audit_chainhead"]
    with connection.cursor() as cursor:
        for statement in [*dropping(connection.vendor, tables), sql]:
            cursor.execute(statement)


@pytest.mark.django_db
def test_an_untouched_chain_is_whole() -> None:
    assert verify().whole, "an empty trail too"
    for number in range(5):
        write(number)
    state = verify()
    assert state.whole
    assert (state.count, state.head) == (5, Event.objects.get(sequence=5).hash)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "sequence", "difference"),
    [
        ("UPDATE audit_event SET reason = 'x' WHERE sequence = 3", 3, Difference.CONTENT),
        ("UPDATE audit_event SET actor_name = 'x' WHERE sequence = 1", 1, Difference.CONTENT),
        ("UPDATE audit_event SET address = NULL WHERE sequence = 2", 2, Difference.CONTENT),
        ("UPDATE audit_event SET data = '{}' WHERE sequence = 4", 4, Difference.CONTENT),
        ("UPDATE audit_event SET roles = '[]' WHERE sequence = 4", 4, Difference.CONTENT),
        ("UPDATE audit_event SET cycle_id = 9 WHERE sequence = 2", 2, Difference.CONTENT),
        ("UPDATE audit_event SET hash = 'f' WHERE sequence = 2", 2, Difference.CONTENT),
        ("UPDATE audit_event SET previous_hash = 'f' WHERE sequence = 2", 2, Difference.PREVIOUS),
        ("DELETE FROM audit_event WHERE sequence = 3", 3, Difference.GAP),
        ("DELETE FROM audit_event WHERE sequence = 1", 1, Difference.GAP),
        ("DELETE FROM audit_event WHERE sequence = 5", 5, Difference.HEAD),
        ("DELETE FROM audit_event", 5, Difference.HEAD),
        ("UPDATE audit_chainhead SET sequence = 4", 5, Difference.HEAD),
        ("UPDATE audit_chainhead SET hash = 'f'", 5, Difference.HEAD),
        ("DELETE FROM audit_chainhead", 5, Difference.HEAD),
    ],
)
def test_every_way_of_tampering_is_named(sql: str, sequence: int, difference: Difference) -> None:
    for number in range(5):
        write(number)
    unprotected(sql)
    broken = verify().broken
    assert broken is not None
    assert (broken.sequence, broken.difference) == (sequence, difference)


@pytest.mark.django_db
def test_rewriting_an_event_with_a_fitting_hash_breaks_the_next_link() -> None:
    from bols_portal.audit.services import link_hash

    for number in range(3):
        write(number)
    event = Event.objects.get(sequence=2)
    event.reason = "Iets anders"
    unprotected(
        f"UPDATE audit_event SET reason = 'Iets anders', hash = '{link_hash(event)}' "  # noqa: S608
        "WHERE sequence = 2"
    )
    broken = verify().broken
    assert broken is not None
    assert (broken.sequence, broken.difference) == (3, Difference.PREVIOUS)


@pytest.mark.django_db
def test_the_command_says_so() -> None:
    write(1)
    write(2)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "2 events, the chain is whole" in out.getvalue()
    unprotected("UPDATE audit_event SET reason = 'x' WHERE sequence = 2")
    with pytest.raises(CommandError, match=r"broken at event 2 \(content\)"):
        call_command("verify_audit")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_five_writers_at_once_keep_one_chain() -> None:
    each, faults = 40, []

    def work(write_one: Callable[[int], Event]) -> None:
        try:
            for number in range(each):
                with transaction.atomic():
                    write_one(number)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(write,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    state = verify()
    assert state.whole, state.broken
    assert state.count == 5 * each == ChainHead.objects.get().sequence
