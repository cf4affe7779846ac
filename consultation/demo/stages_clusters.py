"""The demo's story of phase III, first part: the field joins, and clusters file their proposals.

Toewijzingsprotocol 2027, fase III 1.1 and 1.2. What clusters and regions say is invented.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
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
from consultation.selectors.clusters import draft_of, filed_in
from consultation.selectors.divisions import grid_of
from consultation.selectors.recognitions import given_to, recognised_in
from consultation.services.clusters import file_cluster, take_over_all

BUSY = ("NWN", "ZWN")  # regions that are still waiting for clusters where the demo shows all states
NOT_FILED = ("19", "28", "41", "43")  # the clusters for which they wait
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
    for position, region in enumerate(Region.objects.order_by("position")):
        left_out = NOT_FILED if region.key in BUSY else ()
        file_in(story, region, moment(2026, 5, 6, 9) + timedelta(hours=position), left_out)
        take_over(story, region, moment(2026, 5, 12, 9) + timedelta(hours=position))


def file_the_rest(story: Story) -> None:
    """18 May 2026: the last clusters file too."""
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


def _minutes_apart(start: datetime) -> Iterator[datetime]:
    while True:
        yield start
        start += timedelta(minutes=1)
