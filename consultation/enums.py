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


class RecognitionChange(models.TextChoices):
    """What is reported of a recognition. Toewijzingsprotocol 2027, fase III 1.1."""

    NEW = "new", _("New recognition")
    LAPSED = "lapsed", _("Lapsed recognition")


class CheckOutcome(models.TextChoices):
    """What a bureau employee finds of something that was brought in."""

    CONFIRMED = "confirmed", pgettext_lazy("check", "Confirmed")
    REFUSED = "refused", pgettext_lazy("check", "Not accepted")


class UploadStatus(models.TextChoices):
    """Where an uploaded workbook (werkboek) of a region stands."""

    FAULTY = "faulty", _("Not accepted: faults found")
    READY = "ready", _("Right, not accepted yet")
    ACCEPTED = "accepted", pgettext_lazy("workbook", "Accepted")
    DROPPED = "dropped", pgettext_lazy("workbook", "Not used")


class ClusterStatus(models.TextChoices):
    """Where a version of a cluster's proposal (clustervoorstel) stands."""

    FILED = "filed", _("Filed with the coordinator")
    RETURNED = "returned", _("Sent back by the coordinator")
    REPLACED = "replaced", pgettext_lazy("cluster", "Replaced by a later version")


class RegionStatus(models.TextChoices):
    """Where a version of a region's proposal (OOR-voorstel) stands."""

    SIGNING = "signing", _("Being signed")
    SUBMITTED = "submitted", pgettext_lazy("region", "Submitted to BOLS")
    REPLACED = "replaced", pgettext_lazy("region", "Replaced by a later version")
    ESTABLISHED = "established", pgettext_lazy("region", "Taken over in the preliminary proposal")


class Stance(models.TextChoices):
    """What a signatory says of what is signed. Toewijzingsprotocol 2027, fase III 1.1 en 2."""

    AGREES = "agrees", _("Signs")
    DISSENTS = "dissents", _("Does not sign: has another view")


class SigningMethod(models.TextChoices):
    """How it was signed. A wet signature, a digital one and an e-mail are told apart."""

    PORTAL = "portal", _("In the portal")
    LINK = "link", _("By personal link")
    DIGITAL = "digital", _("Pdf with a digital signature")
    SCAN = "scan", _("Scan of a wet signature")
    EMAIL = "email", _("Recorded e-mail")


class MediationStatus(models.TextChoices):
    """Where a request for mediation (bemiddeling) stands. Toewijzingsprotocol 2027, fase III 2."""

    REQUESTED = "requested", _("Requested")
    REFUSED = "refused", pgettext_lazy("mediation", "Not taken up")
    WITHDRAWN = "withdrawn", pgettext_lazy("mediation", "Withdrawn")
    ACCEPTED = "accepted", pgettext_lazy("mediation", "Taken up")
    CONSENSUS = "consensus", _("Consensus")
    NO_CONSENSUS = "no_consensus", _("No consensus: the board decides")


class SessionStatus(models.TextChoices):
    """Where a mediation session (bemiddelingsgesprek) stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")
