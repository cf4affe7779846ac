"""What a decision on the distribution mails, prepared for the bureau to read and release."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from allocation.models import BoardDecision
from allocation.roles import BUREAU_ROLES, Role
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.services.mail_texts import draft
from allocation.services.messages import prepare_mailing
from bols_portal.accounts.models import User
from bols_portal.ui.formats import digest_text
from consultation.selectors.distribution import choice_of
from consultation.selectors.distribution_mail import told_of


def mail_decided(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """The decided distribution to all concerned, each with its own part."""
    address = reverse("decided", args=[decision.cycle.year])
    _prepare(decision, "distribution_decided", told_of(decision), address, by, now)


def mail_returned(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """To FMS: the board sent its proposal back, with what to look at."""
    recipients = recipients_with(BUREAU_ROLES | {Role.FMS}, decision.cycle)
    address = reverse("distribution", args=[decision.cycle.year, decision.number])
    _prepare(decision, "distribution_returned", recipients, address, by, now)


def _prepare(
    decision: BoardDecision,
    key: str,
    recipients: list[Recipient],
    address: str,
    by: User,
    now: datetime,
) -> None:
    text = draft(
        key,
        cycle=str(decision.cycle),
        decision=decision,
        choice=choice_of(decision),
        digest=digest_text(decision.digest),
        link=f"{settings.SITE_URL}{address}",
    )
    prepare_mailing(
        cycle=decision.cycle,
        key=key,
        **asdict(text),
        recipients=recipients,
        by=by,
        now=now,
        about=decision,
    )
