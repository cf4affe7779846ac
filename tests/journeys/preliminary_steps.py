"""What the walk to the preliminary proposal starts from: seven regions that submitted."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

from django.utils import timezone, translation

from allocation.demo.files import demo_files
from allocation.demo.loader import load
from allocation.demo.stages_story import Story
from allocation.models import Region
from consultation.demo import stages_signing
from consultation.demo.institutions import division_of
from consultation.demo.parties import coordinator_of
from consultation.models import MediationSession
from consultation.selectors.divisions import grid_of
from consultation.services.divisions import fill_grid
from tests.journeys.phase_2 import with_time_left

PHASE = "/toewijzing/2027/fase-3/"
TERMS = ("mediation", "region_proposals")
LEIDEN, SPECIALISM = "Leiden", "41"
ELSEWHERE = "Utrecht"
HOSPITAL = "99060002"  # it dissents from the proposal of its region


def seven_submitted() -> Story:
    """The demo at the start of phase III; then every region divides, adopts, signs and submits.

    Clusters file nothing. One hospital in Leiden dissents; everybody else signs.
    """
    load("phase_3", lambda _text: None)
    story = with_time_left(Story(files=demo_files()), TERMS)
    now = timezone.now() - timedelta(hours=12)
    with translation.override("nl"), mock.patch.object(stages_signing, "MISSING", {}):
        for region in regions():
            fill(story, region)
            stages_signing.adopt_and_sign(story, region, now)
            stages_signing.submit(story, region, now + timedelta(hours=5))
    return story


def regions() -> Iterator[Region]:
    """All seven, in their order."""
    yield from Region.objects.order_by("position")


def fill(story: Story, region: Region) -> None:
    """The coordinator divides every place of the region over its institutions."""
    grid = grid_of(story.cycle, region)
    sole = {row.code for row in grid.rows if row.by_itself}
    divided = division_of(story.cycle, region)
    fill_grid(
        cycle=story.cycle,
        region=region,
        places={cell: number for cell, number in divided.items() if cell[0] not in sole},
        seen=grid.version,
        by=coordinator_of(region),
        now=timezone.now() - timedelta(hours=13),
    )


def begin_the_session() -> None:
    """The planned session of the mediation began an hour ago: a browser can't wait for it."""
    began = timezone.now() - timedelta(hours=1)
    MediationSession.objects.update(starts_at=began, ends_at=began + timedelta(hours=2))
