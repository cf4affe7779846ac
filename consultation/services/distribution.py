"""Proposing what the board decides on the distribution over the regions.

Toewijzingsprotocol 2027, fase II 2 and 3. Putting it to the board, voting and withdrawing are those
of every decision: allocation/services/decisions.py.
"""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from allocation.enums import DecisionKind
from allocation.errors import FaultyInput, Refused, Stale
from allocation.models import BoardDecision, Cycle, Region, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.enums import Course
from consultation.models import DistributionChange, DistributionChoice
from consultation.permissions import DECIDE, may_propose_decision
from consultation.policies.distribution import course_fits, may_propose
from consultation.selectors.distribution import choice_of, digest_of, living_distribution
from consultation.selectors.distribution_ground import Ground, ground_of
from consultation.services.distribution_content import Change, Wish, checked
from consultation.services.held_decisions import begun_or_revised, held_decision

__all__ = ["Wish", "propose_distribution"]


def propose_distribution(
    *, cycle: Cycle, wish: Wish, seen: int, by: User, now: datetime
) -> BoardDecision:
    """Writes what the board is asked to decide; a decision that was not put yet is rewritten.

    `seen`: the number of the choice that was read (0: none). Raises NotNow where the course isn't
    possible now, Stale when somebody wrote another choice meanwhile, and FaultyInput with all
    faults at once.
    """
    may_propose_decision(by, cycle).enforce()
    with transaction.atomic():
        decision = held_decision(cycle, living_distribution)
        may_propose(cycle).enforce()
        ground = ground_of(cycle)
        if ground is None or wish.course not in Course.values:
            raise Refused(_("Choose what the board is asked to decide."), rule=DECIDE)
        course_fits(ground, wish.course).enforce()
        before = choice_of(decision) if decision else None
        if (before.number if before else 0) != seen:
            raise Stale(_("Somebody else changed this decision at the same moment. Look again."))
        changes, faults = checked(ground, wish)
        if faults:
            raise FaultyInput(
                _("The decision can’t be proposed yet. Nothing was stored."), faults, rule=DECIDE
            )
        action = "decision.revise" if decision else "decision.prepare"
        decision = _written(decision, ground, wish, by, now)
        choice = _choice(decision, ground, wish, seen + 1, by, now)
        _keep(choice, changes)
        _log(action, decision, choice, by, now)
    return decision


def _written(
    decision: BoardDecision | None, ground: Ground, wish: Wish, by: User, now: datetime
) -> BoardDecision:
    """The decision with its words; in Dutch, as the board decides."""
    decision = begun_or_revised(decision, ground.cycle, DecisionKind.DISTRIBUTION, by=by, now=now)
    decision.table = ground.base.table  # until it is put: then what is decided
    with translation.override("nl"):
        decision.title = _("Distribution over the regions of %(cycle)s") % {
            "cycle": ground.cycle.name
        }
        decision.text = _text(ground, wish.course)
    decision.reason = wish.reason.strip()
    decision.save()
    return decision


def _text(ground: Ground, course: str) -> str:
    named = {
        "cycle": ground.cycle.name,
        "number": ground.proposal.number if ground.proposal else 0,
        "base": ground.base.table.number,
    }
    texts = {
        Course.ADOPT: _(
            "The board adopts version %(number)s of the integral proposal of FMS as the "
            "distribution of the places of %(cycle)s over the regions."
        ),
        Course.CHANGE: _(
            "The board adopts version %(number)s of the integral proposal of FMS, with changes, "
            "as the distribution of the places of %(cycle)s over the regions."
        ),
        Course.RETURN: _(
            "The board sends version %(number)s of the integral proposal back to FMS."
        ),
        Course.FALLBACK: _(
            "The board takes the base distribution (version %(base)s) as the distribution of the "
            "places of %(cycle)s over the regions."
        ),
    }
    return texts[Course(course)] % named


def _choice(
    decision: BoardDecision, ground: Ground, wish: Wish, number: int, by: User, now: datetime
) -> DistributionChoice:
    return DistributionChoice.objects.create(
        decision=decision,
        number=number,
        course=wish.course,
        proposal=ground.proposal,
        test=ground.test,
        reason=wish.reason.strip(),
        proposed_at=now,
        proposed_by=by,
    )


def _keep(choice: DistributionChoice, changes: list[Change]) -> None:
    specialisms = {one.code: one for one in Specialism.objects.all()}
    regions = {one.key: one for one in Region.objects.all()}
    DistributionChange.objects.bulk_create(
        DistributionChange(
            choice=choice,
            specialism=specialisms[one.code],
            region=regions[one.region],
            proposed=one.proposed,
            decided=one.decided,
            reason=one.reason,
        )
        for one in changes
    )


def _log(
    action: str, decision: BoardDecision, choice: DistributionChoice, by: User, now: datetime
) -> None:
    audit.write(
        action,
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=decision.reason,
        number=decision.number,
        kind=decision.kind,
        course=choice.course,
        proposal=choice.proposal.number if choice.proposal else None,
        digest=digest_of(choice),
    )
