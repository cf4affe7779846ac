"""Inviting, appointing, ending: the bureau alone, and nobody for themselves."""

from django.utils import timezone

from allocation.roles import Role
from allocation.selectors.memberships import held_today
from bols_portal.accounts.models import User
from bols_portal.accounts.services import invite
from tests import factories
from tests.permissions.table import BUREAU, LOGIN, Row, row
from tests.permissions.world import World

VALID = {
    "name": "Nieuw Persoon",
    "email": "nieuw@example.org",
    "language": "nl",
    "role": "auditor",
    "confirmed": "1",
}


def somebody(world: World) -> dict[str, int]:
    return {"pk": world.people["nobody"].pk}


def employee(world: World) -> dict[str, int]:
    return {"pk": world.people["bureau"].pk}


def role_of_coordinator(world: World) -> dict[str, int]:
    person = world.people["coordinator"]
    return {"pk": person.pk, "membership": held_today(person)[0].pk}


def invited(world: World) -> None:
    invite(user=world.people["nobody"], by=None, now=timezone.now())


def closed(world: World) -> None:
    User.objects.filter(pk=world.people["nobody"].pk).update(is_active=False)


def a_role(world: World) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"role": Role.COORDINATOR, "region": str(factories.region("ON").pk), "since": today}


ROWS: list[Row] = [
    row("people", "GET", {200: BUREAU}),
    row("person", "GET", {200: BUREAU}, args=somebody),
    row("person", "GET", {404: BUREAU}, args={"pk": 0}, variant="nobody by that number"),
    row("invite_person", "GET", {200: BUREAU}),
    row(
        "invite_person",
        "POST",
        {302: BUREAU},
        data=lambda world: VALID | {"cycle": str(world.cycle.pk)},
    ),
    row("invite_again", "GET", {200: BUREAU}, args=somebody),
    row("invite_again", "POST", {302: BUREAU}, args=somebody),
    row(
        "invite_again",
        "POST",
        {409: BUREAU, LOGIN: "nobody"},
        args=somebody,
        given=closed,
        variant="closed",
    ),
    row("revoke_invitation", "GET", {200: BUREAU}, args=somebody),
    row("revoke_invitation", "POST", {302: BUREAU}, args=somebody, given=invited),
    row("revoke_invitation", "POST", {409: BUREAU}, args=somebody, variant="no invitation"),
    row("appoint", "GET", {200: BUREAU}, args=somebody),
    row("appoint", "POST", {302: BUREAU}, args=somebody, data=a_role),
    row(
        "appoint",
        "POST",
        {302: "secretary"},
        args=employee,
        data=a_role,
        variant="a bureau employee",
    ),
    row("end_role", "GET", {200: BUREAU}, args=role_of_coordinator),
    row(
        "end_role",
        "POST",
        {302: BUREAU},
        args=role_of_coordinator,
        data={"when": "now", "reason": "Andere functie"},
    ),
    row("close_account", "GET", {200: BUREAU}, args=somebody),
    row("close_account", "POST", {302: BUREAU}, args=somebody, data={"reason": "Uit dienst"}),
    row(
        "close_account",
        "POST",
        {302: "secretary"},
        args=employee,
        data={"reason": "Uit dienst"},
        variant="a bureau employee",
    ),
    row("reopen_account", "GET", {200: BUREAU}, args=somebody),
    row("reopen_account", "POST", {302: BUREAU, LOGIN: "nobody"}, args=somebody, given=closed),
]
