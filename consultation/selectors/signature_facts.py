"""What was found of a signature that was brought in, in words, and which of them wait for a check.

Toewijzingsprotocol 2027, fase III 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import Cycle, Region
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right, held_on
from bols_portal.ui.formats import date_text, moment_text
from consultation.enums import SigningMethod
from consultation.models import Signature, SigningSheet, SigningSlot
from consultation.selectors.signing import states_of

# Why a digitally signed pdf is refused at once.
PROBLEMS: dict[str, Promise] = {
    "unreadable": gettext_lazy("The signature can’t be read. It may have been made to mislead."),
    "not_intact": gettext_lazy("The pdf was changed after it was signed."),
    "part": gettext_lazy("The signature covers a part of the pdf, not the whole."),
    "added": gettext_lazy("Something was added to the pdf after it was signed."),
    "expired": gettext_lazy("The certificate has expired."),
    "not_yet": gettext_lazy("The certificate is not valid yet."),
    "revoked": gettext_lazy("The certificate was withdrawn by who issued it."),
    "broken": gettext_lazy("The certificate may not be used to sign, or its chain is broken."),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signature that waits for a check, and on which sheet."""

    signature: Signature
    sheet: SigningSheet


def problem_texts(problems: Iterable[str]) -> list[Promise]:
    """In words, in the order of how serious they are."""
    return [text for code, text in PROBLEMS.items() if code in set(problems)]


def kind_of(signature: Signature) -> tuple[str, str]:
    """What it is worth at sight: a kind of status, and a text."""
    if signature.method == SigningMethod.SCAN:
        return "attention", _("Wet signature on paper: compare it")
    if signature.method == SigningMethod.EMAIL:
        return "attention", _("E-mail: read who confirms what")
    found = signature.validation
    if found.get("form") != "exact":
        return "attention", _("Intact, but the form was saved anew: compare it")
    if found.get("chain") != "trusted":
        return "attention", _("Intact, but we don’t know who issued the certificate")
    if not found.get("named"):
        return "attention", _("Known certificate, in another name than was asked")
    return "done", _("Intact, with a certificate of a known chain")


def facts_of(signature: Signature) -> list[tuple[str, str]]:
    """What was found in a digitally signed pdf, as names and values."""
    found = signature.validation
    if signature.method != SigningMethod.DIGITAL or not found:
        return []
    pairs = [
        (_("Signed by"), found.get("signer") or _("no name in the certificate")),
        (_("Certificate"), found.get("subject", "")),
        (_("Issued by"), _issuer(found)),
        (_("Serial number"), found.get("serial", "")),
        (_("Valid"), _validity(found)),
        (_("Signed at"), _when(found)),
        (_("Since then"), _("nothing changed: the signature covers the whole file")),
        (_("The form"), _form(found)),
    ]
    if found.get("others"):
        pairs.append((_("Also signed by"), ", ".join(found["others"])))
    return pairs


def _issuer(found: dict[str, Any]) -> str:
    if found.get("self_issued"):
        return _("the signer: nobody else vouches for the name")
    chains = {
        "trusted": _("%(issuer)s: known to BOLS"),
        "unknown": _("%(issuer)s: not known to BOLS"),
    }
    text = chains.get(found.get("chain", ""), "%(issuer)s")
    return text % {"issuer": found.get("issuer", "")}


def _validity(found: dict[str, Any]) -> str:
    days = [found.get("valid_from"), found.get("valid_until")]
    if not all(days):
        return ""
    first, last = (date_text(datetime.fromisoformat(str(day))) for day in days)
    return _("from %(first)s until %(last)s") % {"first": first, "last": last}


def _when(found: dict[str, Any]) -> str:
    if found.get("stamped_at") and found.get("stamp_trusted"):
        stamped = moment_text(datetime.fromisoformat(found["stamped_at"]))
        return _("%(when)s, by a time stamp of a known service") % {"when": stamped}
    if found.get("claimed_at"):
        claimed = moment_text(datetime.fromisoformat(found["claimed_at"]))
        return _("%(when)s, by the signer’s own clock") % {"when": claimed}
    return _("not said in the signature")


def _form(found: dict[str, Any]) -> str:
    if found.get("form") == "exact":
        return _("our own, byte for byte, with nothing but signatures added")
    return _("bears the code, but was saved anew by another program: compare the numbers")


def signature_at(slot: SigningSlot, number: int) -> Signature | None:
    """What came in for a place, by its number; who may read it is for the caller to check."""
    found = slot.signatures.select_related("by", "check_made__by").filter(number=number).first()
    if found is not None:
        found.slot = slot
    return found


def sheet_with(code: str) -> SigningSheet | None:
    """The sheet with a printed code, of any year; who may read it is for the caller to check."""
    found = SigningSheet.objects.select_related("cycle", "region", "specialism")
    return found.filter(code=code).first()


def may_look(user: Person, cycle: Cycle) -> bool:
    """Whether signatures can wait for this person at all."""
    return has_right(user, Right.RUN_PROCESS, cycle) or bool(
        held_on(user, Right.COORDINATE, Region)
    )


def waiting_for(user: Person, cycle: Cycle) -> list[Waiting]:
    """What this person can check: the bureau everything, a coordinator the region's clusters.

    The oldest first. A fixed number of queries.
    """
    sheets = SigningSheet.objects.filter(cycle=cycle).filter(
        Q(closed_at__isnull=True) | Q(closed_because="submitted")
    )
    if not has_right(user, Right.RUN_PROCESS, cycle):
        sheets = sheets.filter(
            specialism__isnull=False, region__in=held_on(user, Right.COORDINATE, Region)
        )
    states = states_of(sheets.select_related("cycle", "region", "specialism"))
    waiting = []
    for state in states.values():
        for one in state.to_check:
            if one.waiting is not None:
                one.slot.sheet, one.waiting.slot = state.sheet, one.slot
                waiting.append(Waiting(one.waiting, state.sheet))
    return sorted(waiting, key=lambda one: (one.signature.at, one.signature.pk))
