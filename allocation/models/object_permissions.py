"""Object permissions, derived from memberships by services/rights.py alone.

Direct foreign keys instead of generic ones: the database keeps them whole and joins them fast.
"""

from django.db import models
from guardian.models import UserObjectPermissionBase

from allocation.models.cycles import Cycle
from allocation.models.organisations import Association, Cluster, Institution, Region, Specialism


class CycleUserObjectPermission(UserObjectPermissionBase):
    """A person's right on a cycle."""

    content_object = models.ForeignKey(Cycle, on_delete=models.CASCADE)


class RegionUserObjectPermission(UserObjectPermissionBase):
    """A person's right on a region."""

    content_object = models.ForeignKey(Region, on_delete=models.CASCADE)


class SpecialismUserObjectPermission(UserObjectPermissionBase):
    """A person's right on a specialism."""

    content_object = models.ForeignKey(Specialism, on_delete=models.CASCADE)


class InstitutionUserObjectPermission(UserObjectPermissionBase):
    """A person's right on an institution."""

    content_object = models.ForeignKey(Institution, on_delete=models.CASCADE)


class AssociationUserObjectPermission(UserObjectPermissionBase):
    """A person's right on an association."""

    content_object = models.ForeignKey(Association, on_delete=models.CASCADE)


class ClusterUserObjectPermission(UserObjectPermissionBase):
    """A person's right on a cluster."""

    content_object = models.ForeignKey(Cluster, on_delete=models.CASCADE)
