"""The one writer of signatures. Toewijzingsprotocol 2027, fase III 1.1 and 2.

Nobody signs for another institution, nobody signs twice, a closed sheet takes nothing, and who
does not sign says which other view there is, and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, NotNow, NotPermitted
from allocation.models import Cycle
from bols_portal.accounts.models import User
from consultation.enums import SigningMethod, Stance
from consultation.models import Signature, SigningLink, SigningSheet, SigningSlot
from consultation.permissions import SIGN, may_bring_in, may_sign_slot
from consultation.policies.signing import may_sign_now
from consultation.selectors.signing import counts, needs_check
from consultation.services.signing_sheets import record


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A checked file: where it is kept, how it was named, and its SHA-256."""

    path: str
    name: str
    digest: str


@transaction.atomic
def add_signature(
    *,
    slot: SigningSlot,
    stance: str,
    method: str,
    signer_name: str,
    signer_email: str = "",
    view: str = "",
    reasons: str = "",
    file: StoredFile | None = None,
    validation: Mapping[str, Any] | None = None,
    link: SigningLink | None = None,
    by: User | None,
    now: datetime,
) -> Signature:
    """What the signatory of a slot said, on the digest of its sheet.

    Raises NotPermitted (who), NotNow (closed, signed already, phase over) and FaultyInput (no name,
    another view without view and reasons). Takes the cycle, the sheet and the slot, in that order,
    so that two at once follow each other.
    """
    held = hold_slot(slot)
    _may(held, method, link, by)
    may_sign_now(held.sheet).enforce()
    last = held.signatures.select_related("check_made").order_by("-number").first()
    if last is not None and counts(last, held.sheet.digest):
        text = _("%(institution)s signed already. Nobody signs twice.")
        raise NotNow(text % {"institution": held.institution.name}, rule=SIGN)
    view, reasons = _answer(stance, view, reasons, signer_name)
    signature = Signature.objects.create(
        slot=held,
        number=(last.number if last else 0) + 1,
        stance=stance,
        method=method,
        digest=held.sheet.digest,
        signer_name=signer_name.strip(),
        signer_email=signer_email.strip(),
        view=view,
        reasons=reasons,
        file=file.path if file else "",
        file_name=file.name if file else "",
        file_digest=file.digest if file else "",
        validation=dict(validation or {}),
        link=link,
        by=by,
        at=now,
    )
    record(
        "signing.dissented" if stance == Stance.DISSENTS else "signing.signed",
        held.sheet,
        by=by,
        now=now,
        institution=held.institution.code,
        method=method,
        signer=signature.signer_name,
        number=signature.number,
        digest=signature.digest,
        to_check=needs_check(signature),
    )
    return signature


def hold_slot(slot: SigningSlot) -> SigningSlot:
    """The slot as it stands, locked with its sheet and the phase until the transaction ends."""
    sheet_id = SigningSlot.objects.values_list("sheet_id", flat=True).get(pk=slot.pk)
    sheet = hold_sheet(sheet_id)
    held: SigningSlot = (
        SigningSlot.objects.select_for_update(of=("self",))
        .select_related("institution")
        .get(pk=slot.pk)
    )
    held.sheet = sheet
    return held


def hold_sheet(number: int) -> SigningSheet:
    """A sheet as it stands, locked; the cycle's row keeps phase and proposal as they are."""
    cycle_id = SigningSheet.objects.values_list("cycle_id", flat=True).get(pk=number)
    Cycle.objects.select_for_update().get(pk=cycle_id)
    return (
        SigningSheet.objects.select_for_update(of=("self",))
        .select_related("cycle", "region", "specialism")
        .get(pk=number)
    )


def _may(held: SigningSlot, method: str, link: SigningLink | None, by: User | None) -> None:
    """Who: the signatory in the portal, the holder of a link, or who may bring in a file."""
    if method == SigningMethod.LINK:
        if link is None or link.slot_id != held.pk:
            raise NotPermitted(_("This link is not for this institution."), rule=SIGN)
        return
    if by is None:
        raise NotPermitted(_("Only who is signed in can do this."), rule=SIGN)
    allowed = may_sign_slot(by, held)
    if method != SigningMethod.PORTAL and not allowed:
        allowed = may_bring_in(by, held.sheet)
    allowed.enforce()


def answer_faults(stance: str, view: str, reasons: str) -> list[Fault]:
    """What is missing in an answer: a choice, and with another view the view and its reasons."""
    faults = []
    if stance not in Stance.values:
        faults.append(Fault(_("Choose whether you sign."), column="stance"))
    if stance == Stance.DISSENTS:
        if not view.strip():
            faults.append(Fault(_("Say which other view there is."), column="view"))
        if not reasons.strip():
            faults.append(Fault(_("Give the reasons for the other view."), column="reasons"))
    return faults


def _answer(stance: str, view: str, reasons: str, name: str) -> tuple[str, str]:
    """View and reasons as they are kept; every fault at once."""
    faults = answer_faults(stance, view, reasons)
    if not name.strip():
        faults.append(Fault(_("Give the name of who signs."), column="name"))
    if faults:
        raise FaultyInput(_("Nothing was signed yet."), faults, rule=SIGN)
    return (view.strip(), reasons.strip()) if stance == Stance.DISSENTS else ("", "")
