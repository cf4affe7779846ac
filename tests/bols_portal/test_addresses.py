"""An address with a sign that no text can hold is an address that does not exist."""

import pytest
from django.test import Client

from tests.factories import make_bureau, make_cycle, make_reference_data

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/toewijzing/2027/fase-2/advies/%00/", "/toewijzing/2027/fase-2/werkbank/?specialism=%00"],
)
def test_nul_in_an_address_is_not_found(client: Client, address: str) -> None:
    make_reference_data()
    make_cycle()
    client.force_login(make_bureau())
    assert client.get(address).status_code == 404
