"""The log never holds the code of a personal link, also where it was refused."""

import io
import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
CODE = "12.0123456789abcdef0123456789abcdef:Zm9yZ2VkLWJ1dC1sb25nLWVub3VnaA"


@pytest.mark.parametrize("place", ["ondertekenen", "uitnodiging"])
def test_an_address_that_is_refused_is_logged_without_its_code(place: str) -> None:
    [console] = [one for one in logging.getLogger().handlers if one.get_name() == "console"]
    assert isinstance(console, logging.StreamHandler)
    written = io.StringIO()
    before = console.setStream(written)
    try:
        Client(enforce_csrf_checks=True).post(f"/{place}/{CODE}/", {"stance": "agrees"})
        Client().post("/toewijzing/2027/fase-3/ondertekenen/ABCDEFGH/versturen/x/")
    finally:
        console.setStream(before)
    lines = written.getvalue()
    assert f"/{place}/[code]/" in lines
    assert CODE not in lines
    assert "/ondertekenen/ABCDEFGH/versturen/x/" in lines  # the code on paper opens nothing
