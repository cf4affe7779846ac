"""Closed lists of phases II and III, as codes that are stored and labels that are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundStatus(models.TextChoices):
    """Where a consultation round (consultatieronde) stands; whether it runs, the clock says."""

    PREPARED = "prepared", _("Being prepared")
    OPEN = "open", _("Open")
    REPLACED = "replaced", _("Replaced by a later round")
    CANCELLED = "cancelled", _("Cancelled")


class FilingKind(models.TextChoices):
    """What a party files. Toewijzingsprotocol 2027, fase II 1."""

    FOCUS = "focus", _("Focus points")
    ADVICE = "advice", _("Advice")
