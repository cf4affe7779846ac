"""Reading memberships: who holds which role on what, today."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from allocation.models import Membership
from allocation.roles import Held, Role
from bols_portal.accounts.models import User


def active_memberships(user: User | AnonymousUser, on: date | None = None) -> QuerySet[Membership]:
    """The memberships of a person that hold on a day (today in the Netherlands by default)."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    day = on or timezone.localdate()
    return (
        Membership.objects.filter(user=user, since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
        .select_related(
            "cycle",
            "region",
            "association",
            "institution",
            "cluster__region",
            "cluster__specialism",
            "specialism",
        )
    )


def holds_role(user: User | AnonymousUser, role: Role) -> bool:
    """Does the person hold this role on anything today?"""
    return active_memberships(user).filter(role=role).exists()


def roles_held(user: User | AnonymousUser) -> list[Held]:
    """The roles of a person as the audit trail writes them."""
    return [
        Held(role=membership.role, on=str(membership.held_on or ""))
        for membership in active_memberships(user)
    ]
