"""What lay ahead in the story lies ahead for whoever loads the demo: in order, and told why."""

from datetime import UTC, date, datetime

import pytest

from allocation.demo.agenda import bring_to_today
from allocation.demo.files import demo_files
from allocation.demo.loader import load
from allocation.demo.stages import Story
from allocation.models import Cycle, Mailing
from allocation.selectors.deadlines import deadlines_of

pytestmark = pytest.mark.django_db
LOADED = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def story():
    load("opened", lambda _text: None)  # 3 November 2025
    return Story(files=demo_files())


def days(key: str) -> list[date | None]:
    found = {one.key: one for one in deadlines_of(Cycle.objects.get())}[key]
    return [version.day for version in found.versions]


def test_all_terms_move_by_the_same_whole_weeks(story) -> None:
    before = [one.day for one in deadlines_of(story.cycle)]
    weeks = bring_to_today(story, now=LOADED)
    after = [one.day for one in deadlines_of(story.cycle)]
    assert weeks == 52
    assert [(new - old).days for old, new in zip(before, after, strict=True) if old and new] == [
        52 * 7
    ] * len([day for day in before if day])
    assert min(day for day in after if day) == date(2026, 12, 14)
    assert days("advices") == [date(2026, 4, 20), date(2027, 4, 19)]


def test_the_reason_is_told_to_those_whose_phase_has_begun(story) -> None:
    bring_to_today(story, now=LOADED)
    moved = Mailing.objects.filter(key="deadline_moved")
    sent, dropped = moved.exclude(released_at=None), moved.exclude(cancelled_at=None)
    assert sent.count() + dropped.count() == moved.count()
    assert all("24 november 2026" in one.body for one in sent)
    by_key = {one.key: one for one in deadlines_of(story.cycle)}
    assert "52 weken" in by_key["advices"].version.reason


def test_terms_that_are_ahead_already_stay(story) -> None:
    assert bring_to_today(story, now=datetime(2025, 11, 4, 12, tzinfo=UTC)) == 0
    assert not Mailing.objects.filter(key="deadline_moved").exists()
    assert bring_to_today(story, now=LOADED) > 0
    assert bring_to_today(story, now=LOADED) == 0, "a second time nothing moves"
