"""How dates, places and other figures are written on screen, in letters and in mail.

Pure functions: the active language decides, the clock is never read. Dates and times are shown
in the current time zone (Europe/Amsterdam in the portal's settings).
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, ngettext

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

Moment = datetime.date | datetime.datetime


def _is_dutch() -> bool:
    return (get_language() or "nl").startswith("nl")


def local_day(value: Moment) -> datetime.date:
    """The calendar day of a date or a moment, in the current time zone."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def date_text(value: Moment) -> str:
    """A date in words: ``20 april 2026``, in English ``20 April 2026``."""
    return format_date(local_day(value), "j F Y")


def weekday_text(value: Moment) -> str:
    """A date with its weekday, for deadlines: ``maandag 20 april 2026``."""
    return format_date(local_day(value), "l j F Y")


def time_text(value: datetime.datetime) -> str:
    """The time of day: ``14:32``."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_date(local, "H:i")


def moment_text(value: datetime.datetime) -> str:
    """A date and time: ``20 april 2026 om 14:32``."""
    return gettext("%(date)s at %(time)s") % {"date": date_text(value), "time": time_text(value)}


def places_text(value: int) -> str:
    """A whole number with thousands grouped: ``1.053`` in Dutch, ``1,053`` in English; a real minus
    sign.
    """
    grouped = f"{abs(value):,}"
    if _is_dutch():
        grouped = grouped.replace(",", ".")
    return f"{MINUS}{grouped}" if value < 0 else grouped


def signed_text(value: int) -> str:
    """A difference with its sign: ``+2``, ``−1``, ``0``; the minus is as wide as a digit."""
    return f"+{places_text(value)}" if value > 0 else places_text(value)


def percent_text(share: Decimal | float | int | str, decimals: int = 1) -> str:
    """A share (1 is the whole) in per cent, half up: ``18,6 %`` in Dutch, ``18.6%`` in English."""
    step = Decimal(1).scaleb(-decimals)
    rounded = (Decimal(str(share)) * 100).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):f}"
    sign = MINUS if rounded < 0 else ""
    if _is_dutch():
        return f"{sign}{text.replace('.', ',')}{NO_BREAK_SPACE}%"
    return f"{sign}{text}%"


def digest_text(digest: str, groups: int = 2) -> str:
    """The short form of a digest that people compare by eye: ``7c1e-94ab``, *groups* of four
    characters.
    """
    plain = digest.removeprefix("sha256:")
    return "-".join(plain[start : start + 4] for start in range(0, min(len(plain), 4 * groups), 4))


def days_between(deadline: Moment, now: Moment) -> int:
    """Calendar days from *now* to *deadline*; negative when it has passed."""
    return (local_day(deadline) - local_day(now)).days


def days_left_text(deadline: Moment, now: Moment, *, exclusive: bool = False) -> str:
    """How much time is left, in words: ``nog 3 dagen``, ``vandaag``, ``2 dagen geleden``.

    *exclusive* is for a deadline that says "vóór": the day itself no longer counts.
    """
    days = days_between(deadline, now)
    if days < 0 or (exclusive and days == 0):
        if days == 0:
            return gettext("has passed")
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    if days == 0:
        return gettext("today")
    if exclusive and days == 1:
        return gettext("today is the last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def roman_text(number: int) -> str:
    """A phase number as the protocol writes it: 4 is ``IV``. From 1 to 10, else ValueError."""
    if not 1 <= number < len(_ROMAN):
        raise ValueError(f"no Roman numeral for {number}")
    return _ROMAN[number]
