"""Decisions of the board: prepared by the bureau, put, voted on, withdrawn.

Toewijzingsprotocol 2027, hoofdstuk 2: a phase ends when the board has decided on its result.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.enums import VoteChoice
from allocation.errors import NotNow, Refused
from allocation.models import (
    BoardDecision,
    BoardVote,
    DecisionItem,
)
from allocation.permissions import may_run_process, may_vote
from allocation.phases.decision_kinds import rules_of
from allocation.phases.gates import missing
from allocation.phases.transitions import DECISION
from allocation.policies.decisions import NEXT_PHASE
from allocation.selectors.cycles import protocol_of
from allocation.selectors.decision_content import ProposedItem, content_digest
from allocation.selectors.decisions import (
    board_members,
    can_vote,
    tally_of,
)
from allocation.services import audit
from allocation.services.decision_drafts import prepare_decision, revise_decision
from allocation.services.decision_mailings import lapse_invitation
from allocation.services.decision_status import lock_decision, move_decision
from bols_portal.accounts.models import User

__all__ = ["prepare_decision", "put_to_board", "revise_decision", "vote", "withdraw_decision"]


def put_to_board(*, decision: BoardDecision, by: User, now: datetime) -> BoardDecision:
    """Freezes a decision with its digest and electorate, and puts it to the board.

    Raises NotNow while an exit check of the phase doesn't hold, or it rests on older versions.
    """
    may_run_process(by, decision.cycle).enforce()
    with transaction.atomic():
        locked = lock_decision(decision)
        DECISION.step(locked.status, "put")
        enforce_ready(locked)
        rules = rules_of(locked.kind)
        if rules.freeze:
            rules.freeze(locked, by=by, now=now)
        items = rules.items(locked)
        _keep_items(locked, items)
        authors = sorted({*locked.authors, by.pk})
        electorate = [
            {"user": member.pk, "name": str(member), "author": member.pk in authors}
            for member in board_members(locked.cycle, timezone.localdate(now))
        ]
        voters = len(can_vote(electorate))
        if not voters:
            raise NotNow(_("No board member can vote on this decision. Appoint members first."))
        needed = protocol_of(locked.cycle).board_majority.needed(voters)
        move_decision(
            locked,
            "put",
            by=by,
            now=now,
            fields={
                "put_at": now,
                "put_by": by,
                "authors": authors,
                "electorate": electorate,
                "needed": needed,
                "digest": content_digest(locked, items),
            },
            needed=needed,
            electorate=[member["user"] for member in electorate],
        )
        rules.when_put(locked, by=by, now=now)
    return locked


def _keep_items(decision: BoardDecision, items: Iterable[ProposedItem]) -> None:
    DecisionItem.objects.bulk_create(
        DecisionItem(
            decision=decision,
            label=item.label,
            digest=item.digest,
            table=item.table,
            intake=item.intake,
            assignment=item.assignment,
        )
        for item in items
    )


def enforce_ready(decision: BoardDecision) -> None:
    """Raises NotNow, naming everything that is missing, when the decision can't be put yet."""
    rules = rules_of(decision.kind)
    rules.ready(decision).enforce()
    if older := rules.outdated(decision):
        raise NotNow(
            gettext("The decision rests on older versions of: %(what)s. Change it first.")
            % {"what": ", ".join(str(one) for one in older)},
            rule=NEXT_PHASE,
        )
    lacking = missing(rules.checks(decision))
    if lacking:
        raise NotNow(
            gettext("Not everything is in order yet: %(missing)s.")
            % {"missing": "; ".join(str(check.title) for check in lacking)},
            rule=NEXT_PHASE,
        )


def vote(
    *, decision: BoardDecision, choice: str, remark: str, by: User, now: datetime
) -> BoardVote:
    """Records what a board member says, once; the vote that decides carries the decision out.

    Raises NotPermitted for who is not in the electorate or wrote the decision, NotNow when it is
    not before the board, Refused for a second vote or a rejection without a remark.
    """
    with transaction.atomic():
        locked = lock_decision(decision)
        may_vote(by, locked).enforce()
        if not DECISION.allows(locked.status, "adopt"):
            raise NotNow(
                _("This decision is not before the board. Its status is “%(status)s”.")
                % {"status": locked.get_status_display()}
            )
        enforce_unchanged(locked)
        if choice not in VoteChoice.values:
            raise Refused(_("Choose whether you approve."))
        if choice == VoteChoice.REJECT and not remark.strip():
            raise Refused(_("Say why you do not approve."))
        cast = _cast(locked, choice, remark.strip(), by, now)
        outcome = tally_of(locked).outcome
        if outcome == "adopt":
            rules_of(locked.kind).adopt(locked, by=by, now=now)
        elif outcome == "reject":
            move_decision(locked, "reject", by=by, now=now, fields={"decided_at": now})
            rules_of(locked.kind).when_back(
                locked, by=by, now=now, reason=gettext("The board did not approve the decision.")
            )
        if outcome in ("adopt", "reject"):
            lapse_invitation(locked, by=by, now=now)
    return cast


def enforce_unchanged(decision: BoardDecision) -> None:
    """Raises Refused when the content is not what was put: changed behind the portal's back."""
    rules = rules_of(decision.kind)
    same = content_digest(decision, list(decision.items.all())) == decision.digest
    if not same or (rules.unchanged and not rules.unchanged(decision)):
        raise Refused(
            _(
                "The content of this decision is not what was put to the board. "
                "Do not vote; call the bureau."
            )
        )


def _cast(decision: BoardDecision, choice: str, remark: str, by: User, now: datetime) -> BoardVote:
    try:
        with transaction.atomic():
            cast = BoardVote.objects.create(
                decision=decision, member=by, choice=choice, remark=remark, at=now
            )
    except IntegrityError:
        raise Refused(_("You have voted on this decision already; a vote is final.")) from None
    audit.write(
        "decision.voted",
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=remark,
        number=decision.number,
        choice=choice,
        digest=decision.digest,
    )
    return cast


def withdraw_decision(
    *, decision: BoardDecision, reason: str, by: User, now: datetime
) -> BoardDecision:
    """Takes a decision back before it is decided, with a reason that stays readable."""
    may_run_process(by, decision.cycle).enforce()
    with transaction.atomic():
        locked = lock_decision(decision)
        was_put = locked.put_at is not None
        move_decision(
            locked,
            "withdraw",
            by=by,
            now=now,
            reason=reason.strip(),
            fields={
                "decided_at": now,
                "withdrawn_because": reason.strip(),
                "withdrawn_by": by,
            },
        )
        if was_put:
            rules_of(locked.kind).when_back(locked, by=by, now=now, reason=reason.strip())
            lapse_invitation(locked, by=by, now=now)
    return locked
