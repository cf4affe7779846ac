"""Two at once: on PostgreSQL, for SQLite lets writers in one by one and hides what goes wrong."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from allocation.enums import ImportStatus, UsageSource
from allocation.errors import Refused
from allocation.models import UsageImport
from allocation.services.usage import accept_import, reject_import
from tests import factories
from tests.allocation.services import usage_deliveries as deliveries

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*steps: Callable[[], object]) -> list[BaseException]:
    """Does all steps in threads that start together; what was raised."""
    start = threading.Barrier(len(steps))
    raised: list[BaseException] = []

    def do(step: Callable[[], object]) -> None:
        start.wait()
        try:
            step()
        except BaseException as problem:
            raised.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_one_of_six_judgements_wins() -> None:
    cycle = deliveries.usage_cycle()
    found = deliveries.imported(cycle, factories.make_bureau("Eerste"))
    others = [factories.make_bureau(f"Collega {at}") for at in range(6)]

    def judge(at: int) -> Callable[[], object]:
        one = UsageImport.objects.get(pk=found.pk)
        if at % 2:
            return lambda: accept_import(usage_import=one, by=others[at], now=factories.NOW)
        return lambda: reject_import(
            usage_import=one, reason="Nee", by=others[at], now=factories.NOW
        )

    raised = at_once(*(judge(at) for at in range(6)))
    assert len(raised) == 5
    assert all(isinstance(problem, Refused) for problem in raised)


def test_two_acceptances_of_one_source_leave_one_that_counts() -> None:
    cycle = deliveries.usage_cycle()
    first, second = factories.make_bureau("Eerste"), factories.make_bureau("Tweede")
    imports = [deliveries.imported(cycle, first) for _ in range(4)]
    at_once(
        *(
            lambda one=one: accept_import(usage_import=one, by=second, now=factories.NOW)  # type: ignore[misc]  # bound here
            for one in imports
        )
    )
    accepted = UsageImport.objects.filter(status=ImportStatus.ACCEPTED)
    assert accepted.count() == 1


def test_uploads_at_once_get_numbers_of_their_own() -> None:
    cycle = deliveries.usage_cycle()
    people = [factories.make_bureau(f"Collega {at}") for at in range(4)]
    sources = [UsageSource.VEKTIS, UsageSource.DHD] * 2
    files = [deliveries.text(deliveries.lines(source)) for source in sources]
    raised = at_once(
        *(
            lambda at=at: deliveries.upload(cycle, people[at], files[at], sources[at])  # type: ignore[misc]  # bound here
            for at in range(4)
        )
    )
    assert raised == []
    assert list(UsageImport.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]
