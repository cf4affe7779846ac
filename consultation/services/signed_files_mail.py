"""Tells who brought a signature in that it was not accepted, and why."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from allocation.selectors.recipients import Recipient
from allocation.services.mail_texts import draft
from allocation.services.messages import mail_at_once
from bols_portal.accounts.models import User
from consultation.models import Signature


def mail_not_accepted(signature: Signature, reason: str, *, by: User, now: datetime) -> None:
    """Sent at once: who checked wrote the reason, and the page said who gets it."""
    to = signature.by
    if to is None or not to.is_active:
        return
    slot = signature.slot
    sheet = slot.sheet
    address = reverse("sign_file", args=[sheet.cycle.year, sheet.code, slot.institution.code])
    text = draft(
        "signature_refused",
        cycle=sheet.cycle,
        institution=slot.institution,
        signer=signature.signer_name,
        file=signature.file_name,
        reason=reason,
        link=f"{settings.SITE_URL}{address}",
    )
    mail_at_once(
        cycle=sheet.cycle,
        key="signature_refused",
        text=text,
        recipients=[Recipient(to, to.email, "")],
        by=by,
        now=now,
        about=sheet,
    )
