"""The audit trail: every change, chained by hash. Knows no other app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Append-only events."""

    name = "bols_portal.audit"
    label = "audit"
    verbose_name = _("Audit trail")
