"""How dates and figures are written, in Dutch and in English."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from bols_portal.ui import formats

DAY = datetime.date(2026, 4, 20)
NOW = datetime.datetime(2026, 4, 17, 14, 32, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def _dutch():
    with translation.override("nl"):
        yield


def test_dates_are_written_in_words() -> None:
    assert formats.date_text(DAY) == "20 april 2026"
    assert formats.weekday_text(DAY) == "maandag 20 april 2026"
    with translation.override("en"):
        assert formats.date_text(DAY) == "20 April 2026"
        assert formats.weekday_text(DAY) == "Monday 20 April 2026"


def test_a_moment_is_shown_in_dutch_time() -> None:
    just_before_midnight_utc = datetime.datetime(2026, 4, 19, 22, 30, tzinfo=datetime.UTC)
    assert formats.date_text(just_before_midnight_utc) == "20 april 2026"
    assert formats.time_text(just_before_midnight_utc) == "00:30"


def test_places_are_grouped_as_the_language_does() -> None:
    assert [formats.places_text(value) for value in (0, 999, 1053, 1234567)] == [
        "0",
        "999",
        "1.053",
        "1.234.567",
    ]
    with translation.override("en"):
        assert formats.places_text(1053) == "1,053"


def test_differences_carry_a_sign_and_a_real_minus() -> None:
    assert [formats.signed_text(value) for value in (2, 0, -1, -1053)] == [
        "+2",
        "0",
        "−1",
        "−1.053",
    ]


@pytest.mark.parametrize(
    ("share", "decimals", "dutch", "english"),
    [
        (196 / 1053, 1, "18,6\u00a0%", "18.6%"),
        (Decimal("0.0005"), 1, "0,1\u00a0%", "0.1%"),
        ("-0.125", 0, "−13\u00a0%", "−13%"),
        (1, 1, "100,0\u00a0%", "100.0%"),
        ("-0.0001", 1, "0,0\u00a0%", "0.0%"),
    ],
)
def test_shares_are_rounded_half_up(share, decimals, dutch, english) -> None:
    assert formats.percent_text(share, decimals) == dutch
    with translation.override("en"):
        assert formats.percent_text(share, decimals) == english


def test_a_digest_is_shortened_in_groups() -> None:
    assert formats.digest_text("7c1e94ab0123") == "7c1e-94ab"
    assert formats.digest_text("sha256:7c1e94ab0123", groups=3) == "7c1e-94ab-0123"


@pytest.mark.parametrize(
    ("day", "exclusive", "text"),
    [
        (20, False, "nog 3 dagen"),
        (18, False, "nog 1 dag"),
        (17, False, "vandaag"),
        (16, False, "1 dag geleden"),
        (20, True, "nog 3 dagen"),
        (18, True, "vandaag is de laatste dag"),
        (17, True, "verstreken"),
    ],
)
def test_time_left_tells_before_from_by(day, exclusive, text) -> None:
    deadline = datetime.date(2026, 4, day)
    assert formats.days_left_text(deadline, NOW, exclusive=exclusive) == text


def test_phase_numbers_are_roman() -> None:
    assert [formats.roman_text(number) for number in range(1, 7)] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
    ]
    with pytest.raises(ValueError, match="11"):
        formats.roman_text(11)
