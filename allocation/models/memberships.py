"""Who holds which role on what, from when until when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from allocation.models.cycles import Cycle
from allocation.models.organisations import Association, Cluster, Institution, Region, Specialism
from allocation.roles import SCOPE_OF, Role, Scope

HELD_ON = ("cycle", "region", "association", "institution", "cluster", "specialism")


def field_of(role: Role) -> str:
    """The column with the object that a role is held on; empty for a role on everything."""
    scope = SCOPE_OF[role]
    if scope is Scope.EVERYTHING:
        return ""
    return "cluster" if scope is Scope.REGION_SPECIALISM else scope.value


def _held_on_what_the_role_asks() -> models.Q:
    """Exactly the column of the role's scope is filled, whoever writes the row."""
    condition = models.Q()
    for column in ("", *HELD_ON):
        roles = sorted(role.value for role in Role if field_of(role) == column)
        filled = {f"{name}__isnull": name != column for name in HELD_ON}
        condition |= models.Q(role__in=roles, **filled)
    return condition


class Membership(models.Model):
    """An appointment: this person holds this role on this object. Never deleted, only ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    cycle = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    association = models.ForeignKey(Association, null=True, blank=True, on_delete=models.PROTECT)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT)
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.PROTECT)
    specialism = models.ForeignKey(Specialism, null=True, blank=True, on_delete=models.PROTECT)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)  # the last day it holds
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    appointed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["role", "user__name"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=_held_on_what_the_role_asks(), name="held_on_what_the_role_asks"
            ),
        ]

    @property
    def held_on(self) -> models.Model | None:
        """The object the role is held on; None for a role on everything."""
        field = field_of(Role(self.role))
        held: models.Model | None = getattr(self, field) if field else None
        return held

    def __str__(self) -> str:
        on = self.held_on
        return f"{self.get_role_display()} {on}" if on else str(self.get_role_display())
