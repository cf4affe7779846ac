"""The demo cycle Toewijzing 2027, told through the same services as a user's clicks.

In the spring of 2026 the base distribution was published with care of two regions mixed up, and
corrected (BOLS26-0104 d.d. 02-04-2026). The story follows those dates; people and figures are
invented.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.demo.files import DemoFiles
from allocation.demo.generator import generate
from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.minutes import minutes
from allocation.demo.people import make_bureau, make_participants
from allocation.enums import (
    AnswerOutcome,
    DecisionKind,
    UsageSource,
    VersionStatus,
    VoteChoice,
)
from allocation.models import (
    AssignmentVersion,
    BoardDecision,
    CalculationRequest,
    Cycle,
    LineCheck,
    Mailing,
    Membership,
)
from allocation.roles import Role
from allocation.selectors.assignment import current_assignment, lines_visible_to
from allocation.selectors.cycles import protocol_of
from allocation.services import jobs
from allocation.services.assignment import add_assignment_version, send_to_check
from allocation.services.assignment_checks import (
    answer_objection,
    confirm_lines,
    object_to_line,
)
from allocation.services.assignment_reading import read_assignment
from allocation.services.calculations import request_calculation
from allocation.services.cycles import open_cycle
from allocation.services.decisions import prepare_decision, put_to_board, vote
from allocation.services.intake import add_intake_version
from allocation.services.intake_reading import read_intake
from allocation.services.messages import release_mailing
from allocation.services.phases import report_error
from allocation.services.usage import accept_import, upload_usage
from allocation.tasks import run_job
from bols_portal.accounts.models import User

SINCE = date(2025, 11, 1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Chapter = Callable[["Story"], None]


@dataclass
class Story:
    """What the chapters share: the cycle, the people, the files."""

    cycle: Cycle
    first: User
    second: User
    files: DemoFiles
    say: Callable[[str], None]

    def board(self) -> list[User]:
        """The members of the board."""
        held = Membership.objects.filter(role=Role.BOARD, cycle=self.cycle).order_by("pk")
        return [one.user for one in held.select_related("user")]

    def upload(self, name: str, content: bytes) -> SimpleUploadedFile:
        """A file as it comes in from a page."""
        return SimpleUploadedFile(name, content, XLSX)


def begin(say: Callable[[str], None]) -> Story:
    """The bureau, and the cycle that it opens from the protocol file of 2027."""
    now = moment(2025, 11, 3, 9)
    with standing_at(now):
        first, second = make_bureau(now=now, since=SINCE)
        cycle = open_cycle(
            protocol_key="2027", name="Toewijzing 2027", by=first, now=now, demo=True
        )
    return Story(cycle, first, second, DemoFiles(generate(), protocol_of(cycle)), say)


def people(story: Story) -> None:
    """Everybody who takes part."""
    now = moment(2025, 11, 4, 10)
    with standing_at(now):
        make_participants(cycle=story.cycle, by=story.first, now=now, since=SINCE)


def assignment(story: Story) -> None:
    """The assignment with its error, checked by everyone and established on 15 December."""
    _add_assignment(story, moment(2025, 11, 4, 9), erroneous=True)
    people(story)
    version = current_assignment(story.cycle)
    if version is None:
        raise LookupError("the demo has no region assignment")
    now = moment(2025, 11, 10, 9)
    with standing_at(now):
        send_to_check(version=version, until=date(2025, 12, 5), by=story.first, now=now)
        release_all(story, now)
    _check(story, version)
    decide(
        story,
        DecisionKind.ASSIGNMENT,
        "Vaststelling van de OOR-indeling 2027",
        "Het bestuur stelt de OOR-indeling vast, met peildatum 1 november 2025.",
        put_at=moment(2025, 12, 10, 15),
        voted=moment(2025, 12, 15, 14),
        day="15 december 2025",
    )
    release_all(story, moment(2025, 12, 16, 9))


def _add_assignment(
    story: Story, now: datetime, *, erroneous: bool = False, reason: str = ""
) -> None:
    content = story.files.assignment(erroneous=erroneous)
    with standing_at(now):
        found = read_assignment(
            cycle=story.cycle, upload=story.upload("oor-indeling.xlsx", content)
        )
        add_assignment_version(
            cycle=story.cycle,
            lines=found.data.lines,
            institutions=found.data.institutions,
            reference_date=date(2025, 11, 1),
            by=story.first,
            now=now,
            reason=reason,
        )


def _check(story: Story, version: AssignmentVersion) -> None:
    """One coordinator objects and gets an answer; everybody confirms the rest."""
    checkers = (Role.COORDINATOR, Role.LEARNING_HOUSE)
    held = Membership.objects.filter(role__in=checkers).select_related("user").order_by("pk")
    at = moment(2025, 11, 20, 11)
    with standing_at(at):
        utrecht = next(one for one in held if one.region and one.region.key == "Utrecht")
        line = lines_visible_to(utrecht.user, version).filter(recognised=False).first()
        if line is not None:
            object_to_line(
                line=line,
                reason="Deze instelling verzorgt ook patiënten uit OOR Utrecht.",
                by=utrecht.user,
                now=at,
            )
        for one in held:
            confirm_lines(version=version, by=one.user, now=at)
    answered = moment(2025, 12, 8, 16)
    with standing_at(answered):
        for objection in LineCheck.objects.filter(outcome="objected", line__version=version):
            answer_objection(
                objection=objection,
                outcome=AnswerOutcome.NEXT_CYCLE,
                text="Hiervoor is eerst een samenwerkingsovereenkomst nodig.",
                by=story.first,
                now=answered,
            )


def intake(story: Story) -> None:
    """The provisional national intake, on the day of the ministry's instructions."""
    now = moment(2026, 1, 30, 15)
    with standing_at(now):
        found = read_intake(
            cycle=story.cycle, upload=story.upload("instroom.xlsx", story.files.intake())
        )
        add_intake_version(
            cycle=story.cycle,
            numbers=found.numbers,
            status=VersionStatus.PROVISIONAL,
            source="Richtinggevende instructies VWS d.d. 30-01-2026",
            by=story.first,
            now=now,
        )


