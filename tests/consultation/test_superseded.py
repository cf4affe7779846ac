"""A round on a base distribution that was rectified since: nobody files in it, and pages say so."""

import pytest
from django.test import Client
from django.urls import reverse

from allocation.errors import NotNow
from allocation.selectors.decisions import adopted_framework
from bols_portal.accounts.models import User
from consultation.models import Round
from consultation.policies.filings import may_file
from consultation.policies.reminders import may_remind
from consultation.selectors.advices_todo import todo
from tests.consultation.advice_world import make_round
from tests.consultation.bench_world import BenchWorld
from tests.factories import NOW, specialism

pytestmark = pytest.mark.django_db
TOLD = "De basisverdeling is gerectificeerd nadat ronde 1 openging."


@pytest.fixture
def world() -> BenchWorld:
    return BenchWorld()


def read(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def test_nobody_files_on_a_base_distribution_that_holds_no_more(world: BenchWorld) -> None:
    assert list(todo(world.adviser, world.cycle, NOW))
    world.rectify()
    with pytest.raises(NotNow, match="gerectificeerd"):
        world.advise()
    assert not list(todo(world.adviser, world.cycle, NOW))
    assert "gerectificeerd" in str(may_remind(world.round, NOW).reason)


def test_filing_is_possible_again_in_the_new_round(world: BenchWorld) -> None:
    world.rectify()
    framework = adopted_framework(world.cycle)
    assert framework is not None
    make_round(world.ready, number=2)
    Round.objects.filter(number=2).update(table=framework.table)
    assert may_file(Round.objects.get(number=2), specialism("02"), NOW)
    assert list(todo(world.adviser, world.cycle, NOW))


def test_the_pages_of_round_and_advice_say_what_holds(client: Client, world: BenchWorld) -> None:
    pages = [reverse("round", args=[2027, 1]), reverse("advice", args=[2027, "02"])]
    for page in pages:
        assert TOLD not in read(client, world.adviser, page)
    world.rectify()
    for page in pages:
        assert TOLD in read(client, world.adviser, page)
    page = read(client, world.bureau, pages[0])
    assert TOLD in page
    assert reverse("round_leave", args=[2027, 1]) not in page
