"""The bureau's pages about people, as the bureau uses them."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from allocation.models import Membership, Message
from allocation.roles import Role
from allocation.selectors.memberships import held_today
from bols_portal.accounts.models import User
from bols_portal.accounts.services import invite
from tests import factories

FIELDS = {
    "name": "Marijke Dijkstra",
    "email": "marijke@example.org",
    "language": "nl",
    "role": "coordinator",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> User:
    factories.make_reference_data()
    factories.make_bureau("Bram de Wit")
    return factories.make_bureau("Anna Vermeer")


@pytest.fixture
def signed_in(client: Client, bureau: User) -> Client:
    client.force_login(bureau, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_inviting_shows_who_is_mailed_before_the_click(signed_in: Client) -> None:
    fields = FIELDS | {"region": str(factories.region("NO").pk)}
    page = signed_in.post("/beheer/mensen/uitnodigen/", fields)
    assert page.status_code == 200
    assert "Marijke Dijkstra &lt;marijke@example.org&gt;" in page.content.decode()
    assert not Message.objects.exists()
    assert not User.objects.filter(email="marijke@example.org").exists()
    form = page.context["form"]
    assert all(field.is_hidden for field in form)
    again = {field.html_name: field.value() or "" for field in form} | {"confirmed": "1"}
    response = signed_in.post("/beheer/mensen/uitnodigen/", again)
    person = User.objects.get(email="marijke@example.org")
    assert response["Location"] == f"/beheer/mensen/{person.pk}/"
    assert Message.objects.get().address == "marijke@example.org"
    shown = signed_in.get(response["Location"]).content.decode()
    assert "OOR NO" in shown


def test_without_script_the_object_is_asked_after_the_role(signed_in: Client) -> None:
    page = signed_in.post("/beheer/mensen/uitnodigen/", FIELDS)
    assert page.context["form"].errors.keys() == {"region"}
    assert 'value="Marijke Dijkstra"' in page.content.decode(), "what was typed is kept"


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        ("", []),
        ("bureau", []),
        ("board", ["cycle"]),
        ("coordinator", ["region"]),
        ("adviser", ["association"]),
        ("administrator", ["institution"]),
        ("profession", ["specialism"]),
        ("trainer", ["region", "specialism"]),
    ],
)
def test_the_object_field_follows_the_role(signed_in: Client, role: str, fields: list[str]) -> None:
    page = signed_in.get(
        "/beheer/mensen/uitnodigen/", {"role": role}, headers={"HX-Request": "true"}
    )
    assert [field.name for field in page.context["object_fields"]] == fields
    assert "<html" not in page.content.decode()


def test_a_refusal_keeps_what_was_typed(signed_in: Client) -> None:
    factories.make_user("Er al", email="marijke@example.org")
    fields = FIELDS | {"region": str(factories.region("NO").pk), "confirmed": "1"}
    page = signed_in.post("/beheer/mensen/uitnodigen/", fields)
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert 'value="Marijke Dijkstra"' in page.content.decode()


def test_giving_and_ending_a_role(signed_in: Client) -> None:
    user = factories.make_user("Olga")
    today = timezone.localdate()
    fields = {"role": "coordinator", "region": factories.region("ON").pk, "since": today}
    assert signed_in.post(f"/beheer/mensen/{user.pk}/rol-geven/", fields).status_code == 302
    (held,) = held_today(User.objects.get(pk=user.pk))
    end = f"/beheer/mensen/{user.pk}/rol/{held.pk}/beeindigen/"
    page = signed_in.post(end, {"when": "later", "reason": "x"})
    assert page.context["form"].errors.keys() == {"last_day"}
    assert signed_in.post(end, {"when": "now", "reason": "Andere functie"}).status_code == 302
    page = signed_in.get(f"/beheer/mensen/{user.pk}/").content.decode()
    assert "Andere functie" in page
    assert held_today(User.objects.get(pk=user.pk)) == []


def test_another_persons_role_is_not_found_under_this_person(signed_in: Client) -> None:
    user, other = factories.make_user(), factories.make_user()
    held = factories.appoint(other, Role.COORDINATOR, factories.region())
    path = f"/beheer/mensen/{user.pk}/rol/{held.pk}/beeindigen/"
    assert signed_in.post(path, {"when": "now", "reason": "x"}).status_code == 404
    assert Membership.objects.get(pk=held.pk).until is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text=dijk", ["Marijke Dijkstra"]),
        ("role=bureau", ["Anna Vermeer", "Bram de Wit"]),
        ("role=coordinator", ["Marijke Dijkstra"]),
        ("organisation=region:{no}", ["Marijke Dijkstra", "Trainer"]),
        ("organisation=region:{no}&role=trainer", ["Trainer"]),
        ("organisation=region:{on}", []),
        ("state=closed", ["Gesloten"]),
        ("state=invited", ["Uitgenodigd"]),
        ("state=expired", []),
    ],
)
def test_the_list_filters(signed_in: Client, query: str, expected: list[str]) -> None:
    coordinator = factories.make_user("Marijke Dijkstra")
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    factories.appoint(factories.make_user("Trainer"), Role.TRAINER, factories.cluster("NO", "02"))
    factories.make_user("Gesloten", is_active=False)
    invite(user=factories.make_user("Uitgenodigd"), by=None, now=timezone.now())
    query = query.format(no=factories.region("NO").pk, on=factories.region("ON").pk)
    page = signed_in.get(f"/beheer/mensen/?{query}")
    assert [row["person"].user.name for row in page.context["rows"]] == expected


@pytest.mark.parametrize("people", [1, 45])
def test_the_list_costs_the_same_for_one_person_and_for_many(
    signed_in: Client, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(people):
        user = factories.make_user()
        factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
        factories.appoint(user, Role.TRAINER, factories.cluster("NO", "02"))
        invite(user=user, by=None, now=timezone.now())
    signed_in.get("/beheer/mensen/")
    with django_assert_num_queries(12):
        signed_in.get("/beheer/mensen/")