def usage(story: Story) -> None:
    """Both deliveries of care usage: read by one employee, accepted by another."""
    now = moment(2026, 2, 12, 10)
    for source in UsageSource:
        with standing_at(now):
            delivery = upload_usage(
                cycle=story.cycle,
                source=source,
                file=story.upload(f"{source}-2024.xlsx", story.files.usage(source)),
                controls=[],
                by=story.first,
                now=now,
            )
            run_job(delivery.job_id)
            delivery.refresh_from_db()
            accept_import(usage_import=delivery, by=story.second, now=now)


def calculation(story: Story) -> None:
    """The calculation on the assignment with its error."""
    _calculate(story, moment(2026, 2, 19, 11), reason="Eerste berekening")


def _calculate(
    story: Story, now: datetime, *, reason: str, version: AssignmentVersion | None = None
) -> CalculationRequest:
    with standing_at(now):
        request = request_calculation(
            cycle=story.cycle, by=story.first, now=now, reason=reason, assignment=version
        )
        run_job(request.job_id)
    return request


def framework(story: Story) -> None:
    """The board establishes the framework; everybody is told on 9 March."""
    decide(
        story,
        DecisionKind.FRAMEWORK,
        "Vaststelling van het bestuurlijk kader 2027",
        "Het bestuur stelt het landelijk instroomkader, de basisverdeling en de regelruimte vast.",
        put_at=moment(2026, 2, 26, 16),
        voted=moment(2026, 3, 5, 14),
        day="5 maart 2026",
    )
    release_all(story, moment(2026, 3, 9, 9))


