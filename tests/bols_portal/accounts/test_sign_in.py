"""Signing in, being locked out, choosing passwords: what people see and what is written down."""

import importlib
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bols_portal.accounts import urls
from bols_portal.accounts.models import Invitation, User
from bols_portal.accounts.services import invite, token_of
from bols_portal.audit.models import Event
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/inloggen/"


@pytest.fixture
def anna() -> User:
    return factories.make_user("Anna", email="anna@example.org", password=PASSWORD)


def sign_in(
    client: Client, email: str = "anna@example.org", password: str = PASSWORD, **more: str
) -> HttpResponse:
    return client.post(LOGIN, {"login": email, "password": password}, **more)  # type: ignore[return-value,arg-type]


def actions() -> list[str]:
    return list(Event.objects.order_by("sequence").values_list("action", flat=True))


def test_signing_in_and_out_is_written_down(client: Client, anna: User) -> None:
    factories.appoint(anna, "bureau")
    response = sign_in(client, "Anna@Example.org", REMOTE_ADDR="192.0.2.9")
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(anna.pk)
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
    signed_in, signed_out = Event.objects.order_by("sequence")
    assert (signed_in.action, signed_in.actor_id) == ("session.signed_in", anna.pk)
    assert signed_in.roles == [{"role": "bureau", "on": ""}]
    assert signed_in.address == "192.0.2.9"
    assert signed_out.action == "session.signed_out"


def test_signing_out_by_a_link_is_refused(client: Client, anna: User) -> None:
    client.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
    assert client.get(reverse("account_logout")).status_code == 405
    assert "_auth_user_id" in client.session


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, anna: User) -> None:
    texts = []
    for email in ("anna@example.org", "else@example.org"):
        page = sign_in(client, email, "verkeerd wachtwoord").content.decode()
        page = page.replace(email, "").replace("csrfmiddlewaretoken", "")
        texts.append(re.sub(r'(value|content)="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"', "", page))
    assert texts[0] == texts[1]
    first, second = Event.objects.order_by("sequence")
    assert (first.action, first.actor_id) == ("session.failed", None)
    assert first.object_label == "anna@example.org"
    assert second.object_label == "unknown address", "it may be a password in the wrong field"


def test_five_failures_lock_this_address_out_from_here(client: Client, anna: User) -> None:
    other = factories.make_user("Bram", email="bram@example.org", password=PASSWORD)
    for _attempt in range(4):
        assert sign_in(client, password="fout").status_code == 200
    assert AccessAttempt.objects.get().username == "anna@example.org", "counted by e-mail"
    locked = sign_in(client, "ANNA@example.org", "fout")
    assert locked.status_code == 429
    assert locked["Retry-After"] == "1800"
    assert "30" in locked.content.decode()
    assert sign_in(client).status_code == 429, "the right password no longer helps"
    assert "_auth_user_id" not in client.session
    elsewhere = Client()
    assert sign_in(elsewhere, REMOTE_ADDR="192.0.2.8").status_code == 302
    assert sign_in(client, other.email).status_code == 302, "others are not locked out"
    assert actions().count("session.locked_out") == 1
    assert actions().count("session.failed") == 4


def test_the_lock_ends_by_itself(client: Client, anna: User) -> None:
    for _attempt in range(5):
        sign_in(client, password="fout")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert sign_in(client).status_code == 302


def test_a_success_resets_the_count(client: Client, anna: User) -> None:
    for _round in range(2):
        for _attempt in range(4):
            sign_in(client, password="fout")
        assert sign_in(client).status_code == 302
        client.post(reverse("account_logout"))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.5", "127.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "127.0.0.1"),
        (1, "rubbish", None),
    ],
)
def test_only_our_own_proxies_tell_the_address(
    client: Client, anna: User, proxies: int, forwarded: str, expected: str | None
) -> None:
    with override_settings(PROXY_COUNT=proxies):
        sign_in(client, HTTP_X_FORWARDED_FOR=forwarded)
    assert Event.objects.get(action="session.signed_in").address == expected


def test_who_is_closed_out_cannot_sign_in(client: Client, anna: User) -> None:
    client.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get("/wachtwoord/").status_code == 302, "the session is worth nothing any more"
    response = sign_in(Client())
    assert "_auth_user_id" not in response.client.session  # type: ignore[attr-defined]


