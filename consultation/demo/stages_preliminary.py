"""The demo's story of phase III, last part: the board establishes the preliminary proposal.

In Leiden it decides itself on emergency medicine, since mediation ended without consensus.
Toewijzingsprotocol 2027, fase III 2 and 3. What the board says is invented.
"""

from datetime import timedelta

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.stages_story import Story
from allocation.enums import DecisionKind, DecisionStatus, VoteChoice
from allocation.models import BoardDecision
from allocation.services.decisions import put_to_board, vote
from consultation.demo.stages_decision import DIRK, ELS
from consultation.selectors.preliminary import choice_of, living_preliminary
from consultation.selectors.preliminary_checks import open_points
from consultation.selectors.preliminary_ground import RegionGround, ground_of
from consultation.services.preliminary import Wish, decide_in_region, propose_preliminary

GROUNDS = (
    "De zeven voorstellen zijn zorgvuldig tot stand gekomen en tellen op tot de vastgestelde "
    "verdeling. Het bestuur neemt ze over."
)
WEIGHED = (
    "Het bestuur heeft beide kanten gehoord. De afspraak om plaatsen om en om te verdelen is niet "
    "vastgelegd en geldt daarom niet als regel. Het aantal van het voorstel blijft; de regio legt "
    "de afspraak voor volgend jaar wel vast."
)


def put_to_the_board(story: Story) -> None:
    """21 May 2026: the bureau writes the decision, with the weighing for Leiden, and puts it."""
    now = moment(2026, 5, 21, 10)
    with standing_at(now):
        propose_preliminary(cycle=story.cycle, reason=GROUNDS, seen=0, by=story.anna, now=now)
        ground = ground_of(story.cycle)
        for one in ground.regions if ground else ():
            if open_points(one, {}):
                _decide_in(story, one)
    later = now + timedelta(hours=1)
    with standing_at(later):
        decision = living_preliminary(story.cycle)
        if decision is None:
            raise RuntimeError("there is no decision to put")
        put_to_board(decision=decision, by=story.anna, now=later)
        story.release("decision_put", later)


def establish(story: Story) -> None:
    """26-27 May 2026: adopted by a majority; institutions get their letters, phase IV opens."""
    votes = ((ELS, moment(2026, 5, 26, 20, 40)), (DIRK, moment(2026, 5, 27, 9, 10)))
    for login, now in votes:
        with standing_at(now):
            vote(
                decision=_at_board(story),
                choice=VoteChoice.APPROVE,
                remark="",
                by=story.person(login),
                now=now,
            )
    now = moment(2026, 5, 27, 11)
    with standing_at(now):
        story.release("preliminary_letter", now)
        story.release("preliminary_established", now)
        story.release("mediation_decided", now)


def _decide_in(story: Story, one: RegionGround) -> None:
    now = moment(2026, 5, 21, 10, 30)
    decision = living_preliminary(story.cycle)
    choice = choice_of(decision) if decision else None
    rows = tuple(one.without_consensus) or one.required
    with standing_at(now):
        decide_in_region(
            cycle=story.cycle,
            region=one.key,
            wish=Wish(
                rows=rows,
                places={
                    (code, at): str(number)
                    for code in rows
                    for at, number in one.start(code).items()
                },
                reason=WEIGHED,
            ),
            seen=choice.number if choice else 0,
            by=story.anna,
            now=now,
        )


def _at_board(story: Story) -> BoardDecision:
    return BoardDecision.objects.get(
        cycle=story.cycle, kind=DecisionKind.PRELIMINARY, status=DecisionStatus.AT_BOARD
    )
