"""Who signs for each institution of a sheet: name and address, as long as nobody answered.

Nobody signs for another institution. Toewijzingsprotocol 2027, fase III 1.1 and 2.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from allocation.errors import Fault, FaultyInput, Stale
from bols_portal.accounts.models import User
from consultation.models import SigningLink, SigningSheet, SigningSlot
from consultation.permissions import SIGN, may_bring_in, may_manage_sheet, may_sign_slot
from consultation.policies.signing import may_sign_now
from consultation.selectors.signing import state_of
from consultation.services.signatures import hold_sheet
from consultation.services.signing_sheets import record, refuse_one_for_two

OWN = _("This is your own address, and you do not sign for this institution.")
COLLEAGUE = _(
    "This address is of a colleague who handles these signatures, and does not sign for this "
    "institution."
)
Person = tuple[str, str]  # name and e-mail address


@transaction.atomic
def correct_slots(
    *, sheet: SigningSheet, people: Mapping[str, Person], by: User, now: datetime
) -> int:
    """Says who signs for these institutions (by code); returns for how many that changed.

    A link to another address ends; nobody is mailed. Raises FaultyInput with every fault (columns
    "<code>-name" and "<code>-email"), and Stale where an institution answered meanwhile; then
    nothing is changed.
    """
    held = hold_sheet(sheet.pk)
    may_manage_sheet(by, held).enforce()
    may_sign_now(held).enforce()
    changed: list[SigningSlot] = []
    faults: list[Fault] = []
    addresses = []
    for one in state_of(held).slots:
        slot = one.slot
        slot.sheet = held
        person = (slot.name, slot.email)
        # On one line: a name stands in a mail, and must not read as a text of its own there.
        name, email = (" ".join(part.split()) for part in people.get(slot.institution.code, person))
        addresses.append(email)
        if (name, email) == person:
            continue
        if one.signature is not None:
            raise Stale(_("This institution has answered in the meantime. Nothing was changed."))
        faults += _faults(slot, name, email, by)
        if email.lower() != slot.email.lower():
            end_links(slot, now)
        slot.name, slot.email = name, email
        changed.append(slot)
    if faults:
        raise FaultyInput(_("Nothing was changed yet."), faults, rule=SIGN)
    if held.specialism_id is not None:
        refuse_one_for_two(addresses)
    for slot in changed:
        slot.save(update_fields=["name", "email"])
        record("signing.corrected", held, by=by, now=now, institution=slot.institution.code)
    return len(changed)


def correct_slot(*, slot: SigningSlot, name: str, email: str, by: User, now: datetime) -> None:
    """Says who signs for one institution; see `correct_slots`."""
    people = {slot.institution.code: (name, email)}
    correct_slots(sheet=slot.sheet, people=people, by=by, now=now)


def own_fault(slot: SigningSlot, email: str, by: User) -> str:
    """Why the link of another institution may not go to this address; empty where it may.

    It would come to who sends it, or to a colleague who handles the sheet as well.
    """
    own = email.lower() == by.email.lower()
    people = [by] if own else list(User.objects.filter(email__iexact=email, is_active=True))
    asked = SigningSlot(sheet=slot.sheet, institution=slot.institution, email=email)
    for person in people:
        handles = own or may_bring_in(person, slot.sheet)
        if handles and not may_sign_slot(person, asked):
            return str(OWN if own else COLLEAGUE)
    return ""


def end_links(slot: SigningSlot, now: datetime) -> int:
    """Ends the open links of a place; how many there were."""
    return SigningLink.objects.filter(
        slot=slot, used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)


def _faults(slot: SigningSlot, name: str, email: str, by: User) -> list[Fault]:
    """Both or neither, a whole address, and not one's own; by field of the institution."""
    code = slot.institution.code
    if not name and not email:
        return []
    if not name:
        return [Fault(_("Fill in the name of who signs."), column=f"{code}-name")]
    if not email:
        return [Fault(_("Fill in the e-mail address of who signs."), column=f"{code}-email")]
    try:
        validate_email(email)
    except ValidationError:
        text = _("Fill in a whole e-mail address, with an @.")
        return [Fault(text, column=f"{code}-email")]
    own = own_fault(slot, email, by)
    return [Fault(own, column=f"{code}-email")] if own else []
