"""Opening and closing the sheet on which one exact content is signed.

Called by the services of the proposals, inside their transaction and after their own checks of who
and when. Toewijzingsprotocol 2027, fase III 1.1 and 2.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Refused
from allocation.models import Cycle, Institution, Region, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import SigningLink, SigningSheet, SigningSlot
from consultation.permissions import SIGN
from consultation.selectors.signing import ALPHABET, CODE_LENGTH, shown_code, twice_there


@dataclass(frozen=True, slots=True)
class SlotWish:
    """Whose signature is asked: of which institution, and who signs (may be filled in later)."""

    institution: Institution
    name: str = ""
    email: str = ""


@transaction.atomic
def open_sheet(
    *,
    cycle: Cycle,
    region: Region,
    specialism: Specialism | None,
    digest: str,
    slots: Sequence[SlotWish],
    by: User,
    now: datetime,
) -> SigningSheet:
    """A sheet for this digest, with a place for every institution; nobody has signed it.

    `specialism` None: the proposal of the whole region. Raises Refused when nobody is asked, or
    when one address would sign for two institutions of a cluster.
    """
    if not slots:
        raise Refused(_("There is nobody who could sign this."), rule=SIGN)
    if specialism is not None:
        refuse_one_for_two([wish.email for wish in slots])
    sheet = SigningSheet.objects.create(
        cycle=cycle,
        region=region,
        specialism=specialism,
        code=_fresh_code(),
        digest=digest,
        opened_at=now,
        opened_by=by,
    )
    SigningSlot.objects.bulk_create(
        SigningSlot(
            sheet=sheet,
            institution=wish.institution,
            name=wish.name.strip(),
            email=wish.email.strip(),
        )
        for wish in slots
    )
    record(
        "signing.opened",
        sheet,
        by=by,
        now=now,
        institutions=[wish.institution.code for wish in slots],
    )
    return sheet


@transaction.atomic
def close_sheet(
    *, sheet: SigningSheet, because: str, now: datetime, by: User | None = None
) -> None:
    """Takes no more signatures on it, for good; open personal links end with it.

    `because`: replaced, returned or submitted. A closed sheet stays as it was closed.
    """
    held = SigningSheet.objects.select_for_update().get(pk=sheet.pk)
    if held.closed_at is None:
        held.closed_at, held.closed_because = now, because
        held.save(update_fields=["closed_at", "closed_because"])
        open_links = SigningLink.objects.filter(
            slot__sheet=held, used_at__isnull=True, revoked_at__isnull=True
        )
        open_links.update(revoked_at=now)
        record("signing.closed", held, by=by, now=now, because=because)
    sheet.closed_at, sheet.closed_because = held.closed_at, held.closed_because


def refuse_one_for_two(addresses: Sequence[str]) -> None:
    """In a cluster a trainer is known by the e-mail address, so each place has its own."""
    twice = twice_there(addresses)
    if twice:
        text = _(
            "%(email)s stands at two institutions. Nobody signs for another institution: give "
            "each trainer an own e-mail address."
        )
        raise Refused(text % {"email": twice}, rule=SIGN)


def label_of(sheet: SigningSheet) -> str:
    """A sheet as the log names it."""
    code = f" {sheet.specialism.code}" if sheet.specialism else ""
    return f"{sheet.cycle.name}, {sheet.region.key}{code}, {shown_code(sheet.code)}"


def record(
    action: str, sheet: SigningSheet, *, by: User | None, now: datetime, **facts: Any
) -> None:
    """What happened to a sheet, in the log."""
    audit.write(
        action, by=by, now=now, subject=sheet, label=label_of(sheet), cycle=sheet.cycle, **facts
    )


def _fresh_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
        if not SigningSheet.objects.filter(code=code).exists():
            return code
