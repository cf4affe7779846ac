"""Closed lists of the field, as codes that are stored and labels that are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstitutionKind(models.TextChoices):
    """What kind of institution (instelling) it is. Notitie adherentieberekening 2026, vraag 8."""

    UMC = "umc", _("University medical centre")
    GENERAL = "general", _("General hospital")
    CATEGORICAL = "categorical", _("Specialised institution")
    REHABILITATION = "rehabilitation", _("Rehabilitation centre")
    LABORATORY = "laboratory", _("Independent laboratory")
    GGZ = "ggz", _("Mental health institution")
    ZBC = "zbc", _("Independent treatment centre (ZBC)")


class UsageSource(models.TextChoices):
    """Who supplies the care usage. Toewijzingsprotocol 2027, fase I 2."""

    VEKTIS = "vektis", "Vektis"
    DHD = "dhd", "DHD"


class CareType(models.TextChoices):
    """What is counted. Toewijzingsprotocol 2027, fase I 2, gebruikte begrippen."""

    FIRST_VISIT = "first_visit", _("First outpatient visit")
    DAY_ADMISSION = "day_admission", _("Day admission")
    CLINICAL_ADMISSION = "clinical_admission", _("Clinical admission")
    TREATMENT_PLAN_CONTACT = "treatment_plan", _("First outpatient contact for a treatment plan")
    PROCEDURE_OWN = "procedure_own", _("Procedure for own patients")
    PROCEDURE_THIRD_PARTY = "procedure_third", _("Procedure for third-party patients")


class PhaseNumber(models.IntegerChoices):
    """The six phases. Toewijzingsprotocol 2027, hoofdstuk 1."""

    FRAMEWORK = 1, _("Framework and base distribution")
    REGIONS = 2, _("Distribution over regions")
    INSTITUTIONS = 3, _("Proposal per institution")
    COMPLAINTS = 4, _("Complaints and disputes")
    FINAL = 5, _("Final proposal")
    SUBMISSION = 6, _("Submission")


class PhaseStatus(models.TextChoices):
    """Where a phase stands."""

    WAITING = "waiting", _("Not started")
    OPEN = "open", _("Open")
    AT_BOARD = "at_board", _("Before the board")
    CLOSED = "closed", _("Closed")


class ErrorSource(models.TextChoices):
    """Where an error was found after the framework was established. BOLS26-0104 d.d. 02-04-2026."""

    ASSIGNMENT = "assignment", _("In the region assignment")
    USAGE = "usage", _("In the care usage")
    INTAKE = "intake", _("In the national intake")


class VersionStatus(models.TextChoices):
    """Where a version of the national intake stands."""

    PROVISIONAL = "provisional", _("Provisional")
    DEFINITIVE = "definitive", _("Definitive")


class AssignmentStatus(models.TextChoices):
    """Where a version of the region assignment (OOR-indeling) stands."""

    DRAFT = "draft", _("Draft")
    IN_CHECK = "in_check", _("With the coordinators")
    AT_BOARD = "at_board", _("Before the board")
    ESTABLISHED = "established", _("Established")
    REPLACED = "replaced", _("Replaced")


class AssignmentBasis(models.TextChoices):
    """Why an institution belongs to a region. Toewijzingsprotocol 2027, fase I 3."""

    AGREEMENT = "agreement", _("Cooperation agreement (SWO)")
    PRO_RATA = "pro_rata", _("Pro rata to trainees over three years")
    SERVICE_AREA = "service_area", _("Service area")


class CheckOutcome(models.TextChoices):
    """What a coordinator or learning-house manager says of a line."""

    CONFIRMED = "confirmed", _("Confirmed")
    OBJECTED = "objected", _("Objected")


class AnswerOutcome(models.TextChoices):
    """What the bureau does with an objection."""

    ADOPTED = "adopted", pgettext_lazy("objection", "Adopted")
    REJECTED = "rejected", _("Not adopted")
    NEXT_CYCLE = "next_cycle", _("For the next cycle")


class ImportStatus(models.TextChoices):
    """Where a usage import stands."""

    READING = "reading", _("Being read")
    FAULTY = "faulty", _("Not accepted: faults found")
    READY = "ready", _("Waiting for a second employee")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected by the second employee")
    REPLACED = "replaced", _("Replaced")


class JobStatus(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class JobKind(models.TextChoices):
    """What a background job does."""

    CALCULATION = "calculation", _("Calculation")
    USAGE_IMPORT = "usage_import", _("Usage import")


class TableKind(models.TextChoices):
    """Which allocation table it is; every one a version, never edited."""

    BASE = "base", _("Base distribution")
    PROPOSAL = "proposal", _("Integral proposal")
    DECIDED = "decided", _("Decided distribution over the regions")
    PREVIOUS = "previous", _("Places per institution of last year")
    REGION = "region", _("Proposal of a region")
    PRELIMINARY = "preliminary", _("Preliminary proposal")


class DecisionKind(models.TextChoices):
    """What the board is asked to decide."""

    ASSIGNMENT = "assignment", _("Establish the region assignment")
    FRAMEWORK = "framework", _("Establish the administrative framework")
    RECTIFICATION = "rectification", _("Replace the administrative framework")
    DISTRIBUTION = "distribution", _("Decide on the distribution over the regions")
    PRELIMINARY = "preliminary", _("Establish the preliminary proposal")


class DecisionStatus(models.TextChoices):
    """Where a board decision stands."""

    PREPARED = "prepared", _("Being prepared")
    AT_BOARD = "at_board", _("Before the board")
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced by a later decision")


class VoteChoice(models.TextChoices):
    """What a board member says."""

    APPROVE = "approve", _("Approve")
    REJECT = "reject", _("Do not approve")


class MessageStatus(models.TextChoices):
    """Where a message in the outbox stands."""

    PREPARED = "prepared", _("Prepared, not released")
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class DeadlineKind(models.TextChoices):
    """Whether the day itself still counts."""

    BEFORE = "before", _("before")  # vóór: the day itself is too late
    AT_THE_LATEST = "at_the_latest", _("at the latest")  # uiterlijk: the day counts in full
