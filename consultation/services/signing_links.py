"""Personal links to sign without an account: for one place on a sheet, for a time, for one use.

The code of a link is never stored; only the mail that leaves holds it. It names the link and the
digest of what is signed. Toewijzingsprotocol 2027, fase III 1.1 and 2.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.errors import Fault, FaultyInput
from allocation.selectors.recipients import Recipient
from allocation.services.mail_codes import CODE, register_code
from allocation.services.mail_texts import Draft, draft
from allocation.services.messages import mail_at_once
from bols_portal.accounts.models import User
from consultation.enums import SigningMethod
from consultation.models import Signature, SigningLink, SigningSheet, SigningSlot
from consultation.permissions import SIGN, may_manage_sheet
from consultation.policies.signing import LINK_TIME, may_sign_now, may_use
from consultation.selectors.signing import (
    SlotState,
    account_of,
    shown_code,
    state_of,
)
from consultation.services.signatures import add_signature, hold_sheet, hold_slot
from consultation.services.signing_people import end_links, own_fault
from consultation.services.signing_sheets import record

_signer = Signer(salt="consultation.signing_link")


@transaction.atomic
def send_links(
    *, sheet: SigningSheet, slots: Sequence[SigningSlot], by: User, now: datetime
) -> list[SigningLink]:
    """Mails each of these a new personal link at once; an earlier link of the place ends.

    Who had a link before reads that it is a reminder. The page showed who will be mailed. Raises
    FaultyInput with every place that can't get one; then nobody is mailed.
    """
    held = hold_sheet(sheet.pk)
    may_manage_sheet(by, held).enforce()
    may_sign_now(held).enforce()
    state = state_of(held)
    wanted = {slot.pk for slot in slots}
    chosen = [one for one in state.slots if one.slot.pk in wanted]
    for one in chosen:
        one.slot.sheet = held
    faults = [fault for one in chosen for fault in _unfit(one, by)]
    if not chosen:
        faults.append(Fault(_("Choose at least one institution."), column="slots"))
    if faults:
        raise FaultyInput(_("Nobody was mailed yet."), faults, rule=SIGN)
    return [_send(one.slot, one.link is not None, by, now) for one in chosen]


@transaction.atomic
def revoke_link(*, slot: SigningSlot, by: User, now: datetime) -> None:
    """Ends the open link of a place, so that nobody signs with it."""
    held = hold_slot(slot)
    may_manage_sheet(by, held.sheet).enforce()
    if end_links(held, now):
        record(
            "signing.link_revoked", held.sheet, by=by, now=now, institution=held.institution.code
        )


def code_of(link: SigningLink) -> str:
    """What stands in the address of a link: its number and what is signed, sealed."""
    return _signer.sign(f"{link.pk}.{link.slot.sheet.digest[:32]}")


def code_of_number(number: str) -> str:
    """The code of the link with this number, for the mail that leaves."""
    return code_of(SigningLink.objects.select_related("slot__sheet").get(pk=number))


def find_link(code: str) -> SigningLink | None:
    """The link of an address, whether or not it can still be used; None where there is none."""
    try:
        number, _dot, digest = _signer.unsign(code).partition(".")
    except BadSignature:
        return None
    found = (
        SigningLink.objects.filter(pk=int(number))
        .select_related(
            "slot__sheet__cycle",
            "slot__sheet__region",
            "slot__sheet__specialism",
            "slot__institution",
            "made_by",
        )
        .first()
    )
    return found if found is not None and found.slot.sheet.digest.startswith(digest) else None


@transaction.atomic
def note_opened(*, link: SigningLink, now: datetime) -> None:
    """Keeps when a link was first read; that is all that reading changes."""
    first = SigningLink.objects.filter(pk=link.pk, opened_at__isnull=True)
    if first.update(opened_at=now):
        slot = link.slot
        record(
            "signing.link_opened", slot.sheet, by=None, now=now, institution=slot.institution.code
        )


@transaction.atomic
def sign_by_link(
    *, link: SigningLink, stance: str, view: str = "", reasons: str = "", now: datetime
) -> Signature:
    """Signs, or withholds with a view and reasons; the link is used up. It counts at once.

    Raises NotNow, with what the holder can do, where the link is of no use any more.
    """
    slot = hold_slot(link.slot)
    held = SigningLink.objects.select_for_update().get(pk=link.pk)
    held.slot = slot
    may_use(held, now).enforce()
    signature = add_signature(
        slot=slot,
        stance=stance,
        method=SigningMethod.LINK,
        signer_name=held.name,
        signer_email=held.email,
        view=view,
        reasons=reasons,
        link=held,
        by=None,
        now=now,
    )
    SigningLink.objects.filter(pk=held.pk).update(used_at=now)
    return signature


def link_text(slot: SigningSlot, ends: datetime, *, again: bool) -> Draft:
    """The mail of a link; `CODE` stands where the letter gets its code."""
    path = reverse("sign_link", args=["0"]).replace("/0/", f"/{CODE}/")
    return draft(
        "signing_link",
        name=slot.name,
        institution=slot.institution.name,
        sheet=slot.sheet,
        code=shown_code(slot.sheet.code),
        until=timezone.localtime(ends),
        again=again,
        link=f"{settings.SITE_URL}{path}",
    )


def _send(slot: SigningSlot, again: bool, by: User, now: datetime) -> SigningLink:
    sheet = slot.sheet
    end_links(slot, now)
    link = SigningLink.objects.create(
        slot=slot,
        name=slot.name,
        email=slot.email,
        expires_at=now + LINK_TIME,
        made_at=now,
        made_by=by,
    )
    mail_at_once(
        cycle=sheet.cycle,
        key="signing_link",
        text=link_text(slot, link.expires_at, again=again),
        recipients=[Recipient(account_of(slot.email), slot.email, slot.institution.name)],
        by=by,
        now=now,
        about=link,
    )
    record(
        "signing.link_sent",
        sheet,
        by=by,
        now=now,
        institution=slot.institution.code,
        until=link.expires_at,
        again=again,
    )
    return link


def _unfit(one: SlotState, by: User) -> list[Fault]:
    """Why this place can't get a link, by institution."""
    slot, at = one.slot, one.slot.institution.name
    if one.signature is not None:
        return [Fault(_("%(at)s has answered already.") % {"at": at}, column="slots")]
    if not slot.name or not slot.email:
        text = _("%(at)s: fill in the name and e-mail address of who signs first.")
        return [Fault(text % {"at": at}, column="slots")]
    own = own_fault(slot, slot.email, by)
    return [Fault(f"{at}: {own}", column="slots")] if own else []


register_code(SigningLink._meta.label, code_of_number)
