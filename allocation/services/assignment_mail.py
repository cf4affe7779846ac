"""What the region assignment mails, prepared for the bureau to read, change and release."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from allocation.models import AssignmentVersion, Cycle
from allocation.roles import Role
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.services.messages import prepare_mailing
from bols_portal.accounts.models import User
from bols_portal.ui.formats import date_text, weekday_text

# Toewijzingsprotocol 2027, fase I 3: checked by coordinators with learning-house managers,
# and once established mailed to all regions and associations.
CHECKERS: frozenset[Role] = frozenset({Role.COORDINATOR, Role.LEARNING_HOUSE})
TOLD: frozenset[Role] = frozenset({Role.COORDINATOR, Role.ADVISER, Role.PROFESSION})


def check_recipients(cycle: Cycle) -> list[Recipient]:
    """Who is asked to check: for the page that says so before the click."""
    return recipients_with(CHECKERS, cycle)


def mail_check(*, version: AssignmentVersion, by: User, now: datetime) -> None:
    """Prepares the request to check the assignment."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = gettext("%(cycle)s: check the region assignment of your institutions")
        body = gettext(
            "The region assignment (OOR-indeling) for %(cycle)s is ready to be checked, with "
            "%(reference)s as reference date.\n\n"
            "Please check the lines of your region or institution %(until)s. Confirm what is "
            "right. Object where it is not, and say why.\n\n%(link)s\n\n"
            "After the check the BOLS board establishes the region assignment. It then holds for "
            "the whole cycle. A later change is for the next cycle.\n"
        )
        facts = _facts(version)
        _prepare(version, "assignment_check", subject % facts, body % facts, CHECKERS, by, now)


def mail_established(*, version: AssignmentVersion, by: User, now: datetime) -> None:
    """Prepares the message that the assignment was established, or corrected."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = _facts(version)
        if version.number > 1 and version.predecessor and version.predecessor.established_at:
            subject = gettext("%(cycle)s: the region assignment was corrected")
            body = gettext(
                "The BOLS board has established a corrected region assignment (OOR-indeling) for "
                "%(cycle)s. It replaces the earlier one from today.\n\n"
                "Why: %(reason)s\n\nThe new and the earlier assignment can both be read here:\n"
                "%(link)s\n"
            )
        else:
            subject = gettext("%(cycle)s: the region assignment is established")
            body = gettext(
                "The BOLS board has established the region assignment (OOR-indeling) for "
                "%(cycle)s, with %(reference)s as reference date. It holds for the whole cycle."
                "\n\nYou can read and download it here:\n%(link)s\n\n"
                "A later change is not taken along any more. It goes to the list for the next "
                "cycle.\n"
            )
        _prepare(version, "assignment_established", subject % facts, body % facts, TOLD, by, now)


def _facts(version: AssignmentVersion) -> dict[str, str]:
    address = reverse("assignment", kwargs={"year": version.cycle.year})
    return {
        "cycle": str(version.cycle),
        "reference": date_text(version.reference_date),
        "until": _until(version.check_until),
        "reason": version.reason,
        "link": f"{settings.SITE_URL}{address}",
    }


def _until(day: date | None) -> str:
    if day is None:
        return gettext("as soon as you can")
    return gettext("by %(day)s at the latest") % {"day": weekday_text(day)}


def _prepare(
    version: AssignmentVersion,
    key: str,
    subject: str,
    body: str,
    roles: Collection[Role],
    by: User,
    now: datetime,
) -> None:
    prepare_mailing(
        cycle=version.cycle,
        key=key,
        subject=subject,
        body=body,
        recipients=recipients_with(roles, version.cycle),
        by=by,
        now=now,
        about=version,
    )
