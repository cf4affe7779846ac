"""Messages about a reported recognition. They are sent at once: the page says to whom."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from allocation.services.mail_texts import draft
from allocation.services.messages import mail_at_once
from bols_portal.accounts.models import User
from consultation.models import RecognitionAnswer, RecognitionReport
from consultation.selectors.recognition_reports import told_of


def mail_reported(report: RecognitionReport, *, by: User, now: datetime) -> None:
    """Tells the chairs of the cluster, the coordinators of the region and the bureau."""
    _mail("recognition_reported", report, by, now)


def mail_answered(
    report: RecognitionReport, answer: RecognitionAnswer, *, by: User, now: datetime
) -> None:
    """Tells the same people, and who reported it, what the bureau found."""
    _mail("recognition_answered", report, by, now, answer=answer)


def _mail(key: str, report: RecognitionReport, by: User, now: datetime, **facts: Any) -> None:
    recipients = [one for one in told_of(report) if one.user != by]
    if not recipients:
        return
    address = reverse("recognition_reports", args=[report.cycle.year])
    text = draft(
        key, cycle=report.cycle, report=report, link=f"{settings.SITE_URL}{address}", **facts
    )
    # To be told at once, and the bureau is among those who are told: nobody needs to release it.
    mail_at_once(
        cycle=report.cycle,
        key=key,
        text=text,
        recipients=recipients,
        by=by,
        now=now,
        about=report,
    )
