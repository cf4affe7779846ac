"""Signing: sheets, signatures in the portal and by link, recorded e-mails. What others call.

Toewijzingsprotocol 2027, fase III 1.1 and 2.
"""

from datetime import datetime

from bols_portal.accounts.models import User
from consultation.enums import SigningMethod
from consultation.models import Signature, SigningSlot
from consultation.services.signatures import StoredFile, add_signature
from consultation.services.signing_emails import Confirmation, record_email
from consultation.services.signing_links import revoke_link, send_links, sign_by_link
from consultation.services.signing_people import correct_slot, correct_slots
from consultation.services.signing_sheets import (
    SlotWish,
    close_sheet,
    open_sheet,
)

__all__ = [
    "Confirmation",
    "SlotWish",
    "StoredFile",
    "add_signature",
    "close_sheet",
    "correct_slot",
    "correct_slots",
    "open_sheet",
    "record_email",
    "revoke_link",
    "send_links",
    "sign",
    "sign_by_link",
]


def sign(
    *,
    slot: SigningSlot,
    stance: str,
    view: str = "",
    reasons: str = "",
    by: User,
    now: datetime,
) -> Signature:
    """Signs in the portal, or withholds with a view and reasons. It counts at once."""
    return add_signature(
        slot=slot,
        stance=stance,
        method=SigningMethod.PORTAL,
        signer_name=by.name,
        signer_email=by.email,
        view=view,
        reasons=reasons,
        by=by,
        now=now,
    )
