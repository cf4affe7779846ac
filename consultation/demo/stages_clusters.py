"""The demo's story of phase III, first part: the field joins, and clusters file their proposals.

Toewijzingsprotocol 2027, fase III 1.1 and 1.2. What clusters and regions say is invented.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.minutes import minutes
from allocation.demo.people import DOMAIN, FIRST_NAMES, LAST_NAMES
from allocation.demo.stages_story import Story
from allocation.models import Region, Specialism
from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.demo.institutions import Division, division_of
from consultation.demo.parties import coordinator_of
from consultation.demo.people import make_field
from consultation.enums import CheckOutcome, RecognitionChange
from consultation.selectors.clusters import draft_of, filed_in
from consultation.selectors.divisions import grid_of
from consultation.selectors.recognition_reports import unanswered
from consultation.selectors.recognitions import given_to, recognised_in
from consultation.services.capacity import FrameWish, set_frames
from consultation.services.clusters import file_cluster, take_over_all
from consultation.services.recognitions import Reported, answer_recognition, report_recognition

BUSY = ("NWN", "ZWN")  # regions that are still waiting for clusters where the demo shows all states
NOT_FILED = ("19", "28", "41", "43")  # the clusters for which they wait
FRAMED = ("NWN", "28")  # a cluster with a capacity frame, whose form is still empty
REPORTED = ("ZWN", "19")  # a cluster in which a new recognition was reported
MOTIVATION = (
    "Verdeeld naar opleidingscapaciteit en naar de doorstroom van de zittende groep. Alle "
    "opleiders waren bij het overleg."
)


def begin(story: Story) -> None:
    """5 May 2026: chairs, trainers and administrators have their roles."""
    now = moment(2026, 5, 5, 13)
    with standing_at(now):
        make_field(by=story.anna, now=now)


def file_all(story: Story) -> None:
    """6-12 May 2026: the clusters file; in two regions some are still to come."""
    set_a_frame(story, moment(2026, 5, 6, 8))
    report_a_recognition(story, moment(2026, 5, 6, 8) + timedelta(minutes=10))
    for position, region in enumerate(Region.objects.order_by("position")):
        left_out = NOT_FILED if region.key in BUSY else ()
        file_in(story, region, moment(2026, 5, 6, 9) + timedelta(hours=position), left_out)
        take_over(story, region, moment(2026, 5, 12, 9) + timedelta(hours=position))


def set_a_frame(story: Story, now: datetime) -> None:
    """The chair sets how many places the largest institution of a cluster can train."""
    region, specialism = _cluster(FRAMED)
    division = division_of(story.cycle, region)
    most, at = max((n, at) for (code, at), n in division.items() if code == specialism.code)
    with standing_at(now):
        set_frames(
            cycle=story.cycle,
            region=region,
            specialism=specialism,
            frames={at: FrameWish(most - 1, most, "Zo blijft er tijd voor ieders supervisie.")},
            seen=0,
            by=chair_of(region, specialism),
            now=now,
        )


def report_a_recognition(story: Story, now: datetime) -> None:
    """The chair reports a new recognition; the bureau has yet to look in the register."""
    region, specialism = _cluster(REPORTED)
    known = recognised_in(story.cycle, region)
    closed = [one for one in known.institutions if one.code not in known.codes(specialism.code)]
    with standing_at(now):
        report_recognition(
            cycle=story.cycle,
            region=region,
            reported=Reported(
                institution=min(closed, key=lambda one: one.code),
                specialism=specialism,
                change=RecognitionChange.NEW,
                valid_from=date(2026, 5, 1),
                note="Register van de RGS, besluit van 28 april 2026 (verzonnen).",
            ),
            by=chair_of(region, specialism),
            now=now,
        )


def answer_reports(story: Story, now: datetime) -> None:
    """The bureau finds in the register what was reported."""
    with standing_at(now):
        for report in unanswered(story.cycle):
            answer_recognition(
                report=report, outcome=CheckOutcome.CONFIRMED, text="", by=story.anna, now=now
            )


def file_the_rest(story: Story) -> None:
    """18 May 2026: the bureau answers what was reported, and the last clusters file too."""
    answer_reports(story, moment(2026, 5, 18, 8))
    for key in BUSY:
        region = Region.objects.get(key=key)
        file_in(story, region, moment(2026, 5, 18, 9), ())
        take_over(story, region, moment(2026, 5, 18, 12))


def file_in(story: Story, region: Region, start: datetime, left_out: tuple[str, ...]) -> None:
    """Every cluster of a region that has something to divide and did not file yet."""
    cycle = story.cycle
    recognised, given = recognised_in(cycle, region), given_to(cycle, region)
    filed, division = filed_in(cycle, region), division_of(cycle, region)
    times = _minutes_apart(start)
    for code, places in given.items():
        several = len(recognised.by_specialism.get(code, ())) > 1
        if not places or not several or code in left_out or code in filed:
            continue
        now = next(times)
        specialism = Specialism.objects.get(code=code)
        with standing_at(now):
            draft = draft_of(cycle, region, specialism)
            file_cluster(
                cycle=cycle,
                region=region,
                specialism=specialism,
                content=content_for(specialism, division),
                seen=draft.version if draft else 0,
                by=chair_of(region, specialism),
                now=now,
                report=report_of(region),
            )


def content_for(specialism: Specialism, division: Division) -> dict[str, Any]:
    """What the chair types: the division, two meetings, and who trains at each institution."""
    at = [code for (of, code) in division if of == specialism.code]
    return {
        "assembly": False,
        "places": {code: str(division[specialism.code, code]) for code in at},
        "reasons": {},
        "meetings": ["2026-03-26", "2026-05-06"],
        "motivation": MOTIVATION,
        "trainers": {code: trainer_at(code, specialism) for code in at},
    }


def trainer_at(institution: str, specialism: Specialism) -> Mapping[str, str]:
    """The invented trainer of a specialism at an institution; the same at every load."""
    first = FIRST_NAMES[int(institution) % len(FIRST_NAMES)]
    last = LAST_NAMES[(int(institution) + int(specialism.code)) % len(LAST_NAMES)]
    return {
        "name": f"{first} {last}",
        "email": f"opleider.{specialism.code}.{institution}@{DOMAIN}",
    }


def chair_of(region: Region, specialism: Specialism) -> User:
    """The chair of the cluster, where the demo has one; else the region's coordinator."""
    chairs = User.objects.filter(
        memberships__role=Role.CLUSTER_CHAIR,
        memberships__cluster__region=region,
        memberships__cluster__specialism=specialism,
    )
    return chairs.order_by("pk").first() or coordinator_of(region)


