"""Signed forms that are brought in: a pdf with a digital signature, or a scan of a wet one.

Toewijzingsprotocol 2027, fase III 2: a wet signature, a digital one and an e-mail are told apart.
What is broken is refused at once; what nobody can be sure of counts after the bureau's check.
"""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, NotNow, Refused
from allocation.services.usage_files import as_path
from bols_portal.accounts.models import User
from bols_portal.ui.typed import keepable
from consultation.enums import CheckOutcome, SigningMethod, Stance
from consultation.models import Signature, SignatureCheck, SigningSlot
from consultation.permissions import (
    SIGN,
    may_bring_file,
    may_check_signature,
    may_sign_slot,
)
from consultation.policies.signed_files import may_check_now
from consultation.policies.signing import may_sign_now
from consultation.selectors.signature_facts import problem_texts
from consultation.services.bols_form import blank_form, keyword_of, mark_of
from consultation.services.focus_files import clean_name
from consultation.services.pdf_signatures import Facts, validate
from consultation.services.signature_files import keep_file
from consultation.services.signatures import add_signature, hold_slot
from consultation.services.signed_files_mail import mail_not_accepted
from consultation.services.signed_scans import judge_signed
from consultation.services.signing_sheets import record

Upload = UploadedFile[Any]


def sign_with_file(
    *, slot: SigningSlot, file: Upload | None, name: str, by: User, now: datetime
) -> Signature:
    """A signed form, whichever way it was signed: what it is, the file itself says.

    Raises what `sign_with_pdf` and `sign_with_scan` raise.
    """
    content = _looked_at(slot, file, by, now)
    if content.startswith(b"%PDF-"):
        facts = _found_in(content, now, blank_form(slot))
        if facts.count:
            return _keep_pdf(slot, _given(file), facts, by, now)
    return _keep_scan(slot, _given(file), name, by, now)


def sign_with_pdf(*, slot: SigningSlot, file: Upload | None, by: User, now: datetime) -> Signature:
    """The form as a pdf with a digital signature: signed in the name that the certificate bears.

    It counts at once when it is our own form, and a certificate of a known chain bears the name of
    who was asked; otherwise after a check. Raises NotPermitted, NotNow, and FaultyInput with all
    that was found when it is unsigned, broken, expired, changed afterwards, or another form.
    """
    content = _looked_at(slot, file, by, now)
    facts = _found_in(content, now, blank_form(slot))
    return _keep_pdf(slot, _given(file), facts, by, now)


def sign_with_scan(
    *, slot: SigningSlot, file: Upload | None, name: str, by: User, now: datetime
) -> Signature:
    """The form on paper, as pdf, jpg or png. It counts once the bureau has compared it.

    Raises NotPermitted, NotNow, and FaultyInput when the name of who signed or a fit file misses.
    """
    content = _looked_at(slot, file, by, now)
    if content.startswith(b"%PDF-"):
        _found_in(content, now)  # nothing in it may run
    return _keep_scan(slot, _given(file), name, by, now)


@transaction.atomic
def check_signature(
    *, signature: Signature, outcome: str, reason: str, by: User, now: datetime
) -> SignatureCheck:
    """Confirms what was brought in, or does not accept it and tells who brought it in why.

    By somebody else than who brought it in. Raises NotPermitted, NotNow when it was checked or
    replaced meanwhile, FaultyInput without an outcome or, when it is not accepted, a reason.
    """
    slot = hold_slot(signature.slot)
    held = Signature.objects.select_related("by").get(pk=signature.pk)
    held.slot = slot
    may_check_signature(by, held).enforce()
    may_check_now(held).enforce()
    reason = keepable(reason).strip()
    faults = []
    if outcome not in CheckOutcome.values:
        faults.append(Fault(_("Choose whether it is right."), column="outcome"))
    if outcome == CheckOutcome.REFUSED and not reason:
        faults.append(Fault(_("Say what is wrong, so that it can be mended."), column="reason"))
    if faults:
        raise FaultyInput(_("Nothing was kept yet."), faults, rule=SIGN)
    check = SignatureCheck.objects.create(
        signature=held, outcome=outcome, reason=reason, at=now, by=by
    )
    record(
        "signing.confirmed" if outcome == CheckOutcome.CONFIRMED else "signing.refused",
        slot.sheet,
        by=by,
        now=now,
        institution=slot.institution.code,
        number=held.number,
        reason=reason,
    )
    if outcome == CheckOutcome.REFUSED:
        mail_not_accepted(held, reason, by=by, now=now)
    return check


