"""Who gets messages about a region: its coordinators."""

from django.utils import timezone, translation

from allocation.models import Membership, Region
from allocation.roles import Role
from allocation.selectors.memberships import holding_on
from allocation.selectors.recipients import Recipient, capacity_of


def coordinators_of(region: Region) -> list[Recipient]:
    """Who coordinates this region today, by name."""
    holding = Membership.objects.filter(
        holding_on(timezone.localdate()),
        role=Role.COORDINATOR,
        region=region,
        user__is_active=True,
    ).select_related("user", "region")
    found = {}
    for one in holding.order_by("user__name", "user__pk"):
        with translation.override(one.user.language or "nl"):
            found[one.user_id] = Recipient(one.user, one.user.email, capacity_of(one))
    return list(found.values())
