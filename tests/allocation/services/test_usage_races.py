"""Two at once: on PostgreSQL, for SQLite lets writers in one by one and hides what goes wrong."""

from collections.abc import Callable

import pytest

from allocation.enums import ImportStatus, UsageSource
from allocation.errors import Refused
from allocation.models import UsageImport
from allocation.services.usage import accept_import, reject_import
from tests import factories
from tests.allocation.services import usage_deliveries as deliveries
from tests.at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def raised_by(*steps: Callable[[], object]) -> list[BaseException]:
    """What was raised by steps that are taken at the same moment."""
    return [problem for problem in at_once(*steps) if problem is not None]


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

    raised = raised_by(*(judge(at) for at in range(6)))
    assert len(raised) == 5
    assert all(isinstance(problem, Refused) for problem in raised)


def test_two_acceptances_of_one_source_leave_one_that_counts() -> None:
    cycle = deliveries.usage_cycle()
    first, second = factories.make_bureau("Eerste"), factories.make_bureau("Tweede")
    imports = [deliveries.imported(cycle, first) for _ in range(4)]
    raised_by(
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
    raised = raised_by(
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
