"""The demo's story of phase II, first part: two consultation rounds and what was filed in them.

BOLS26-0104 d.d. 02-04-2026: after the rectification the parties were asked again, until 20 April.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.published import published_base
from allocation.demo.stages_story import Story
from allocation.models import Specialism
from consultation.demo.parties import (
    advise,
    advise_the_same,
    ask_attention,
    ask_the_same,
    running,
)
from consultation.services.reminders import prepare_reminder
from consultation.services.rounds import grant_late_leave, open_round, prepare_round

REASON = (
    "De basisverdeling is op 2 april 2026 gerectificeerd: zorggebruik van instellingen van NO was "
    "bij Leiden geteld. Wij vragen u opnieuw om advies, op de verbeterde tabel."
)
# Who filed in the first round; the internists saw what was wrong with the table.
EARLY, NOTICED = ("01", "02", "24", "28", "30", "32", "37", "41", "43"), "10"
EARLY_REGIONS = ("NO", "Leiden", "ZON")
# Their numbers did not depend on the error: they confirm their advice.
SAME = ("10", "28", "30", "32", "43")
SAME_REGION = "ZON"
# Who has not filed yet where the demo starts, so that its visitors can.
TO_COME = ("02", "19", "41", "46")
TO_COME_REGIONS = ("Utrecht", "ZWN")
TYPING, LATE = "19", "19"
LATE_UNTIL = date(2026, 4, 22)
WEEKEND, LATEST_HOUR = (5, 6), 15  # UTC


def first_round(story: Story) -> None:
    """10-27 March 2026: the parties are asked on the first framework; ten advices come in."""
    _open(story, "", moment(2026, 3, 10, 10))
    times = _times(moment(2026, 3, 12, 9))
    advise(story, NOTICED, next(times), on=_right(NOTICED))
    for code in EARLY:
        advise(story, code, next(times))
    for key in EARLY_REGIONS:
        ask_attention(story, key, next(times))


def second_round(story: Story) -> None:
    """2-14 April 2026: asked anew on the rectified table; nearly everybody has filed."""
    now = moment(2026, 4, 2, 11)
    with standing_at(now):
        story.release("assignment_corrected", now)
        story.release("framework_rectified", now)
    _open(story, REASON, moment(2026, 4, 2, 14))
    times = _times(moment(2026, 4, 7, 9))
    for code in Specialism.objects.order_by("position").values_list("code", flat=True):
        if code in SAME:
            advise_the_same(story, code, next(times))
        elif code not in TO_COME:
            advise(story, code, next(times))
    for region in ("NO", "ON", "NWN", "Leiden"):
        ask_attention(story, region, next(times))
    ask_the_same(story, SAME_REGION, next(times))
    advise(story, TYPING, next(times), file=False)


def everybody_files(story: Story) -> None:
    """15-21 April 2026: a reminder, the last parties, and one that got leave to be late."""
    now = moment(2026, 4, 15, 16)
    with standing_at(now):
        prepare_reminder(consultation=running(story), by=story.anna, now=now)
        story.release("round_reminder", now)
    times = _times(moment(2026, 4, 16, 10))
    for region in TO_COME_REGIONS:
        ask_attention(story, region, next(times))
    advise_the_same(story, "02", next(times))
    advise(story, "41", next(times))
    advise(story, "46", next(times))
    now = moment(2026, 4, 20, 15)
    with standing_at(now):
        grant_late_leave(
            consultation=running(story),
            party=Specialism.objects.get(code=LATE),
            until=LATE_UNTIL,
            reason="De vereniging bespreekt haar advies op 21 april nog met de opleiders.",
            by=story.bram,
            now=now,
        )
    advise(story, LATE, moment(2026, 4, 21, 20, 30))


def _open(story: Story, reason: str, now: datetime) -> None:
    """Anna prepares a round, opens it, reads the letter and sends it."""
    with standing_at(now):
        prepared = prepare_round(cycle=story.cycle, reason=reason, by=story.anna, now=now)
    later = now + timedelta(minutes=40)
    with standing_at(later):
        open_round(consultation=prepared, opens_at=later, by=story.anna, now=later)
        story.release("round_opened", later)


def _right(code: str) -> dict[str, int]:
    """The published row of a specialism, before the portal shows it."""
    published = published_base()
    row = published.places[published.specialisms.index(code)]
    return dict(zip(published.regions, row, strict=True))


def _times(begin: datetime) -> Iterator[datetime]:
    """Moments of parties that file one after another, in office hours."""
    now = begin
    while True:
        yield now
        now += timedelta(hours=1, minutes=35)
        if now.hour >= LATEST_HOUR:
            now = (now + timedelta(days=1)).replace(hour=begin.hour, minute=begin.minute)
        while now.weekday() in WEEKEND:
            now += timedelta(days=1)
