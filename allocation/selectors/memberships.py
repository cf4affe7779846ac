"""Reading memberships: who holds which role on what, today."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from allocation.models import Membership
from allocation.roles import Held, Role
from bols_portal.accounts.models import User

Person = User | AnonymousUser
_HELD = "_memberships_held_today"
RELATED = (
    "cycle",
    "region",
    "association",
    "institution",
    "cluster__region",
    "cluster__specialism",
    "specialism",
)


def holding_on(day: date) -> Q:
    """The condition that a membership holds on a day: both its first and its last day count."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def active_memberships(user: Person, on: date | None = None) -> QuerySet[Membership]:
    """The memberships of a person that hold on a day (today in the Netherlands by default)."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    day = on or timezone.localdate()
    return Membership.objects.filter(holding_on(day), user=user).select_related(*RELATED)


def held_today(user: Person) -> list[Membership]:
    """The same for today, asked of the database once for each user object (so: each request)."""
    if not user.is_authenticated or not user.is_active:
        return []
    held: list[Membership] | None = user.__dict__.get(_HELD)
    if held is None:
        held = user.__dict__[_HELD] = list(active_memberships(user))
    return held


def forget_memberships(user: Person) -> None:
    """Makes this user object ask again; for who has just changed the person's memberships."""
    user.__dict__.pop(_HELD, None)


def holds_role(user: Person, role: Role) -> bool:
    """Does the person hold this role on anything today?"""
    return any(membership.role == role for membership in held_today(user))


def holds_any(user: Person, roles: Iterable[Role]) -> bool:
    """Does the person hold one of these roles on anything today?"""
    wanted = set(roles)
    return any(Role(membership.role) in wanted for membership in held_today(user))


def roles_held(user: Person) -> list[Held]:
    """The roles of a person as the audit trail writes them."""
    return [
        Held(role=membership.role, on=str(membership.held_on or ""))
        for membership in held_today(user)
    ]
