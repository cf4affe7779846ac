"""What a decision on the distribution mails, prepared for the bureau to read and release."""

from datetime import datetime

from django.urls import reverse

from allocation.models import BoardDecision
from allocation.roles import BUREAU_ROLES, Role
from allocation.selectors.recipients import recipients_with
from allocation.services.decision_mailings import prepare_about
from bols_portal.accounts.models import User
from consultation.selectors.distribution import choice_of
from consultation.selectors.distribution_mail import told_of


def mail_decided(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """The decided distribution to all concerned, each with its own part."""
    address = reverse("decided", args=[decision.cycle.year])
    choice = choice_of(decision)
    prepare_about(
        decision, "distribution_decided", told_of(decision), address, by=by, now=now, choice=choice
    )


def mail_returned(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """To FMS: the board sent its proposal back, with what to look at."""
    recipients = recipients_with(BUREAU_ROLES | {Role.FMS}, decision.cycle)
    address = reverse("distribution", args=[decision.cycle.year, decision.number])
    choice = choice_of(decision)
    prepare_about(
        decision, "distribution_returned", recipients, address, by=by, now=now, choice=choice
    )