def _looked_at(slot: SigningSlot, file: Upload | None, by: User, now: datetime) -> bytes:
    """The content of a file that may be brought in, judged by what it is."""
    may_bring_file(by, slot).enforce()
    may_sign_now(slot.sheet).enforce()
    try:
        given = _given(file)
        with as_path(given) as path:
            judge_signed(path, clean_name(given.name or ""))
            return path.read_bytes()
    except FaultyInput:
        raise
    except Refused as refusal:
        raise _unfit(refusal) from None


def _found_in(content: bytes, now: datetime, form: bytes = b"") -> Facts:
    """What stands in a pdf; what may not stand in it is a fault of the file."""
    try:
        return validate(content, now=now, form=form)
    except Refused as refusal:
        raise _unfit(refusal) from None


def _given(file: Upload | None) -> Upload:
    if file is None:
        raise _unfit(Refused(_("Choose the signed form.")))
    file.seek(0)
    return file


def _unfit(refusal: Refused) -> FaultyInput:
    return FaultyInput(_("Nothing was kept yet."), [Fault(refusal.message, column="file")])


def _keep_pdf(slot: SigningSlot, file: Upload, facts: Facts, by: User, now: datetime) -> Signature:
    faults = [Fault(text, column="file") for text in _faults(slot, facts)]
    if faults:
        raise FaultyInput(_("This signature can’t be used. Nothing was kept."), faults, rule=SIGN)
    found = facts.kept() | {"named": _named(slot, facts.signer, by)}
    return _kept(
        slot, file, SigningMethod.DIGITAL, facts.signer or slot.name or by.name, found, by, now
    )


def _keep_scan(slot: SigningSlot, file: Upload, name: str, by: User, now: datetime) -> Signature:
    name = " ".join(keepable(name).split())
    if not name:
        fault = Fault(_("Give the name of who signed."), column="name")
        raise FaultyInput(_("Nothing was kept yet."), [fault])
    return _kept(slot, file, SigningMethod.SCAN, name, {}, by, now)


def _kept(
    slot: SigningSlot,
    file: Upload,
    method: str,
    name: str,
    found: dict[str, Any],
    by: User,
    now: datetime,
) -> Signature:
    """Keeps the file and writes the signature; the file goes with it when that is refused."""
    with transaction.atomic():
        stored = keep_file(file, slot.sheet.cycle.year, judge_signed)
        earlier = slot.signatures.filter(
            file_digest=stored.digest, check_made__outcome=CheckOutcome.REFUSED
        )
        if earlier.exists():
            raise NotNow(
                _("This very file was looked at before, and not accepted. Add another."), rule=SIGN
            )
        return add_signature(
            slot=slot,
            stance=Stance.AGREES,
            method=method,
            signer_name=name[:150],
            file=stored,
            validation=found,
            by=by,
            now=now,
        )


def _faults(slot: SigningSlot, facts: Facts) -> list[str]:
    """Everything that makes a digitally signed pdf unfit, in words."""
    if not facts.count:
        return [_("The pdf holds no digital signature.")]
    faults = [str(text) for text in problem_texts(facts.problems)]
    if facts.form == "other" and keyword_of(slot) not in facts.keywords:
        mark = mark_of(slot)
        text = _(
            "This is not the form %(mark)s. Download it from this page, sign that file, and change "
            "nothing else in it."
        )
        faults.append(text % {"mark": mark})
    return faults


def _named(slot: SigningSlot, signer: str, by: User) -> bool:
    """Whether who was asked signed, and not somebody else who brings in what he signed himself.

    Who brings in for others can also fill in who signs, so the own name proves nothing there.
    """
    own = not may_sign_slot(by, slot) and _bears(signer, by.name)
    return _bears(signer, slot.name) and not own


def _bears(signer: str, asked: str) -> bool:
    """Whether the last word of the name of who was asked stands in the certificate's name."""
    wanted, found = _words(asked), _words(signer)
    return bool(wanted) and wanted[-1] in found


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z]+", plain.lower())
