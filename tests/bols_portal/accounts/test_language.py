"""Dutch unless chosen otherwise, whatever the browser asks for."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from bols_portal.accounts.models import User
from tests import factories
from tests.factories import PASSWORD

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


@pytest.fixture
def anna() -> User:
    return factories.make_user("Anna", email="anna@example.org", password=PASSWORD)


class TestLanguage:
    def test_it_is_kept_on_the_person_and_in_a_cookie(self, client: Client, anna: User) -> None:
        client.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
        response = client.post("/taal/", {"language": "en", "next": "/wachtwoord/"})
        assert response["Location"] == "/wachtwoord/"
        anna.refresh_from_db()
        assert anna.language == "en"
        assert client.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "en"
        elsewhere = Client()
        elsewhere.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
        assert 'lang="en"' in elsewhere.get("/wachtwoord/").content.decode()
        assert elsewhere.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "en"

    @pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:1"])
    def test_it_does_not_send_people_away(self, client: Client, back: str) -> None:
        assert client.post("/taal/", {"language": "en", "next": back})["Location"] == "/"

    def test_an_unknown_language_changes_nothing(self, client: Client, anna: User) -> None:
        client.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
        client.post("/taal/", {"language": "fr"})
        anna.refresh_from_db()
        assert anna.language == "nl"
