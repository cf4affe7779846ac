"""BOLS's own side: organisations, cycle, numbers and decisions (phases I, V and VI)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    """The allocation."""

    name = "allocation"
    verbose_name = _("Allocation")
