"""An e-mail in which somebody confirms, recorded as it came. Another person checks it.

Toewijzingsprotocol 2027, fase III 1.1: an e-mailed confirmation counts.
"""

import email
import email.policy
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused
from bols_portal.accounts.models import User
from bols_portal.ui.formats import date_text
from consultation.enums import SigningMethod
from consultation.models import Signature, SigningSlot
from consultation.permissions import SIGN, may_bring_in
from consultation.services.focus_files import LARGEST, judged
from consultation.services.signature_files import keep_file
from consultation.services.signatures import add_signature, answer_faults, hold_slot

ENDINGS = (".eml", ".txt", ".pdf")
_BINARY = frozenset(range(32)) - {9, 10, 12, 13, 27}  # signs that no text holds


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who wrote the e-mail, from which address, and on which day."""

    sender: str
    address: str
    sent_on: date | None


@transaction.atomic
def record_email(
    *,
    slot: SigningSlot,
    file: "UploadedFile[Any] | None",
    confirmation: Confirmation,
    stance: str,
    view: str = "",
    reasons: str = "",
    by: User,
    now: datetime,
) -> Signature:
    """Records what a signatory wrote by e-mail; the file is kept as it is, and never shown as a
    page.

    Raises FaultyInput with everything that is missing or unfit; nothing is recorded then.
    """
    held = hold_slot(slot)
    may_bring_in(by, held.sheet).enforce()
    faults = [*answer_faults(stance, view, reasons), *_faults(confirmation, held, now)]
    stored = None
    if file is None:
        faults.append(Fault(_("Add the e-mail as eml, txt or pdf."), column="file"))
    elif not faults:
        try:
            stored = keep_file(file, held.sheet.cycle.year, judge_email)
        except Refused as refusal:
            faults.append(Fault(refusal.message, column="file"))
    if faults:
        raise FaultyInput(_("Nothing was recorded yet."), faults, rule=SIGN)
    sent_on = confirmation.sent_on.isoformat() if confirmation.sent_on else ""
    return add_signature(
        slot=held,
        stance=stance,
        method=SigningMethod.EMAIL,
        signer_name=confirmation.sender,
        signer_email=confirmation.address,
        view=view,
        reasons=reasons,
        file=stored,
        validation={"sent_on": sent_on},
        by=by,
        now=now,
    )


def judge_email(path: Path, name: str) -> str:
    """The ending under which an e-mail is kept; Refused with what to do otherwise."""
    ending = Path(name).suffix.lower()
    if ending == ".msg":
        raise Refused(
            _("A msg file of Outlook can't be checked. Save the e-mail as eml or pdf and add that.")
        )
    if ending not in ENDINGS:
        raise Refused(_("Only eml, txt and pdf can be added."))
    if ending == ".pdf":
        judged(path, name)
        return ending
    size = path.stat().st_size
    if not size:
        raise Refused(_("The file is empty."))
    if size > LARGEST:
        raise Refused(_("The file is larger than 10 MB. Make it smaller."))
    content = path.read_bytes()
    if not _BINARY.isdisjoint(content):
        raise Refused(_("The file is not text, though its name says so. Save the e-mail as pdf."))
    if ending == ".eml" and not _is_mail(content):
        raise Refused(
            _("The file is not an e-mail: it has no sender or no date. Save the e-mail as pdf.")
        )
    return ending


def _is_mail(content: bytes) -> bool:
    """Whether it begins as a mail does; only the heading is read, nothing in it is opened."""
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0][:65_536]
    try:
        found = email.message_from_bytes(head, policy=email.policy.compat32)
    except (ValueError, LookupError):
        return False
    return bool(found["From"]) and bool(found["Date"])


def _faults(confirmation: Confirmation, slot: SigningSlot, now: datetime) -> list[Fault]:
    faults = []
    if not confirmation.sender.strip():
        faults.append(Fault(_("Fill in who sent the e-mail."), column="sender"))
    try:
        validate_email(confirmation.address.strip())
    except ValidationError:
        faults.append(
            Fault(_("Fill in the e-mail address of the sender, with an @."), column="address")
        )
    day, opened = confirmation.sent_on, timezone.localtime(slot.sheet.opened_at).date()
    if day is None:
        faults.append(Fault(_("Fill in the day on which the e-mail was sent."), column="sent_on"))
    elif not opened <= day <= timezone.localtime(now).date():
        text = _("The e-mail confirms this content, so it was sent from %(opened)s until today.")
        shown = date_text(opened)
        faults.append(Fault(text % {"opened": shown}, column="sent_on"))
    return faults
