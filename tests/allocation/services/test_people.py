"""Inviting, appointing, ending and closing: who may, what is refused, what is written down."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from allocation.enums import MessageStatus
from allocation.errors import NotPermitted, Refused
from allocation.models import Mailing, Membership, Message
from allocation.permissions import has_right
from allocation.roles import Right, Role
from allocation.selectors.memberships import held_today
from allocation.services import people
from bols_portal.accounts.models import Invitation, User
from bols_portal.accounts.services import CODE, token_of
from bols_portal.audit.models import Event
from tests import factories

NOW: datetime = timezone.now()
TODAY = timezone.localdate(NOW)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bureau() -> User:
    factories.make_reference_data()
    factories.make_bureau("Tweede")
    return factories.make_bureau("Anna")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def invite(by: User, **changes: object) -> User:
    wanted = {
        "name": "Marijke Dijkstra",
        "email": "M.Dijkstra@Example.org",
        "language": "nl",
        "role": Role.COORDINATOR,
        "on": {"region": factories.region("NO")},
        "by": by,
        "now": NOW,
    }
    return people.invite_person(**(wanted | changes))  # type: ignore[arg-type]


def test_inviting_makes_an_account_with_a_role_and_one_mail(bureau: User) -> None:
    user = invite(bureau)
    assert user.email == "m.dijkstra@example.org"
    assert not user.has_usable_password()
    assert has_right(fresh(user), Right.COORDINATE, factories.region("NO"))
    message = Message.objects.get(recipient=user)
    assert message.status == MessageStatus.QUEUED
    assert message.mailing.released_by == bureau
    assert "OOR NO" in message.body
    actions = set(Event.objects.values_list("action", flat=True))
    assert {
        "person.added",
        "membership.appointed",
        "invitation.sent",
        "mailing.released",
    } <= actions


def test_the_link_is_written_down_nowhere(bureau: User) -> None:
    user = invite(bureau)
    token = token_of(Invitation.objects.get(user=user))
    message = Message.objects.get(recipient=user)
    assert CODE in message.body
    stored = [message.body, *Mailing.objects.values_list("body", flat=True)]
    stored += [str(event.data) for event in Event.objects.all()]
    assert not any(token in text for text in stored)


def test_the_mail_that_leaves_holds_the_link(bureau: User, mailoutbox: list) -> None:  # type: ignore[type-arg]
    from allocation.services.outbox import send_due

    user = invite(bureau)
    assert send_due(clock=lambda: NOW + timedelta(minutes=1)) == 1
    token = token_of(Invitation.objects.get(user=user))
    (mail,) = mailoutbox
    assert mail.to == [user.email]
    assert f"/uitnodiging/{token}/" in mail.body
    assert f"/uitnodiging/{token}/" in mail.alternatives[0][0]
    assert CODE not in mail.body


def test_an_address_is_used_once_whatever_the_case(bureau: User) -> None:
    invite(bureau)
    with pytest.raises(Refused, match="already an account"):
        invite(bureau, email="m.dijkstra@EXAMPLE.org")


@pytest.mark.parametrize("role", [role for role in Role if role not in ("bureau", "secretary")])
def test_only_the_bureau_invites_and_appoints(bureau: User, role: Role) -> None:
    cycle = factories.make_cycle(protocol={})
    on = {
        "coordinator": factories.region(),
        "adviser": factories.association(),
        "administrator": factories.institution(),
        "learning_house": factories.institution(),
        "profession": factories.specialism(),
        "cluster_chair": factories.cluster(),
        "trainer": factories.cluster(),
    }.get(role, cycle)
    other, somebody = factories.make_user(), factories.make_user()
    held = factories.appoint(other, role, on)
    attempts: list[Callable[[], object]] = [
        lambda: invite(other),
        lambda: people.invite_again(user=somebody, by=other, now=NOW),
        lambda: people.revoke_invitation(user=somebody, by=other, now=NOW),
        lambda: people.appoint(user=somebody, role=Role.BUREAU, on={}, by=other, now=NOW),
        lambda: people.end_membership(membership=held, reason="x", by=other, now=NOW),
        lambda: people.close_account(user=somebody, reason="x", by=other, now=NOW),
        lambda: people.reopen_account(user=somebody, by=other, now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BOARD])
def test_nobody_appoints_themselves(bureau: User, role: Role) -> None:
    cycle = factories.make_cycle(protocol={})
    with pytest.raises(NotPermitted, match="themselves"):
        people.appoint(user=bureau, role=role, on={"cycle": cycle}, by=bureau, now=NOW)
    with pytest.raises(NotPermitted, match="own account"):
        people.close_account(user=bureau, reason="x", by=bureau, now=NOW)


@pytest.mark.parametrize(
    ("role", "on"),
    [
        (Role.BUREAU, "region"),
        (Role.COORDINATOR, ""),
        (Role.COORDINATOR, "institution"),
        (Role.TRAINER, "region"),
    ],
)
def test_the_object_must_fit_the_role(bureau: User, role: Role, on: str) -> None:
    objects = {"": {}, "region": {"region": factories.region()}}
    objects["institution"] = {"institution": factories.institution()}
    with pytest.raises(Refused, match="held on"):
        people.appoint(user=factories.make_user(), role=role, on=objects[on], by=bureau, now=NOW)


def test_the_database_refuses_an_object_that_does_not_fit(bureau: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=bureau,
            role=Role.BOARD,
            region=factories.region(),
            since=TODAY,
            appointed_at=NOW,
        )


def test_a_role_in_a_cluster_makes_the_cluster(bureau: User) -> None:
    user = factories.make_user()
    on = {"region": factories.region("ON"), "specialism": factories.specialism("05")}
    membership = people.appoint(user=user, role=Role.TRAINER, on=on, by=bureau, now=NOW)
    assert membership.cluster == factories.cluster("ON", "05")
    assert has_right(user, Right.TRAIN, factories.cluster("ON", "05"))


def test_a_role_is_held_once_on_an_object(bureau: User) -> None:
    user = invite(bureau)
    on = {"region": factories.region("NO")}
    with pytest.raises(Refused, match="already holds"):
        people.appoint(user=user, role=Role.COORDINATOR, on=on, by=bureau, now=NOW)
    elsewhere = {"region": factories.region("ON")}
    people.appoint(user=user, role=Role.COORDINATOR, on=elsewhere, by=bureau, now=NOW)
    assert len(held_today(fresh(user))) == 2


def test_a_role_can_begin_later(bureau: User) -> None:
    user = factories.make_user()
    on, tomorrow = {"region": factories.region("NO")}, TODAY + timedelta(days=1)
    people.appoint(user=user, role=Role.COORDINATOR, on=on, by=bureau, now=NOW, since=tomorrow)
    assert not has_right(user, Right.COORDINATE, factories.region("NO"))


def test_ending_at_once_takes_the_rights_and_keeps_the_record(bureau: User) -> None:
    user = invite(bureau)
    (held,) = held_today(user)
    people.end_membership(membership=held, reason=" Andere functie ", by=bureau, now=NOW)
    held.refresh_from_db()
    assert (held.ended_by, held.end_reason) == (bureau, "Andere functie")
    assert not has_right(fresh(user), Right.COORDINATE, factories.region("NO"))
    event = Event.objects.get(action="membership.ended")
    assert (event.reason, event.data["on"]) == ("Andere functie", "OOR NO")
    with pytest.raises(Refused, match="already ended"):
        people.end_membership(membership=held, reason="x", by=bureau, now=NOW)


def test_ending_after_a_last_day_keeps_the_rights_until_then(bureau: User) -> None:
    user = invite(bureau)
    (held,) = held_today(user)
    people.end_membership(membership=held, reason="x", by=bureau, now=NOW, last_day=TODAY)
    assert has_right(fresh(user), Right.COORDINATE, factories.region("NO"))
    with pytest.raises(Refused, match="past"):
        people.end_membership(
            membership=held, reason="x", by=bureau, now=NOW, last_day=TODAY - timedelta(days=1)
        )


@pytest.mark.parametrize("reason", ["", "   "])
def test_ending_and_closing_need_a_reason(bureau: User, reason: str) -> None:
    user = invite(bureau)
    (held,) = held_today(user)
    with pytest.raises(Refused, match="Say why"):
        people.end_membership(membership=held, reason=reason, by=bureau, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        people.close_account(user=user, reason=reason, by=bureau, now=NOW)
