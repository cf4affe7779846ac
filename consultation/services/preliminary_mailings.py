"""What the preliminary proposal mails, prepared for the bureau to read and release."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from allocation.models import BoardDecision, Institution, Membership, TableCell
from allocation.roles import BUREAU_ROLES, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.recipients import Enclosure, Recipient, joined, recipients_with
from allocation.services.decision_mailings import prepare_about
from bols_portal.accounts.models import User
from consultation.models import Mediation, PreliminaryRuling, SigningSlot
from consultation.selectors.preliminary import KIND, choice_of, parts_of, written_in
from consultation.services.mediation_mail import mail_decided

INSTITUTIONS = frozenset({Role.ADMINISTRATOR, Role.LEARNING_HOUSE})
# All others who take part in phase III, and who advised before it: they read it in the portal.
OTHERS = BUREAU_ROLES | {
    Role.COORDINATOR,
    Role.CLUSTER_CHAIR,
    Role.TRAINER,
    Role.ADVISER,
    Role.PROFESSION,
    Role.FMS,
    Role.COMMITTEE_SECRETARY,
}


def mail_established(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """To each institution its letter, to the parties of a mediation what the board made of it, and
    to all others that the proposal can be read."""
    _prepare(decision, "preliminary_letter", addressed(decision), by, now)
    _prepare(decision, "preliminary_established", recipients_with(OTHERS, decision.cycle), by, now)
    choice = choice_of(decision)
    found: dict[int, list[PreliminaryRuling]] = {}
    for ruling in written_in(choice) if choice else ():
        found.setdefault(ruling.mediation_id or 0, []).append(ruling)
    for mediation in Mediation.objects.filter(pk__in=found).select_related("cycle", "region"):
        mail_decided(mediation, found[mediation.pk], by=by, now=now)


def addressed(decision: BoardDecision) -> list[Recipient]:
    """Administrators and learning-house managers, each with the letter to every institution.

    Who was asked to sign without an account gets it at the address of the sheet.
    """
    cells = TableCell.objects.filter(table=decision.table_id, institution__isnull=False)
    named = dict(
        Institution.objects.filter(pk__in=cells.values("institution")).values_list("pk", "code")
    )

    def enclosing(membership: Membership) -> list[Enclosure]:
        code = named.get(membership.institution_id or 0)
        return [letter_for(decision, code)] if code else []

    known = recipients_with(INSTITUTIONS, decision.cycle, enclosing)
    there = {one.address.lower() for one in known}
    asked = _signatories(decision, set(named.values()))
    return known + [one for one in asked if one.address.lower() not in there]


def _signatories(decision: BoardDecision, codes: Collection[str]) -> list[Recipient]:
    """Who was asked to sign a region's version, by address; each once, with all their letters."""
    choice = choice_of(decision)
    sheets = [one.proposal.sheet_id for one in parts_of(choice) if one.proposal] if choice else []
    slots = SigningSlot.objects.filter(sheet__in=sheets, institution__code__in=codes)
    letters: dict[str, dict[str, str]] = {}
    for slot in (
        slots.exclude(email="").select_related("institution").order_by("institution__name", "pk")
    ):
        at = slot.institution
        letters.setdefault(slot.email.lower(), {})[at.code] = f"{slot.name}, {at.name}"
    return [
        Recipient(
            None,
            address,
            joined(list(found.values())),
            tuple(letter_for(decision, code) for code in found),
        )
        for address, found in letters.items()
    ]


def letter_for(decision: BoardDecision, code: str) -> Enclosure:
    """The letter to one institution (code), as an enclosure."""
    name = f"voorlopig-voorstel-{decision.cycle.year}-{code}.pdf"
    return Enclosure(KIND, f"{decision.pk}:{code}", name)


def _prepare(
    decision: BoardDecision, key: str, recipients: list[Recipient], by: User, now: datetime
) -> None:
    prepare_about(
        decision,
        key,
        recipients,
        reverse("preliminary_table", args=[decision.cycle.year]),
        by=by,
        now=now,
        choice=choice_of(decision),
        complaints=deadline_moment(decision.cycle, "complaints"),
    )
