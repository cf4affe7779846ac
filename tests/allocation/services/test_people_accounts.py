"""Closing accounts, invitations again, and the bureau that is never left without people."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from allocation.enums import MessageStatus
from allocation.errors import NotPermitted, Refused
from allocation.models import Membership, Message
from allocation.permissions import has_right
from allocation.roles import Right, Role
from allocation.selectors.memberships import held_today
from allocation.services import people
from bols_portal.accounts.models import Invitation, User
from bols_portal.audit.models import Event
from bols_portal.audit.selectors import verify
from tests import factories
from tests.allocation.services.test_people import _in_english as _in_english
from tests.allocation.services.test_people import bureau as bureau
from tests.allocation.services.test_people import fresh, invite

NOW: datetime = timezone.now()
TODAY = timezone.localdate(NOW)

pytestmark = pytest.mark.django_db


def test_the_last_bureau_employee_stays() -> None:
    anna = factories.make_user("Anna")
    only = factories.appoint(anna, Role.BUREAU)
    with pytest.raises(Refused, match="last bureau employee"):
        people.end_membership(membership=only, reason="x", by=anna, now=NOW)
    bram = factories.make_user("Bram")
    leaving = factories.appoint(bram, Role.SECRETARY, until=TODAY + timedelta(days=5))
    with pytest.raises(Refused, match="last bureau employee"):
        people.end_membership(
            membership=only, reason="x", by=anna, now=NOW, last_day=TODAY + timedelta(days=5)
        )
    people.end_membership(membership=only, reason="x", by=bram, now=NOW)
    with pytest.raises(Refused, match="last bureau employee"):
        people.end_membership(membership=leaving, reason="x", by=bram, now=NOW)


def test_an_account_that_is_closed_does_not_staff_the_bureau() -> None:
    anna, bram = factories.make_bureau("Anna"), factories.make_bureau("Bram")
    people.close_account(user=bram, reason="Uit dienst", by=anna, now=NOW)
    (held,) = held_today(anna)
    with pytest.raises(Refused, match="last bureau employee"):
        people.end_membership(membership=held, reason="x", by=anna, now=NOW)


def test_closing_takes_rights_and_invitation_and_reopening_gives_them_back(bureau: User) -> None:
    user = invite(bureau)
    people.close_account(user=user, reason="Uit dienst", by=bureau, now=NOW)
    closed = fresh(user)
    assert (closed.is_active, closed.deactivation_reason) == (False, "Uit dienst")
    assert not Invitation.objects.get(user=user).is_valid(NOW)
    with pytest.raises(Refused, match="closed"):
        people.invite_again(user=closed, by=bureau, now=NOW)
    people.reopen_account(user=closed, by=bureau, now=NOW)
    assert has_right(fresh(user), Right.COORDINATE, factories.region("NO"))


def test_inviting_again_ends_the_earlier_link(bureau: User) -> None:
    user = invite(bureau)
    first = Invitation.objects.get(user=user)
    people.invite_again(user=user, by=bureau, now=NOW)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert Message.objects.filter(recipient=user).count() == 2
    user.set_password(factories.PASSWORD)
    user.save()
    with pytest.raises(Refused, match="already chosen"):
        people.invite_again(user=user, by=bureau, now=NOW)


def test_revoking_needs_an_open_invitation(bureau: User) -> None:
    user = invite(bureau)
    people.revoke_invitation(user=user, by=bureau, now=NOW)
    with pytest.raises(Refused, match="no open invitation"):
        people.revoke_invitation(user=user, by=bureau, now=NOW)


def test_the_first_employee_is_invited_by_a_command_and_only_the_first() -> None:
    call_command("invite_first_employee", "anna@example.org", "Anna Vermeer")
    anna = User.objects.get(email="anna@example.org")
    assert [held.role for held in held_today(anna)] == [Role.BUREAU]
    message = Message.objects.get(recipient=anna)
    assert message.status == MessageStatus.QUEUED
    assert message.mailing.released_at is not None
    with pytest.raises(CommandError, match="bureau employee already"):
        call_command("invite_first_employee", "bram@example.org", "Bram de Wit")


def test_everything_stands_in_a_whole_chain(bureau: User) -> None:
    user = invite(bureau)
    people.end_membership(membership=held_today(user)[0], reason="x", by=bureau, now=NOW)
    event = Event.objects.get(action="membership.ended")
    assert event.roles == [{"role": "bureau", "on": ""}]
    assert verify().whole


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_employees_who_end_each_other_leave_one() -> None:
    anna, bram = factories.make_bureau("Anna"), factories.make_bureau("Bram")
    roles = {user.pk: Membership.objects.get(user=user) for user in (anna, bram)}
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def end(by: User, other: User) -> None:
        try:
            start.wait()
            people.end_membership(membership=roles[other.pk], reason="x", by=by, now=NOW)
            outcomes.append("ended")
        except (Refused, NotPermitted):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in ((anna, bram), (bram, anna))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ended", "refused"]