def take_over(story: Story, region: Region, now: datetime) -> None:
    """The coordinator takes what was filed over into the division of the region."""
    cycle, by = story.cycle, coordinator_of(region)
    grid = grid_of(cycle, region)
    filled = {row.code for row in grid.rows if all(n is not None for n in row.places.values())}
    new = [one.pk for code, one in filed_in(cycle, region).items() if code not in filled]
    with standing_at(now):
        if new:
            take_over_all(
                cycle=cycle, region=region, proposals=new, seen=grid.version, by=by, now=now
            )


def report_of(region: Region) -> SimpleUploadedFile:
    """The report of a cluster meeting, as its secretary would upload it."""
    return SimpleUploadedFile("verslag.pdf", _report(region.key), "application/pdf")


@cache
def _report(key: str) -> bytes:
    made = minutes(
        "Verslag van het clusteroverleg",
        "6 mei 2026",
        MOTIVATION,
        meeting=f"Clusteroverleg OOR {key}",
        present="Aanwezig: alle opleiders van het cluster.",
    )
    return made.read()


def _cluster(keys: tuple[str, str]) -> tuple[Region, Specialism]:
    return Region.objects.get(key=keys[0]), Specialism.objects.get(code=keys[1])


def _minutes_apart(start: datetime) -> Iterator[datetime]:
    while True:
        yield start
        start += timedelta(minutes=1)
