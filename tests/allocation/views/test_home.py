"""Mijn taken and the header: what is asked, in which capacity, and only what one may see."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from allocation.enums import DeadlineKind
from allocation.models import DeadlineVersion
from allocation.roles import Role
from allocation.selectors import deadlines_todo, messages_todo, todo
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.recipients import Recipient
from allocation.selectors.todo_item import TodoItem
from allocation.services.messages import prepare_mailing, release_mailing
from tests import factories

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    factories.make_reference_data()
    return factories.make_cycle()


def page(client, user, path="/"):
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client.get(path)


def titles(response):
    return [task.title for _, tasks in response.context["groups"] for task in tasks]


def labels(response):
    return [item.label for item in response.context["nav"].items]


def test_who_has_no_role_is_told_what_to_expect(client, cycle) -> None:
    response = page(client, factories.make_user())
    assert response.status_code == 200
    assert "U hebt nog geen rol" in response.content.decode()
    assert labels(response) == ["Berichten"]


def test_the_bureau_without_a_cycle_can_open_one(client) -> None:
    response = page(client, factories.make_bureau())
    assert reverse("new_cycle") in response.content.decode()


def test_the_bureau_is_asked_to_set_days_and_to_send_messages(client, cycle) -> None:
    bureau = factories.make_bureau()
    prepare_mailing(
        cycle=cycle,
        key="test",
        subject="Nieuwe datum",
        body="Tekst",
        recipients=[Recipient(bureau, bureau.email, "")],
        by=bureau,
        now=NOW,
    )
    found = titles(page(client, bureau))
    assert "Lezen en versturen: Nieuwe datum" in found
    assert "Stel de dagen vast die het protocol niet noemt" in found


def test_what_the_bureau_must_do_is_not_asked_of_others(client, cycle) -> None:
    coordinator = factories.make_user()
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    response = page(client, coordinator)
    assert "Stel de dagen vast die het protocol niet noemt" not in titles(response)
    assert reverse("new_cycle") not in response.content.decode()


def test_two_capacities_are_two_labelled_groups_the_first_deadline_first(
    client, cycle, monkeypatch
) -> None:
    person = factories.make_user()
    factories.appoint(person, Role.COORDINATOR, factories.region("NO"))
    factories.appoint(person, Role.FMS, cycle)
    mediation, complaints = (deadline_moment(cycle, key) for key in ("mediation", "complaints"))

    def asked(user, cycle, now):
        yield TodoItem("Later", "", complaints, "/later", "Go", "FMS")
        yield TodoItem("Never", "", None, "/never", "Go", "FMS")
        yield TodoItem("First", "", mediation, "/first", "Go", "OOR NO")

    monkeypatch.setattr(todo, "sources", lambda: (asked,))
    response = page(client, person)
    assert [capacity for capacity, _ in response.context["groups"]] == ["OOR NO", "FMS"]
    assert titles(response) == ["First", "Later", "Never"]
    assert response.context["labelled"]
    text = response.content.decode()
    assert "<h2>OOR NO</h2>" in text
    assert "vóór" in text


def test_every_area_with_tasks_is_asked() -> None:
    modules = {source.__module__.rpartition(".")[2] for source in todo.sources()}
    assert {"messages_todo", "deadlines_todo"} <= modules


def test_the_phase_line_says_state_date_and_what_is_waited_for(client, cycle) -> None:
    moment = deadline_moment(cycle, "framework")
    DeadlineVersion.objects.create(
        deadline=moment.deadline,
        number=2,
        day=date(2026, 4, 10),
        kind=DeadlineKind.AT_THE_LATEST,
        set_at=NOW,
        set_by=cycle.opened_by,
    )
    response = page(client, factories.make_bureau())
    phases = response.context["long_phases"]
    assert [phase.numeral for phase in phases] == ["I", "II", "III", "IV", "V", "VI"]
    assert (phases[0].state, phases[0].note) == ("current", "uiterlijk 10 april 2026")
    assert (phases[1].state, phases[1].note) == ("upcoming", "uiterlijk 5 mei 2026")
    assert phases[4].note == "dag nog niet bekend"


def test_the_header_shows_only_what_one_has(client, cycle) -> None:
    coordinator = factories.make_user()
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    auditor = factories.make_user()
    factories.appoint(auditor, Role.AUDITOR, cycle)
    assert labels(page(client, coordinator)) == ["Tabellen", "Documenten", "Berichten"]
    shared = ["Tabellen", "Documenten", "Berichten"]
    assert labels(page(client, auditor)) == [*shared, "Beheer", "Logboek"]
    assert labels(page(client, factories.make_bureau())) == [*shared, "Beheer", "Logboek"]


def test_unread_messages_are_counted_in_the_header(client, cycle) -> None:
    bureau = factories.make_bureau()
    mailing = prepare_mailing(
        cycle=cycle,
        key="test",
        subject="S",
        body="B",
        recipients=[Recipient(bureau, bureau.email, "")],
        by=bureau,
        now=NOW,
    )
    release_mailing(mailing=mailing, by=bureau, now=NOW)
    assert "Berichten (1)" in labels(page(client, bureau))
    message = mailing.messages.get()
    assert client.get(reverse("message", args=[message.pk])).status_code == 200
    assert "Berichten" in labels(client.get("/"))


def test_several_cycles_can_be_switched_and_the_choice_is_kept(client, cycle) -> None:
    factories.make_cycle(2026)
    bureau = factories.make_bureau()
    assert page(client, bureau).context["cycle"].year == 2027
    response = client.get("/?toewijzing=2026", follow=True)
    assert response.context["cycle"].year == 2026
    assert [link.open for link in response.context["switcher"]] == [False, True]
    assert client.get("/").context["nav"].cycle_name == "Toewijzing 2026"
    # A page of another cycle shows that cycle, whatever was chosen.
    agenda = client.get(reverse("agenda", args=[2027]))
    assert agenda.context["nav"].cycle_name == "Toewijzing 2027"


def test_a_cycle_in_which_one_takes_no_part_can_not_be_chosen(client, cycle) -> None:
    other = factories.make_cycle(2026)
    person = factories.make_user()
    factories.appoint(person, Role.BOARD, cycle)
    page(client, person)
    response = client.get(f"/?toewijzing={other.year}", follow=True)
    assert response.context["cycle"] == cycle


def test_in_english_the_page_is_english(client, cycle) -> None:
    bureau = factories.make_bureau(language="en")
    assert "My tasks" in page(client, bureau).content.decode()


@pytest.mark.parametrize("mailings", [1, 100])
def test_the_page_costs_the_same_whatever_hangs_in_the_outbox(
    client, cycle, monkeypatch, django_assert_num_queries, mailings
) -> None:
    monkeypatch.setattr(todo, "sources", lambda: (deadlines_todo.todo, messages_todo.todo))
    bureau = factories.make_bureau()
    for number in range(mailings):
        prepare_mailing(
            cycle=cycle,
            key="test",
            subject=f"Bericht {number}",
            body="B",
            recipients=[Recipient(bureau, bureau.email, "")],
            by=bureau,
            now=NOW,
        )
    page(client, bureau)
    with django_assert_num_queries(15):
        client.get("/")
