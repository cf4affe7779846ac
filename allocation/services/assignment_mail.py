"""What the region assignment mails, prepared for the bureau to read, change and release."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from allocation.models import AssignmentVersion, Cycle
from allocation.roles import Role
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.services.mail_texts import draft
from allocation.services.messages import prepare_mailing
from bols_portal.accounts.models import User

# Toewijzingsprotocol 2027, fase I 3: checked by coordinators with learning-house managers,
# and once established mailed to all regions and associations.
CHECKERS: frozenset[Role] = frozenset({Role.COORDINATOR, Role.LEARNING_HOUSE})
TOLD: frozenset[Role] = frozenset({Role.COORDINATOR, Role.ADVISER, Role.PROFESSION})


def check_recipients(cycle: Cycle) -> list[Recipient]:
    """Who is asked to check: for the page that says so before the click."""
    return recipients_with(CHECKERS, cycle)


def mail_check(*, version: AssignmentVersion, by: User, now: datetime) -> None:
    """Prepares the request to check the assignment."""
    _prepare("assignment_check", version, CHECKERS, by, now, until=version.check_until)


def mail_established(
    *, version: AssignmentVersion, corrects: AssignmentVersion | None, by: User, now: datetime
) -> None:
    """Prepares the message that it was established, or that it replaces an earlier one."""
    key = "assignment_corrected" if corrects else "assignment_established"
    _prepare(key, version, TOLD, by, now, reason=version.reason, corrects=corrects)


def _prepare(
    key: str,
    version: AssignmentVersion,
    roles: Collection[Role],
    by: User,
    now: datetime,
    **facts: Any,
) -> None:
    address = reverse("assignment", kwargs={"year": version.cycle.year})
    text = draft(
        key,
        cycle=version.cycle,
        version=version,
        link=f"{settings.SITE_URL}{address}",
        **facts,
    )
    prepare_mailing(
        cycle=version.cycle,
        key=key,
        **asdict(text),
        recipients=recipients_with(roles, version.cycle),
        by=by,
        now=now,
        about=version,
    )
