"""Where a sheet stands: who was asked, whose signature counts, who is still missing.

Toewijzingsprotocol 2027, fase III 1.1 and 2: all trainers sign a cluster's proposal, and the
administrators of all institutions involved sign a region's. A wet signature, a pdf with a digital
signature and a recorded e-mail are told apart.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bols_portal.accounts.models import User
from consultation.enums import CheckOutcome, SigningMethod, Stance
from consultation.models import Signature, SigningLink, SigningSheet, SigningSlot

T = TypeVar("T", Signature, SigningLink)
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I and O, 1 and 0: they look alike on paper
CODE_LENGTH = 8
TRUSTED = "trusted"  # what `validation["chain"]` says of a certificate of a trusted chain
_AT_ONCE = {SigningMethod.PORTAL, SigningMethod.LINK}


@dataclass(frozen=True, slots=True)
class SlotState:
    """An institution that was asked, with what came in. At most one signature counts."""

    slot: SigningSlot
    signature: Signature | None  # the one that counts
    waiting: Signature | None  # the last one, while it waits for a check
    refused: Signature | None  # the last one, when a check did not accept it
    link: SigningLink | None  # the last personal link that was made

    @property
    def dissents(self) -> bool:
        """Whether what counts is another view."""
        return self.signature is not None and self.signature.stance == Stance.DISSENTS


@dataclass(frozen=True, slots=True)
class SheetState:
    """A sheet as it stands. Who dissents has answered, and is neither signed nor missing."""

    sheet: SigningSheet
    slots: tuple[SlotState, ...]

    @property
    def asked(self) -> int:
        """How many institutions are asked."""
        return len(self.slots)

    @property
    def signed(self) -> int:
        """How many signed: what is N of `asked`."""
        return sum(one.signature is not None and not one.dissents for one in self.slots)

    @property
    def missing(self) -> tuple[SlotState, ...]:
        """Who has not answered, or whose answer does not count (yet)."""
        return tuple(one for one in self.slots if one.signature is None)

    @property
    def dissenting(self) -> tuple[SlotState, ...]:
        """Who does not sign, with a view and reasons."""
        return tuple(one for one in self.slots if one.dissents)

    @property
    def to_check(self) -> tuple[SlotState, ...]:
        """Where a signature waits for a check."""
        return tuple(one for one in self.slots if one.waiting is not None)

    @property
    def all_signed(self) -> bool:
        """Whether everybody who was asked signed."""
        return self.signed == self.asked

    def of(self, institution: str) -> SlotState | None:
        """The place of an institution (code) on the sheet."""
        return next((one for one in self.slots if one.slot.institution.code == institution), None)


def needs_check(signature: Signature) -> bool:
    """Whether it counts only after somebody else checked it.

    A digital signature with a certificate of a trusted chain, intact, over the whole document
    needs none, where it stands on our own form and bears the name of who was asked.
    """
    if signature.method in _AT_ONCE:
        return False
    found = signature.validation
    proven = found.get("chain") == TRUSTED and found.get("intact") and found.get("covers_all")
    ours = found.get("form", "exact") == "exact" and found.get("named", True)
    return not (signature.method == SigningMethod.DIGITAL and proven and ours)


def counts(signature: Signature, digest: str) -> bool:
    """Whether it counts for this content, if it is the last of its slot."""
    if signature.digest != digest:
        return False
    return not needs_check(signature) or outcome_of(signature) == CheckOutcome.CONFIRMED


def outcome_of(signature: Signature) -> str:
    """What the check found; empty while there was none."""
    check = getattr(signature, "check_made", None)
    return check.outcome if check is not None else ""


def state_of(sheet: SigningSheet) -> SheetState:
    """Where one sheet stands (three queries)."""
    return states_of([sheet])[sheet.pk]


def states_of(sheets: Iterable[SigningSheet]) -> dict[int, SheetState]:
    """Where sheets stand, by their number (three queries, however many there are)."""
    sheets = list(sheets)
    asked = SigningSlot.objects.filter(sheet__in=sheets).select_related("institution")
    slots: dict[int, list[SigningSlot]] = defaultdict(list)
    for slot in asked.order_by("institution__name", "pk"):
        slots[slot.sheet_id].append(slot)
    signatures = _last_of(
        Signature.objects.filter(slot__sheet__in=sheets)
        .select_related("check_made__by", "by", "link")
        .order_by("slot", "number")
    )
    links = _last_of(SigningLink.objects.filter(slot__sheet__in=sheets).order_by("slot", "pk"))
    return {
        sheet.pk: SheetState(
            sheet,
            tuple(
                _slot_state(slot, sheet.digest, signatures.get(slot.pk), links.get(slot.pk))
                for slot in slots[sheet.pk]
            ),
        )
        for sheet in sheets
    }


def _last_of(rows: Iterable[T]) -> dict[int, T]:
    return {row.slot_id: row for row in rows}


def _slot_state(
    slot: SigningSlot, digest: str, last: Signature | None, link: SigningLink | None
) -> SlotState:
    if last is None or last.digest != digest:
        return SlotState(slot, None, None, None, link)
    if counts(last, digest):
        return SlotState(slot, last, None, None, link)
    if outcome_of(last) == CheckOutcome.REFUSED:
        return SlotState(slot, None, None, last, link)
    return SlotState(slot, None, last, None, link)


def account_of(email: str) -> User | None:
    """Who signs in with this address, if anybody."""
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None


def normal_code(typed: str) -> str:
    """A code as it is kept, whatever spaces, hyphens or small letters it was typed with."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def shown_code(code: str) -> str:
    """A code as it is read out and printed: in two halves."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def twice_there(addresses: Collection[str]) -> str:
    """The first e-mail address that stands there twice, or nothing."""
    seen: set[str] = set()
    for address in (one.strip().lower() for one in addresses):
        if address and address in seen:
            return address
        seen.add(address)
    return ""
