"""The audit trail: every change, chained by hash. Knows no other app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Append-only events."""

    name = "bols_portal.audit"
    label = "audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        """Has the database refuse changes to what is append-only."""
        from bols_portal.audit.append_only import after_migrate

        post_migrate.connect(after_migrate, dispatch_uid="append_only_triggers")
