"""The demo's story of phase II, last part: the board decides on the distribution over the regions.

Toewijzingsprotocol 2027, fase II 2; BOLS26-0104 d.d. 02-04-2026: the board decides on 5 May 2026.
"""

from datetime import timedelta

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.stages_story import Story
from allocation.enums import DecisionKind, DecisionStatus, VoteChoice
from allocation.models import BoardDecision
from allocation.services.decisions import put_to_board, vote
from consultation.enums import Course
from consultation.selectors.distribution_ground import ground_of, places_in
from consultation.services.distribution import Wish, propose_distribution

DIRK, ELS = "dirk.van.houten", "els.brouwer"
# The board keeps one place of emergency medicine where the proposal takes two away.
CODE, BACK, FROM = "41", "Utrecht", "NO"
CHANGED = {
    BACK: "Twee plaatsen minder in één jaar gaat het bestuur te snel. De regio vroeg om een daling "
    "in stappen; één plaats blijft.",
    FROM: "De regio groeit ook zonder deze plaats het meest. De uitbreiding kan over twee jaar "
    "worden gespreid.",
}
GROUNDS = (
    "Het voorstel is zorgvuldig tot stand gekomen en past binnen het kader. Het bestuur volgt het, "
    "met één wijziging bij spoedeisende geneeskunde."
)


def put_to_the_board(story: Story) -> None:
    """29 April 2026: the bureau proposes to adopt the proposal with one change, and puts it."""
    now = moment(2026, 4, 29, 10)
    with standing_at(now):
        decision = propose_distribution(
            cycle=story.cycle, wish=_wish(story), seen=0, by=story.anna, now=now
        )
    later = now + timedelta(minutes=30)
    with standing_at(later):
        put_to_board(decision=decision, by=story.anna, now=later)
        story.release("decision_put", later)


def decide(story: Story) -> None:
    """4-5 May 2026: adopted by a majority; phase III opens and everybody is told."""
    votes = (
        (ELS, "", moment(2026, 5, 4, 21, 15)),
        (DIRK, "Volg de kleine opleidingen in Leiden goed.", moment(2026, 5, 5, 9, 5)),
    )
    for login, remark, now in votes:
        with standing_at(now):
            vote(
                decision=_at_board(story),
                choice=VoteChoice.APPROVE,
                remark=remark,
                by=story.person(login),
                now=now,
            )
    now = moment(2026, 5, 5, 11)
    with standing_at(now):
        story.release("distribution_decided", now)


def _at_board(story: Story) -> BoardDecision:
    return BoardDecision.objects.get(
        cycle=story.cycle, kind=DecisionKind.DISTRIBUTION, status=DecisionStatus.AT_BOARD
    )


def _wish(story: Story) -> Wish:
    ground = ground_of(story.cycle)
    if ground is None or ground.proposed is None:
        raise RuntimeError("there is no proposal to decide on")
    proposed = places_in(ground.proposed)
    return Wish(
        course=Course.CHANGE,
        reason=GROUNDS,
        places={
            (CODE, BACK): str(proposed[CODE, BACK] + 1),
            (CODE, FROM): str(proposed[CODE, FROM] - 1),
        },
        reasons={(CODE, region): reason for region, reason in CHANGED.items()},
    )
