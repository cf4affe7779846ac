"""The calendar: valid, in whole days, and behind a personal address that can be withdrawn."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from allocation.models import CalendarFeed, DeadlineVersion
from allocation.roles import Role
from allocation.selectors.deadlines import deadline_moment
from bols_portal.audit.models import Event
from tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    factories.make_reference_data()
    return factories.make_cycle()


@pytest.fixture
def person(client, cycle):
    user = factories.make_user("Coen")
    factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
    client.force_login(user, BACKEND)
    return user


def events(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(one["UID"]).partition("@")[0]: one for one in found}


def make_address(client):
    response = client.post(reverse("calendar_subscription"), {"make": "1"})
    return response.context["address"].removeprefix("http://127.0.0.1:8000")


def test_every_date_with_a_day_is_an_event_of_that_whole_day(client, person) -> None:
    found = events(client.get(reverse("agenda_file", args=[2027])))
    assert len(found) == 10
    latest = found["2027-complaints"]
    assert latest["DTSTART"].dt == date(2026, 6, 12)
    assert latest["DTEND"].dt == date(2026, 6, 13)
    assert latest["DTSTART"].params["VALUE"] == "DATE"  # no zone: the day is the Dutch one
    before = found["2027-mediation"]
    assert before["DTSTART"].dt == date(2026, 5, 11)  # "vóór 12 mei": the last day
    assert "te laat" in before["DESCRIPTION"]
    assert before["SUMMARY"] == "Toewijzing 2027: Bemiddeling vragen"


def test_a_moved_date_keeps_its_identity_and_raises_its_sequence(client, cycle, person) -> None:
    moment = deadline_moment(cycle, "mediation")
    DeadlineVersion.objects.create(
        deadline=moment.deadline,
        number=2,
        day=date(2026, 5, 19),
        kind="at_the_latest",
        reason="VWS, te laat; zie brief",
        set_at=factories.NOW,
        set_by=person,
    )
    event = events(client.get(reverse("agenda_file", args=[2027])))["2027-mediation"]
    assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, date(2026, 5, 19))
    assert "VWS, te laat; zie brief" in event["DESCRIPTION"]


def test_the_personal_address_works_without_a_session(client, person) -> None:
    address = make_address(client)
    client.logout()
    response = client.get(address)
    assert "2027-complaints" in events(response)
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_only_a_digest_is_stored_and_the_address_is_shown_once(client, person) -> None:
    address = make_address(client)
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in CalendarFeed.objects.get().digest
    assert token not in client.get(reverse("calendar_subscription")).content.decode()
    assert token not in str(list(Event.objects.values()))


def test_a_new_address_ends_the_old_one(client, person) -> None:
    first, second = make_address(client), make_address(client)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert CalendarFeed.objects.count() == 2


def test_a_withdrawn_address_shows_nothing(client, person) -> None:
    address = make_address(client)
    client.post(reverse("calendar_subscription"), {"withdraw": "1"})
    assert client.get(address).status_code == 404
    actions = list(Event.objects.filter(action__startswith="calendar").values_list("action"))
    assert actions == [("calendar_feed.made",), ("calendar_feed.withdrawn",)]


def test_the_address_of_a_closed_account_shows_nothing(client, person) -> None:
    address = make_address(client)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    client.logout()
    assert client.get(address).status_code == 404


def test_the_address_shows_only_cycles_in_which_one_takes_part(client, cycle) -> None:
    factories.make_cycle(2026)
    member = factories.make_user(language="en")
    factories.appoint(member, Role.BOARD, cycle)
    client.force_login(member, BACKEND)
    address = make_address(client)
    client.logout()
    found = events(client.get(address))
    assert {uid.partition("-")[0] for uid in found} == {"2027"}
    assert found["2027-mediation"]["SUMMARY"] == "Toewijzing 2027: Ask for mediation"


@pytest.mark.parametrize("token", ["x", "0" * 43, "..%2f"])
def test_a_guessed_address_is_not_there(client, person, token) -> None:
    assert client.get(f"/agenda/{token}.ics").status_code == 404
