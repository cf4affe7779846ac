"""The pages of the dates: reading them, and moving one in two steps."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from allocation.models import DeadlineVersion, Mailing
from allocation.roles import Role
from allocation.selectors.deadlines import deadline_moment
from tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db
VALUES = {"day": "2099-05-13", "kind": "before", "reason": "VWS is later", "seen": "1"}


@pytest.fixture
def cycle():
    factories.make_reference_data()
    return factories.make_cycle()


@pytest.fixture
def bureau(client, cycle):
    user = factories.make_bureau()
    client.force_login(user, BACKEND)
    return user


def move_page(key="mediation"):
    return reverse("move_deadline", args=[2027, key])


def test_the_agenda_lists_all_dates_by_phase(client, bureau) -> None:
    text = client.get(reverse("agenda", args=[2027])).content.decode()
    assert text.count('class="row"') == 18
    assert "vóór dinsdag 12 mei 2026" in text
    assert "uiterlijk vrijdag 12 juni 2026" in text
    assert "Nog geen dag" in text


@pytest.mark.parametrize("versions", [1, 30])
def test_the_agenda_costs_the_same_however_often_dates_moved(
    client, cycle, bureau, django_assert_num_queries, versions
) -> None:
    moment = deadline_moment(cycle, "mediation")
    for number in range(2, versions + 1):
        DeadlineVersion.objects.create(
            deadline=moment.deadline,
            number=number,
            day=date(2026, 5, number),
            kind="before",
            reason="later",
            set_at=factories.NOW,
            set_by=bureau,
        )
    with django_assert_num_queries(11):
        client.get(reverse("agenda", args=[2027]))


def test_the_history_of_a_date_is_open_to_all_parties(client, cycle, bureau) -> None:
    client.post(move_page(), VALUES | {"confirm": "1", "accepted": ["after:region_proposals"]})
    coordinator = factories.make_user()
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    client.force_login(coordinator, BACKEND)
    text = client.get(reverse("deadline", args=[2027, "mediation"])).content.decode()
    assert "Uit het protocol: vóór dinsdag 12 mei 2026" in text
    assert "vóór woensdag 13 mei 2099" in text
    assert "VWS is later" in text
    assert move_page() not in text


def test_the_first_step_changes_nothing(client, bureau) -> None:
    response = client.post(move_page(), VALUES)
    text = response.content.decode()
    assert response.status_code == 200
    assert "zou na “Voorstel van de OOR indienen” (20 mei 2026) vallen" in text
    assert "Bureau (Bureaumedewerker)" in text  # who will be told
    assert not DeadlineVersion.objects.filter(number=2).exists()
    assert not Mailing.objects.exists()


def test_a_conflict_that_was_not_ticked_is_refused_and_what_was_typed_stays(client, bureau) -> None:
    response = client.post(move_page(), VALUES | {"confirm": "1"})
    assert response.status_code == 200
    assert "Deze dag past niet bij de andere data" in response.content.decode()
    assert response.context["confirm"]["reason"].value() == "VWS is later"
    assert not DeadlineVersion.objects.filter(number=2).exists()


def test_the_second_step_moves_and_goes_on_to_the_message(client, cycle, bureau) -> None:
    response = client.post(
        move_page(), VALUES | {"confirm": "1", "accepted": ["after:region_proposals"]}
    )
    mailing = Mailing.objects.get()
    assert response.url == reverse("mailing", args=[mailing.pk])
    assert mailing.released_at is None
    assert deadline_moment(cycle, "mediation").day == date(2099, 5, 13)


def test_back_from_the_second_step_shows_the_form_as_it_was_typed(client, bureau) -> None:
    response = client.post(move_page(), VALUES | {"change": "1"})
    assert response.context["form"]["reason"].value() == "VWS is later"
    assert 'name="confirm"' not in response.content.decode()


@pytest.mark.parametrize("values", [{"reason": " "}, {"day": "soon"}, {"kind": "x"}])
def test_faults_are_shown_beside_their_field(client, bureau, values) -> None:
    response = client.post(move_page(), VALUES | values)
    assert list(response.context["form"].errors) == list(values)


def test_a_form_that_was_open_while_someone_else_moved_is_refused(client, bureau) -> None:
    accepted = {"confirm": "1", "accepted": ["after:region_proposals"]}
    client.post(move_page(), VALUES | accepted)
    response = client.post(move_page(), VALUES | accepted | {"day": "2099-05-14"})
    assert "Iemand anders heeft deze datum verplaatst" in response.content.decode()
    assert DeadlineVersion.objects.filter(number=3).count() == 0


def test_an_unknown_date_is_not_there(client, bureau) -> None:
    assert client.get(reverse("deadline", args=[2027, "party"])).status_code == 404
    assert client.get(move_page("party")).status_code == 404


def test_a_day_can_be_set_where_the_protocol_names_none(client, cycle, bureau) -> None:
    response = client.post(
        move_page("submission"),
        {"day": "2099-03-03", "kind": "at_the_latest", "reason": "Planning", "seen": "1"}
        | {"confirm": "1"},
    )
    assert response.status_code == 302
    moment = deadline_moment(cycle, "submission")
    assert moment.day == date(2099, 3, 3)
    assert moment.is_open(timezone.now())