def test_nobody_signs_up(client: Client) -> None:
    for name in ("account_signup", "account_email", "account_reauthenticate"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/signup/", "/account/signup/", "/accounts/signup/"):
        assert client.post(path, {"email": "x@example.org"}).status_code in {302, 404}
    assert not User.objects.exists()


def test_a_forgotten_password(client: Client, anna: User, mailoutbox: list) -> None:  # type: ignore[type-arg]
    before = Client()
    before.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
    unknown = client.post("/wachtwoord/vergeten/", {"email": "else@example.org"})
    known = client.post("/wachtwoord/vergeten/", {"email": "Anna@example.org"})
    assert unknown["Location"] == known["Location"]
    (mail,) = mailoutbox
    assert mail.to == ["anna@example.org"]
    link = re.search(r"https?://testserver(/\S+)", mail.body)
    assert link, mail.body
    page = client.get(link[1], follow=True)
    action = page.request["PATH_INFO"]
    new = "Vier woorden op een rij"
    client.post(action, {"password1": new, "password2": new})
    anna.refresh_from_db()
    assert anna.check_password(new)
    assert "password.reset" in actions()
    assert before.get("/wachtwoord/").status_code == 302, "other sessions have ended"
    assert client.get(link[1]).status_code == 200, "a used link explains itself"
    assert "form" not in client.get(link[1]).context or client.get(link[1]).context["token_fail"]


def test_an_invited_person_gets_in_by_the_invitation_alone(
    client: Client,
    mailoutbox: list,  # type: ignore[type-arg]
) -> None:
    user = factories.make_user("Nieuw", email="nieuw@example.org")
    invite(user=user, by=None, now=timezone.now())
    client.post("/wachtwoord/vergeten/", {"email": user.email})
    assert not mailoutbox


@pytest.mark.parametrize(
    ("password", "why"),
    [("kort", "12"), ("123456789012345", ""), ("anna@example.org", ""), ("1qaz2wsx3edc", "")],
)
def test_weak_passwords_are_refused(client: Client, anna: User, password: str, why: str) -> None:
    client.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post("/wachtwoord/", fields)
    assert response.status_code == 200
    assert response.context["form"].errors["password1"]
    assert why in str(response.context["form"].errors)


def test_changing_the_password_keeps_this_session_and_ends_others(
    client: Client, anna: User
) -> None:
    other = Client()
    for browser in (client, other):
        browser.force_login(anna, django_settings.AUTHENTICATION_BACKENDS[1])
    page = client.get("/wachtwoord/").content.decode()
    assert "12" in page, "the rules stand there before one types"
    new = "Vier woorden op een rij"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/wachtwoord/", fields).status_code == 302
    assert client.get("/wachtwoord/").status_code == 200
    assert other.get("/wachtwoord/").status_code == 302
    assert "password.changed" in actions()


class TestInvitation:
    @pytest.fixture
    def invited(self) -> Invitation:
        user = factories.make_user("Nieuw", email="nieuw@example.org", language="en")
        return invite(user=user, by=None, now=timezone.now())

    def open(self, client: Client, invitation: Invitation) -> HttpResponse:
        return client.get(  # type: ignore[return-value]
            reverse("open_invitation", kwargs={"token": token_of(invitation)}), follow=True
        )

    def test_it_sets_a_password_and_signs_in_once(
        self, client: Client, invited: Invitation
    ) -> None:
        page = self.open(client, invited)
        assert page.status_code == 200
        assert 'lang="en"' in page.content.decode()
        assert token_of(invited) not in page.request["PATH_INFO"]  # type: ignore[attr-defined]
        fields = {"password1": PASSWORD, "password2": PASSWORD}
        response = client.post("/uitnodiging/", fields)
        assert response["Location"] == reverse("home")
        assert client.session["_auth_user_id"] == str(invited.user.pk)
        assert "invitation.accepted" in actions()
        stranger = Client()
        assert self.open(stranger, invited).status_code == 404
        assert stranger.post("/uitnodiging/", fields).status_code == 404

    def test_two_different_passwords(self, client: Client, invited: Invitation) -> None:
        self.open(client, invited)
        fields = {"password1": PASSWORD, "password2": PASSWORD + "!"}
        response = client.post("/uitnodiging/", fields)
        assert response.status_code == 200
        assert response.context["form"].errors["password2"]

    @pytest.mark.parametrize("change", ["expired", "revoked", "closed", "forged", "rubbish"])
    def test_a_link_that_does_not_hold(
        self, client: Client, invited: Invitation, change: str
    ) -> None:
        token = token_of(invited)
        if change == "expired":
            Invitation.objects.update(expires_at=timezone.now())
        elif change == "revoked":
            Invitation.objects.update(revoked_at=timezone.now())
        elif change == "closed":
            User.objects.update(is_active=False)
        elif change == "forged":
            token = f"{invited.pk}:{token.partition(':')[2][::-1]}"
        else:
            token = "rubbish"
        client.get(reverse("open_invitation", kwargs={"token": token}))
        assert client.get("/uitnodiging/").status_code == 404
        fields = {"password1": PASSWORD, "password2": PASSWORD}
        assert client.post("/uitnodiging/", fields).status_code == 404
        assert not User.objects.get(pk=invited.user.pk).has_usable_password()


class TestDemo:
    @pytest.fixture
    def _outside_demo(self) -> Iterator[None]:
        with override_settings(DEMO=False):
            importlib.reload(urls)
            yield
        importlib.reload(urls)

    def test_one_click_signs_in(self, client: Client) -> None:
        anna = factories.make_bureau("Anna")
        page = client.get(LOGIN).content.decode()
        assert f'value="{anna.pk}"' in page
        response = client.post(reverse("demo_sign_in"), {"person": str(anna.pk)})
        assert response.status_code == 302
        assert client.session["_auth_user_id"] == str(anna.pk)
        assert actions()[-1] == "session.signed_in"

    @pytest.mark.parametrize("person", ["", "0", "abc", "-1", "9" * 30])
    def test_nobody_else(self, client: Client, person: str) -> None:
        assert client.post(reverse("demo_sign_in"), {"person": person}).status_code == 404

    def test_not_for_people_without_a_role_or_of_real_addresses(self, client: Client) -> None:
        plain = factories.make_user("Zonder rol")
        real = factories.make_bureau("Echt", email="echt@bols.nl")
        for user in (plain, real):
            answer = client.post(reverse("demo_sign_in"), {"person": str(user.pk)})
            assert answer.status_code == 404

    @pytest.mark.usefixtures("_outside_demo")
    def test_outside_demo_there_is_no_such_page(self, client: Client) -> None:
        anna = factories.make_bureau("Anna")
        assert "demo_sign_in" not in {pattern.name for pattern in urls.urlpatterns}
        # Even where the address would be there, the view refuses.
        assert client.post("/demo/inloggen/", {"person": str(anna.pk)}).status_code == 404
        assert "Anna" not in client.get(LOGIN).content.decode()
