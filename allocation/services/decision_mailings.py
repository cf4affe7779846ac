"""What a decision mails, prepared for the bureau to read, change and release."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from allocation.enums import DecisionKind
from allocation.models import BoardDecision, Cycle
from allocation.roles import BUREAU_ROLES, Role
from allocation.selectors.recipients import Recipient, recipients_with
from allocation.services.mail_texts import draft
from allocation.services.messages import lapse_mailings, prepare_mailing
from bols_portal.accounts.models import User
from bols_portal.ui.formats import digest_text

INVITATION = "decision_put"  # the message to the board that a decision waits for it

# "Aan de besturen van Wetenschappelijke Verenigingen en de Onderwijs- en OpleidingsRegio's";
# FMS, VSG and NVvO take part in phase II (Toewijzingsprotocol 2027, fase II).
CONCERNED: frozenset[Role] = BUREAU_ROLES | {
    Role.COORDINATOR,
    Role.ADVISER,
    Role.PROFESSION,
    Role.FMS,
}


def board_recipients(cycle: Cycle) -> list[Recipient]:
    """Who is told that a decision lies before the board."""
    return recipients_with({Role.BOARD}, cycle)


def concerned_recipients(cycle: Cycle) -> list[Recipient]:
    """Who is told that a framework was established: regions, associations, FMS and bureau."""
    return recipients_with(CONCERNED, cycle)


def mail_board(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Prepares the message to the board members that a decision waits for them."""
    _prepare(decision, INVITATION, board_recipients(decision.cycle), by, now)


def lapse_invitation(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Nobody is asked to vote any more: the message to the members lapses where it waits."""
    reason = gettext("The vote is over.")
    lapse_mailings(about=decision, key=INVITATION, by=by, now=now, reason=reason)


def mail_adoption(decision: BoardDecision, *, by: User, now: datetime) -> None:
    """Prepares the message to all concerned; a rectification says first what it replaces."""
    rectified = decision.kind == DecisionKind.RECTIFICATION
    key = "framework_rectified" if rectified else "framework_adopted"
    _prepare(decision, key, concerned_recipients(decision.cycle), by, now)


def prepare_about(
    decision: BoardDecision,
    key: str,
    recipients: list[Recipient],
    address: str,
    *,
    by: User,
    now: datetime,
    **facts: Any,
) -> None:
    """Prepares a message about a decision of any kind, with a link to an address of the portal.

    `facts`: what its text tells besides the cycle, the decision and its digest.
    """
    text = draft(
        key,
        cycle=str(decision.cycle),
        decision=decision,
        digest=digest_text(decision.digest),
        link=f"{settings.SITE_URL}{address}",
        **facts,
    )
    prepare_mailing(
        cycle=decision.cycle,
        key=key,
        **asdict(text),
        recipients=recipients,
        by=by,
        now=now,
        about=decision,
    )


def _prepare(
    decision: BoardDecision, key: str, recipients: list[Recipient], by: User, now: datetime
) -> None:
    address = reverse("decision", args=[decision.cycle.year, decision.number])
    prepare_about(decision, key, recipients, address, by=by, now=now, replaced=decision.replaces)