def correction(story: Story) -> None:
    """The error is found on 30 March, corrected, and calculated anew: the published table."""
    now = moment(2026, 3, 30, 13)
    reason = (
        "Zorggebruik van instellingen in OOR NO is door een technische fout toegerekend aan OOR"
        " Leiden."
    )
    with standing_at(now):
        report_error(
            cycle=story.cycle, error_in="assignment", reason=reason, by=story.first, now=now
        )
    _add_assignment(story, moment(2026, 3, 31, 10), reason=reason)
    _calculate(
        story,
        moment(2026, 3, 31, 11),
        reason="Na herstel van de OOR-indeling",
        version=current_assignment(story.cycle),
    )


def before_the_board(story: Story) -> None:
    """The rectification is put to the board, which has not voted yet."""
    _put_rectification(story)


def rectification(story: Story) -> None:
    """The board replaces the framework; the mail to all parties waits for the bureau."""
    cast_votes(story, _put_rectification(story), moment(2026, 4, 2, 10))


def _put_rectification(story: Story) -> BoardDecision:
    return put(
        story,
        DecisionKind.RECTIFICATION,
        "Rectificatie van het bestuurlijk kader 2027",
        "Het bestuur vervangt de basisverdeling van 5 maart 2026 door de gecorrigeerde.",
        at=moment(2026, 3, 31, 16),
        day="2 april 2026",
        reason="In de eerdere berekening was de adherentie van OOR Leiden te groot en die van"
        " OOR NO te klein.",
    )


def decide(
    story: Story,
    kind: DecisionKind,
    title: str,
    text: str,
    *,
    put_at: datetime,
    voted: datetime,
    day: str,
) -> None:
    """A decision from its preparation to the last vote that is needed."""
    cast_votes(story, put(story, kind, title, text, at=put_at, day=day), voted)


def put(
    story: Story,
    kind: DecisionKind,
    title: str,
    text: str,
    *,
    at: datetime,
    day: str,
    reason: str = "",
) -> BoardDecision:
    """A decision with its minutes, put to the board; its members are told."""
    with standing_at(at):
        decision = prepare_decision(
            cycle=story.cycle,
            kind=kind,
            title=title,
            text=text,
            by=story.first,
            now=at,
            minutes=minutes(title, day, text),
            reason=reason,
        )
        decision = put_to_board(decision=decision, by=story.first, now=at)
        release_all(story, at)
    return decision


def cast_votes(story: Story, decision: BoardDecision, at: datetime) -> None:
    """Members approve one after another until it is decided."""
    with standing_at(at):
        for member in story.board():
            decision.refresh_from_db()
            if decision.decided_at is None:
                vote(decision=decision, choice=VoteChoice.APPROVE, remark="", by=member, now=at)


def release_all(story: Story, at: datetime) -> None:
    """The bureau releases the mail that is ready."""
    with standing_at(at):
        for mailing in Mailing.objects.filter(released_at=None, cancelled_at=None):
            release_mailing(mailing=mailing, by=story.first, now=at)


# The chapters in order; the demo can stop after any of them.
CHAPTERS: dict[str, tuple[str, Chapter]] = {
    "opened": ("The cycle is open and everybody has their role", people),
    "assignment": ("The region assignment is checked and established", assignment),
    "intake": ("The national intake is in", intake),
    "usage": ("Care usage is read and accepted", usage),
    "calculated": ("The base distribution is calculated", calculation),
    "framework": ("The board has established the framework", framework),
    "corrected": ("An error is found and corrected", correction),
    "rectification": ("The rectification lies before the board", before_the_board),
    "adopted": ("The framework is rectified: the published table", rectification),
}


def load(until: str, say: Callable[[str], None]) -> Cycle:
    """Tells the story until (and with) a chapter; raises KeyError for one that isn't there."""
    names = list(CHAPTERS)
    told = names[: names.index(until) + 1]
    if "assignment" in told:
        told.remove("opened")  # learning-house managers need the institutions of the assignment
    if "adopted" in told:
        told.remove("rectification")  # the same decision, with the votes
    story = begin(say)
    real, jobs.enqueue = jobs.enqueue, lambda _job_id: None  # done here, not by a worker
    try:
        for name in told:
            say(CHAPTERS[name][0])
            CHAPTERS[name][1](story)
    finally:
        jobs.enqueue = real
    return story.cycle
