"""Opening a cycle by its pages, the protocol page, and the lists of tables and documents."""

import hashlib

import pytest
from django.urls import reverse

from allocation import protocols
from allocation.models import Cycle
from allocation.roles import Role
from allocation.selectors.recipients import Recipient
from allocation.services.messages import prepare_mailing, release_mailing
from tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(client):
    user = factories.make_bureau()
    client.force_login(user, BACKEND)
    return user


@pytest.fixture
def coordinator():
    factories.make_reference_data()
    user = factories.make_user("Coen")
    factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
    return user


def test_a_cycle_is_opened_by_hand(client, bureau) -> None:
    choices = client.get(reverse("new_cycle")).content.decode()
    assert reverse("open_cycle", args=["2027"]) in choices
    assert reverse("open_cycle", args=["2016"]) in choices
    page = client.get(reverse("open_cycle", args=["2027"]))
    assert "Notitie adherentieberekening 2026, vraag 7, punt 3" in page.content.decode()
    form = page.context["form"]
    response = client.post(
        reverse("open_cycle", args=["2027"]),
        {"name": "Toewijzing 2027", "digest": form["digest"].value()},
    )
    assert response.url == reverse("protocol", args=[2027])
    assert Cycle.objects.get().protocol_digest == protocols.load("2027").digest
    assert client.get(response.url).status_code == 200


def test_2016_can_be_read_with_its_reason_but_not_opened(client, bureau) -> None:
    address = reverse("open_cycle", args=["2016"])
    text = client.get(address).content.decode()
    assert "Dit protocol verdeelt naar opleidingshistorie" in text
    assert "Staffel" in text
    assert "Open deze toewijzing" not in text
    digest = protocols.load("2016").digest
    response = client.post(address, {"name": "Toewijzing 2016", "digest": digest})
    assert "opleidingshistorie" in response.content.decode()
    assert not Cycle.objects.exists()


def test_a_file_that_changed_after_reading_is_refused(client, bureau) -> None:
    address = reverse("open_cycle", args=["2027"])
    response = client.post(address, {"name": "Toewijzing 2027", "digest": "0" * 64})
    assert response.status_code == 200
    assert "is gewijzigd nadat u het las" in response.content.decode()
    assert not Cycle.objects.exists()


def test_an_unknown_protocol_is_not_there(client, bureau) -> None:
    assert client.get(reverse("open_cycle", args=["1999"])).status_code == 404


def test_all_parties_read_the_protocol_and_download_the_very_file(client, coordinator) -> None:
    cycle = factories.make_cycle()
    client.force_login(coordinator, BACKEND)
    text = client.get(reverse("protocol", args=[2027])).content.decode()
    for shown in ("10 %", "−8", "+10", "1.053", "Toewijzingsprotocol 2027, fase I 2, Regelruimte"):
        assert shown in text.replace("\u00a0", " ")
    response = client.get(reverse("protocol_file", args=[2027]))
    assert hashlib.sha256(response.content).hexdigest() == protocols.load("2027").digest
    assert cycle.protocol["text"].encode() == response.content


def test_documents_show_protocol_dates_and_ones_own_messages(client, coordinator) -> None:
    cycle = factories.make_cycle()
    bureau = factories.make_bureau()
    other = factories.make_user("Other")
    for person, subject in ((coordinator, "Voor Coen"), (other, "Voor een ander")):
        mailing = prepare_mailing(
            cycle=cycle,
            key="test",
            subject=subject,
            body="B",
            recipients=[Recipient(person, person.email, "")],
            by=bureau,
            now=factories.NOW,
        )
        release_mailing(mailing=mailing, by=bureau, now=factories.NOW)
    client.force_login(coordinator, BACKEND)
    text = client.get(reverse("documents", args=[2027])).content.decode()
    assert "Voor Coen" in text
    assert "Voor een ander" not in text
    assert reverse("protocol", args=[2027]) in text
    assert "Nog geen besluiten" in text


def test_tables_say_when_there_are_none(client, coordinator) -> None:
    factories.make_cycle()
    client.force_login(coordinator, BACKEND)
    text = client.get(reverse("tables", args=[2027])).content.decode()
    assert "Zodra het bestuur het kader heeft vastgesteld" in text


@pytest.mark.parametrize("letters", [1, 40])
def test_documents_cost_the_same_for_few_and_many(
    client, coordinator, django_assert_num_queries, letters
) -> None:
    cycle = factories.make_cycle()
    bureau = factories.make_bureau()
    for number in range(letters):
        mailing = prepare_mailing(
            cycle=cycle,
            key="test",
            subject=f"Brief {number}",
            body="B",
            recipients=[Recipient(coordinator, coordinator.email, "")],
            by=bureau,
            now=factories.NOW,
        )
        release_mailing(mailing=mailing, by=bureau, now=factories.NOW)
    client.force_login(coordinator, BACKEND)
    with django_assert_num_queries(10):
        client.get(reverse("documents", args=[2027]))
