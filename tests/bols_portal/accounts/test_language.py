"""Dutch unless chosen otherwise, whatever the browser asks for."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def language_of(client, **headers):
    page = client.get(reverse("account_login"), headers=headers).content.decode()
    return page.split('lang="')[1][:2]


def test_an_english_browser_reads_dutch(client):
    assert language_of(client, accept_language="en-US,en;q=0.9") == "nl"


def test_the_switch_is_remembered(client):
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert language_of(client) == "en"


def test_a_language_that_is_not_there_is_no_choice(client):
    client.cookies["django_language"] = "fr"
    assert language_of(client) == "nl"
