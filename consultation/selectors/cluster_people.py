"""Who chairs a cluster and who coordinates a region, as recipients of a message."""

from django.db.models import Q
from django.utils import timezone, translation

from allocation.models import Membership, Region, Specialism
from allocation.roles import Role
from allocation.selectors.memberships import holding_on
from allocation.selectors.recipients import Recipient, capacity_of


def coordinators_of(region: Region) -> list[Recipient]:
    """The coordinators of a region today."""
    return _people(Q(role=Role.COORDINATOR, region=region))


def chairs_of(region: Region, specialism: Specialism) -> list[Recipient]:
    """Who chairs the cluster of a specialism in a region today."""
    held_on = Q(cluster__region=region, cluster__specialism=specialism)
    return _people(Q(role=Role.CLUSTER_CHAIR) & held_on)


def _people(wanted: Q) -> list[Recipient]:
    memberships = (
        Membership.objects.filter(holding_on(timezone.localdate()), wanted, user__is_active=True)
        .select_related("user", "region", "cluster__region", "cluster__specialism")
        .order_by("user__name", "user__pk")
    )
    found: dict[int, Recipient] = {}
    for one in memberships:
        with translation.override(one.user.language or "nl"):
            capacity = capacity_of(one)
        found.setdefault(one.user_id, Recipient(one.user, one.user.email, capacity))
    return list(found.values())
