"""The demo's story, first part: the cycle, its people, and everything that is calculated from."""

from datetime import date, timedelta

from allocation.demo.files import uploaded
from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.people import make_bureau, make_participants
from allocation.demo.stages_story import Story
from allocation.enums import AnswerOutcome, UsageSource, VersionStatus
from allocation.models import AssignmentLine, AssignmentVersion, LineCheck
from allocation.roles import Role
from allocation.selectors.assignment import current_assignment
from allocation.selectors.deadlines import deadline_moment
from allocation.services.assignment import send_to_check
from allocation.services.assignment_checks import (
    answer_objection,
    confirm_lines,
    object_to_line,
)
from allocation.services.calculations import request_calculation
from allocation.services.cycles import open_cycle
from allocation.services.deadlines import move_deadline
from allocation.services.intake import add_intake_version
from allocation.services.intake_reading import read_intake
from allocation.services.organisations import upsert_institutions
from allocation.services.usage import accept_import, upload_usage

OBJECTED = ("99070005", "01")  # divided over ZWN and ZON
CHECK_UNTIL = date(2025, 12, 5)


def open_the_cycle(story: Story) -> None:
    """3 November 2025: the bureau opens the cycle and appoints who takes part."""
    now = moment(2025, 11, 3)
    with standing_at(now):
        anna, _bram = make_bureau(now=now)
        cycle = open_cycle(protocol_key="2027", name="Toewijzing 2027", by=anna, now=now, demo=True)
        # Known from earlier years: learning-house managers are appointed at them.
        upsert_institutions(
            cycle=cycle, institutions=story.files.institutions, by=story.anna, now=now
        )
        make_participants(cycle=cycle, by=story.anna, now=now)


def send_the_assignment_round(story: Story) -> None:
    """10-13 November 2025: the region assignment is uploaded and sent to who checks it."""
    now = moment(2025, 11, 10, 11)
    with standing_at(now):
        story.upload_assignment(erroneous=story.mistaken, reason="", now=now)
        deadline = deadline_moment(story.cycle, "assignment_check")
        if deadline is None:
            raise RuntimeError("the protocol of the demo has no term for checking")
        move_deadline(
            moment=deadline,
            day=CHECK_UNTIL,
            kind=deadline.version.kind,
            reason="Het protocol noemt geen dag. Zo is er tijd voor het besluit van 15 december.",
            seen=deadline.version.number,
            by=story.anna,
            now=now,
        )
        story.release("deadline_moved", now + timedelta(minutes=5))
    now = moment(2025, 11, 13, 9, 30)
    with standing_at(now):
        version = _current(story)
        send_to_check(version=version, until=CHECK_UNTIL, by=story.anna, now=now)
        story.release("assignment_check", now + timedelta(minutes=10))


def check_the_assignment(story: Story) -> None:
    """17 November-5 December 2025: everybody checks their lines; one objection, answered."""
    now = moment(2025, 11, 20, 14, 15)
    with standing_at(now):
        object_to_line(
            line=_line(story),
            reason=(
                "Eén aios stapt op 1 december 2025 over van ZWN naar ZON. Dan hoort ZON een "
                "groter aandeel te hebben."
            ),
            by=story.person("theo-claessens"),
            now=now,
        )
    now = moment(2025, 11, 24, 9)
    for role in (Role.COORDINATOR, Role.LEARNING_HOUSE):
        for person in story.holding(role):
            now += timedelta(hours=3)
            with standing_at(now):
                confirm_lines(version=_current(story), by=person, now=now)
    now = moment(2025, 12, 4, 16)
    with standing_at(now):
        answer_objection(
            objection=LineCheck.objects.get(outcome="objected"),
            outcome=AnswerOutcome.NEXT_CYCLE,
            text=(
                "De peildatum is 1 november 2025. De overstap valt daarna en telt mee in de "
                "OOR-indeling van volgend jaar."
            ),
            by=story.bram,
            now=now,
        )


def _current(story: Story) -> AssignmentVersion:
    version = current_assignment(story.cycle)
    if version is None:
        raise RuntimeError("there is no region assignment yet")
    return version


def _line(story: Story) -> AssignmentLine:
    institution, specialism = OBJECTED
    return AssignmentLine.objects.get(
        version=_current(story), institution__code=institution, specialism__code=specialism
    )


def record_the_intake(story: Story) -> None:
    """30 January 2026: the ministry's provisional numbers."""
    now = moment(2026, 1, 30, 15, 40)
    with standing_at(now):
        file = uploaded("landelijke-instroom.xlsx", story.files.intake())
        found = read_intake(cycle=story.cycle, upload=file)
        add_intake_version(
            cycle=story.cycle,
            numbers=found.numbers,
            status=VersionStatus.PROVISIONAL,
            source="Brief VWS d.d. 30-01-2026",
            expected_version=0,
            by=story.anna,
            now=now,
        )


def bring_in_care_usage(story: Story) -> None:
    """9-12 February 2026: Anna uploads the deliveries of Vektis and DHD, Bram accepts them."""
    days = {UsageSource.VEKTIS: 9, UsageSource.DHD: 11}
    for source, day in days.items():
        now = moment(2026, 2, day, 13)
        with standing_at(now):
            file = uploaded(f"zorggebruik-{source}-2024.xlsx", story.files.usage(source))
            found = upload_usage(
                cycle=story.cycle, source=source, file=file, controls=[], by=story.anna, now=now
            )
            story.do(found.job)
        now = moment(2026, 2, day + 1, 10)
        with standing_at(now):
            found.refresh_from_db()
            accept_import(usage_import=found, by=story.bram, now=now)


def calculate(story: Story) -> None:
    """16 February 2026: the first base distribution, on an assignment that holds an error."""
    now = moment(2026, 2, 16, 11, 20)
    with standing_at(now):
        request = request_calculation(cycle=story.cycle, by=story.anna, now=now)
        story.do(request.job)
