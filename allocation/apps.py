"""BOLS's own side: organisations, cycle, numbers and decisions (phases I, V and VI)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    """The allocation."""

    name = "allocation"
    verbose_name = _("Allocation")

    def ready(self) -> None:
        """Registers what the app adds to the registers of the portal."""
        # Models can be imported only now.
        from allocation.services.decision_kinds import register_kinds

        register_kinds()
