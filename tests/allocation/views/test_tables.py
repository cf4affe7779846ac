"""Tables: everybody sees what is open to them, each with a way to its page and its file."""

import pytest
from django.urls import reverse

from allocation.models import AllocationTable
from allocation.roles import Role
from tests import factories
from tests.allocation.calculation_world import adopt, calculate, make_world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


def sign_in(client, user):
    client.force_login(user, BACKEND)


def shown(client):
    return client.get(reverse("tables", args=[2027])).content.decode()


def coordinator():
    user = factories.make_user()
    factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
    return user


def test_a_table_is_open_to_all_parties_once_the_board_adopted_it(client) -> None:
    world = make_world()
    request = calculate(world)
    table = AllocationTable.objects.get()
    sign_in(client, world.bureau)
    text = shown(client)
    assert table.digest in text
    assert "Nog niet besloten" in text
    region = coordinator()
    sign_in(client, region)
    assert table.digest not in shown(client)
    adopt(request)
    text = shown(client)
    assert table.digest in text
    assert reverse("decision", args=[2027, 1]) in text
    for name in ("calculation", "calculation_download"):
        address = reverse(name, args=[2027, request.number])
        assert address in text
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("versions", [1, 50])
def test_the_list_costs_the_same_for_few_and_many_versions(
    client, django_assert_num_queries, versions
) -> None:
    world = make_world()
    adopt(calculate(world))
    for number in range(2, versions + 1):
        AllocationTable.objects.create(
            cycle=world.cycle,
            kind="base",
            number=number,
            digest=f"{number:064}",
            created_at=factories.NOW,
            created_by=world.bureau,
        )
    sign_in(client, world.bureau)
    with django_assert_num_queries(10):
        assert shown(client).count('class="row"') == versions
