"""Proposing what the board establishes as preliminary proposal.

Toewijzingsprotocol 2027, fase III 3. Putting it to the board, voting and withdrawing are those of
every decision: allocation/services/decisions.py.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from allocation.enums import DecisionKind
from allocation.errors import FaultyInput, NotNow, Stale
from allocation.models import BoardDecision, Cycle, Specialism
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import (
    PreliminaryCell,
    PreliminaryChoice,
    PreliminaryPart,
    PreliminaryRuling,
)
from consultation.permissions import ESTABLISH, may_propose_decision
from consultation.policies.preliminary import may_propose
from consultation.selectors.preliminary import (
    Ruling,
    Rulings,
    choice_of,
    digest_of,
    living_preliminary,
    parts_of,
    rulings_of,
)
from consultation.selectors.preliminary_ground import PreliminaryGround, RegionGround, ground_of
from consultation.services.held_decisions import begun_or_revised, held_decision
from consultation.services.preliminary_content import Wish, checked

__all__ = ["Wish", "decide_in_region", "propose_preliminary"]


def propose_preliminary(
    *, cycle: Cycle, reason: str, seen: int, by: User, now: datetime
) -> BoardDecision:
    """Writes that the seven proposals are taken as they are, but where the board decided itself.

    `seen`: the number of the choice that was read (0: none). Raises NotNow where it isn't possible
    now, and Stale when somebody wrote another choice meanwhile.
    """
    may_propose_decision(by, cycle).enforce()
    with transaction.atomic():
        decision, ground, before = _held(cycle, seen)
        return _written(decision, ground, before, kept(ground, before), reason, by, now)


def decide_in_region(
    *, cycle: Cycle, region: str, wish: Wish, seen: int, by: User, now: datetime
) -> BoardDecision:
    """Writes what the board decides itself in one region (its key), in place of what stood there.

    Raises as `propose_preliminary`, and FaultyInput with all faults at once.
    """
    may_propose_decision(by, cycle).enforce()
    with transaction.atomic():
        decision, ground, before = _held(cycle, seen)
        rulings, faults = checked(ground.by_key[region], ground.names, wish)
        if faults:
            raise FaultyInput(
                _("This can’t be decided yet. Nothing was stored."), faults, rule=ESTABLISH
            )
        others = {row: one for row, one in kept(ground, before).items() if row[0] != region}
        decided = others | {(region, code): one for code, one in rulings.items()}
        reason = before.reason if before else ""
        return _written(decision, ground, before, decided, reason, by, now)


def kept(ground: PreliminaryGround, before: PreliminaryChoice | None) -> Rulings:
    """The rulings that still stand: those on a region's version that is not replaced since."""
    if before is None:
        return {}
    rests_on = {one.region.key: one.proposal_id for one in parts_of(before)}
    return {
        row: one
        for row, one in rulings_of(before).items()
        if rests_on.get(row[0]) == _with_bols(ground.by_key[row[0]])
    }


def _with_bols(one: RegionGround) -> int | None:
    """The number of the proposal that a region submitted; None where it did not."""
    return one.proposal.pk if one.proposal and one.submitted else None


def _held(
    cycle: Cycle, seen: int
) -> tuple[BoardDecision | None, PreliminaryGround, PreliminaryChoice | None]:
    """The decision in preparation, held, with what it rests on now and what it said before."""
    decision = held_decision(cycle, living_preliminary)
    may_propose(cycle).enforce()
    ground = ground_of(cycle)
    if ground is None:
        raise NotNow(_("There is no decided distribution over the regions."), rule=ESTABLISH)
    before = choice_of(decision) if decision else None
    if (before.number if before else 0) != seen:
        raise Stale(_("Somebody else changed this decision at the same moment. Look again."))
    return decision, ground, before


def _written(
    decision: BoardDecision | None,
    ground: PreliminaryGround,
    before: PreliminaryChoice | None,
    rulings: Mapping[tuple[str, str], Ruling],
    reason: str,
    by: User,
    now: datetime,
) -> BoardDecision:
    action = "decision.revise" if decision else "decision.prepare"
    decision = _decision(decision, ground, reason, by, now)
    choice = PreliminaryChoice.objects.create(
        decision=decision,
        number=(before.number if before else 0) + 1,
        reason=reason.strip(),
        proposed_at=now,
        proposed_by=by,
    )
    PreliminaryPart.objects.bulk_create(
        PreliminaryPart(choice=choice, region=one.region, proposal_id=_with_bols(one))
        for one in ground.regions
    )
    _keep(choice, ground, rulings)
    audit.write(
        action,
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=decision.reason,
        number=decision.number,
        kind=decision.kind,
        rulings=len(rulings),
        digest=digest_of(choice),
    )
    return decision


def _decision(
    decision: BoardDecision | None,
    ground: PreliminaryGround,
    reason: str,
    by: User,
    now: datetime,
) -> BoardDecision:
    """The decision with its words; in Dutch, as the board decides."""
    decision = begun_or_revised(decision, ground.cycle, DecisionKind.PRELIMINARY, by=by, now=now)
    with translation.override("nl"):
        decision.title = _("Preliminary proposal of %(cycle)s") % {"cycle": ground.cycle.name}
        decision.text = _(
            "The board joins the proposals of the regions and establishes the preliminary proposal "
            "of %(cycle)s. Where a region has no consensus, the board decides on the numbers."
        ) % {"cycle": ground.cycle.name}
    decision.reason = reason.strip()
    decision.save()
    return decision


def _keep(
    choice: PreliminaryChoice,
    ground: PreliminaryGround,
    rulings: Mapping[tuple[str, str], Ruling],
) -> None:
    specialisms = {one.code: one for one in Specialism.objects.all()}
    rows = {
        (key, code): PreliminaryRuling(
            choice=choice,
            region=ground.by_key[key].region,
            specialism=specialisms[code],
            mediation=one.mediation,
            reason=one.reason,
        )
        for (key, code), one in rulings.items()
    }
    PreliminaryRuling.objects.bulk_create(rows.values())
    PreliminaryCell.objects.bulk_create(
        PreliminaryCell(
            ruling=rows[row],
            institution=ground.institutions[at],
            proposed=one.proposed[at],
            decided=places,
        )
        for row, one in rulings.items()
        for at, places in one.decided.items()
    )
