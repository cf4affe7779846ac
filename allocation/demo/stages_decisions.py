"""The demo's story, second part: what the board decided, the error, and the rectification."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.minutes import minutes
from allocation.demo.stages_input import check_the_assignment
from allocation.demo.stages_story import Story
from allocation.enums import DecisionKind, ErrorSource, VoteChoice
from allocation.models import BoardDecision
from allocation.services.calculations import request_calculation
from allocation.services.decisions import prepare_decision, put_to_board, vote
from allocation.services.phases import report_error
from bols_portal.ui.formats import date_text

DIRK, ELS, FARID = "dirk.van.houten", "els.brouwer", "farid.haddou"
ERROR = (
    "Zorggebruik van instellingen van OOR NO is bij OOR Leiden geteld: de twee regio’s zijn in de "
    "OOR-indeling verwisseld."
)
Vote = tuple[str, VoteChoice, str, datetime]


def establish_the_assignment(story: Story) -> None:
    """The check, and 15 December 2025: the board establishes the region assignment."""
    check_the_assignment(story)
    decision = _put(
        story,
        kind=DecisionKind.ASSIGNMENT,
        title="OOR-indeling 2027",
        text=(
            "Het bestuur stelt de OOR-indeling van Toewijzing 2027 vast. Coördinatoren en "
            "leerhuismanagers hebben haar nagekeken. Zij geldt voor de hele toewijzing."
        ),
        now=moment(2025, 12, 8, 9, 30),
    )
    _votes(
        decision,
        story,
        [
            (DIRK, VoteChoice.APPROVE, "", moment(2025, 12, 15, 19, 30)),
            (ELS, VoteChoice.APPROVE, "", moment(2025, 12, 15, 19, 35)),
        ],
    )
    now = moment(2025, 12, 16, 9, 15)
    with standing_at(now):
        story.release("assignment_established", now)


def adopt_the_framework(story: Story) -> None:
    """26 February-9 March 2026: the board establishes the administrative framework."""
    decision = _put(
        story,
        kind=DecisionKind.FRAMEWORK,
        title="Bestuurlijk kader 2027",
        text=(
            "Het bestuur stelt het bestuurlijk kader van Toewijzing 2027 vast: de landelijke "
            "instroom per specialisme, de basisverdeling over de OOR’s en de regelruimte."
        ),
        now=moment(2026, 2, 26, 16),
    )
    _votes(
        decision,
        story,
        [
            (ELS, VoteChoice.APPROVE, "", moment(2026, 3, 5, 20, 10)),
            (FARID, VoteChoice.APPROVE, "Helder onderbouwd.", moment(2026, 3, 9, 8, 50)),
        ],
    )
    now = moment(2026, 3, 9, 11)
    with standing_at(now):
        story.release("framework_adopted", now)


def find_the_error(story: Story) -> None:
    """30 March 2026: the error is found, the input corrected, the table calculated anew."""
    now = moment(2026, 3, 30, 9, 40)
    with standing_at(now):
        report_error(
            cycle=story.cycle,
            error_in=ErrorSource.ASSIGNMENT,
            reason=ERROR,
            by=story.anna,
            now=now,
        )
    now = moment(2026, 3, 30, 14, 5)
    with standing_at(now):
        version = story.upload_assignment(
            erroneous=False, reason="Instellingen van NO terug van Leiden naar NO.", now=now
        )
    now = moment(2026, 3, 30, 14, 30)
    with standing_at(now):
        request = request_calculation(
            cycle=story.cycle,
            by=story.anna,
            now=now,
            reason="Rectificatie: OOR-indeling van Leiden en NO verbeterd.",
            assignment=version,
        )
        story.do(request.job)


def put_the_rectification(story: Story) -> None:
    """31 March 2026: the board is asked to replace its decision."""
    _put(
        story,
        kind=DecisionKind.RECTIFICATION,
        title="Rectificatie bestuurlijk kader 2027",
        text=(
            "Het bestuur stelt het bestuurlijk kader van Toewijzing 2027 opnieuw vast, met de "
            "verbeterde basisverdeling. Dit besluit vervangt het besluit van 9 maart 2026. "
            "Regio’s en verenigingen worden opnieuw om advies gevraagd."
        ),
        reason=ERROR,
        now=moment(2026, 3, 31, 15),
    )


def adopt_the_rectification(story: Story) -> None:
    """1-2 April 2026: adopted by a majority. The message to all concerned waits for the bureau."""
    decision = BoardDecision.objects.get(cycle=story.cycle, kind=DecisionKind.RECTIFICATION)
    remark = (
        "Ik had liever gezien dat de adviesronde eerst was stilgelegd. Met de tabel zelf ben ik "
        "het eens."
    )
    _votes(
        decision,
        story,
        [
            (ELS, VoteChoice.APPROVE, "", moment(2026, 4, 1, 12, 30)),
            (FARID, VoteChoice.REJECT, remark, moment(2026, 4, 1, 21, 5)),
            (DIRK, VoteChoice.APPROVE, "", moment(2026, 4, 2, 9, 10)),
        ],
    )


def _put(
    story: Story, *, kind: DecisionKind, title: str, text: str, now: datetime, reason: str = ""
) -> BoardDecision:
    """Anna prepares a decision, puts it to the board and sends its members the message."""
    with standing_at(now):
        decision = prepare_decision(
            cycle=story.cycle,
            kind=kind,
            title=title,
            text=text,
            reason=reason,
            minutes=minutes(title, date_text(timezone.localdate(now)), text),
            by=story.anna,
            now=now,
        )
    later = now + timedelta(minutes=25)
    with standing_at(later):
        put_to_board(decision=decision, by=story.anna, now=later)
        story.release("decision_put", later)
    return decision


def _votes(decision: BoardDecision, story: Story, votes: Sequence[Vote]) -> None:
    for login, choice, remark, now in votes:
        with standing_at(now):
            vote(decision=decision, choice=choice, remark=remark, by=story.person(login), now=now)
