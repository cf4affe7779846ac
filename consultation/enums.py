"""Closed lists of phases II and III, as codes that are stored and labels that are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class FocusCategory(models.TextChoices):
    """The subjects of focus points (aandachtspunten). Toewijzingsprotocol 2027, fase II 1.1."""

    SPEARHEADS = "spearheads", _("Spearheads of the region")
    CAPACITY = "capacity", _("Optimal use of training capacity")
    RECOGNITIONS = "recognitions", _("Room for new recognitions")
    DEMAND = "demand", _("Development of care demand and exposure")
    SIZE = "size", _("Reasonable distribution in view of the size of the region")


class ProposalStatus(models.TextChoices):
    """Where a version of the integral proposal (integraal FMS-voorstel) stands."""

    SAVED = "saved", _("Saved by FMS")
    SUBMITTED = "submitted", _("Submitted to BOLS")
    WITHDRAWN = "withdrawn", _("Withdrawn by FMS")
    RETURNED = "returned", _("Sent back by the board")
    DECIDED = "decided", _("Taken over by the board")
    SET_ASIDE = "set_aside", _("Not taken over by the board")


class Course(models.TextChoices):
    """What the board is asked to do with the proposal. Toewijzingsprotocol 2027, fase II 2 en 3."""

    ADOPT = "adopt", _("Adopt the proposal")
    CHANGE = "change", _("Adopt the proposal with changes")
    RETURN = "return", _("Send the proposal back to FMS")
    FALLBACK = "fallback", pgettext_lazy("course", "Take the base distribution (fallback)")
