"""The smaller things that stand on pages, as data: tasks, deadlines, help, reviews, progress,
history.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from bols_portal.ui.formats import Moment, days_between, days_left_text, weekday_text
from bols_portal.ui.navigation import Link

Text = str | Promise
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something must be done.

    ``exclusive``: "vóór" excludes the day, "uiterlijk" includes it. ``now`` is passed in by the
    caller.
    """

    when: Moment
    now: datetime.datetime
    exclusive: bool = False

    @property
    def day(self) -> str:
        """The day with its weekday: ``maandag 20 april 2026``."""
        return weekday_text(self.when)

    @property
    def left(self) -> str:
        """How much time is left, in words."""
        return days_left_text(self.when, self.now, exclusive=self.exclusive)

    @property
    def state(self) -> str:
        """``passed``, ``soon`` (three days or less) or ``ahead``."""
        days = days_between(self.when, self.now) - self.exclusive
        if days < 0:
            return "passed"
        return "soon" if days <= SOON_DAYS else "ahead"


@dataclass(frozen=True, slots=True)
class TaskItem:
    """A row of "Mijn taken": what is asked, a line of detail, for which role, until when, and the
    one button.
    """

    title: Text
    href: str
    action: Text
    detail: Text = ""
    role: Text = ""
    deadline: Deadline | None = None
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in plain words, the text it comes from, and a link to that text if there is one."""

    text: Text
    source: Text
    href: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """What stands beside the work: the rules that hold, the deadline, and whom to ask."""

    rules: Sequence[Rule] = ()
    deadline: Deadline | None = None
    deadline_text: Text = ""
    contact_name: Text = ""
    contact_mail: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The page before a step that cannot be taken back or that mails people.

    ``happens``: what the click does, one sentence each. ``mailed``: who gets mail, by name of the
    party;
    ``mailed_count``: how many people that is. ``final``: what cannot be undone afterwards.
    """

    happens: Sequence[Text]
    confirm: Text
    back_href: str
    mailed: Sequence[Text] = ()
    mailed_count: int = 0
    final: Sequence[Text] = ()
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A job that runs: what is being done, ``done`` of ``total`` steps, and where its state can be
    asked again.

    ``total`` 0 means that the end cannot be told yet. ``href`` is the page (without script) and the
    piece (htmx).
    """

    label: Text
    href: str
    done: int = 0
    total: int = 0
    detail: Text = ""
    running: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history: who did what, when, with which remark. ``kind`` is a status kind, see
    ``status``.
    """

    who: Text
    what: Text
    when: datetime.datetime
    role: Text = ""
    remark: str = ""
    kind: str = "done"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of a comparison: a row and column of the table, the old and the new number."""

    row: Text
    column: Text
    old: int
    new: int
    code: str = ""
    href: str = ""
    reason: str = ""

    @property
    def change(self) -> int:
        """New minus old."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Step:
    """A step of "Waarom dit getal?": what was done in one or two sentences, and the rule it
    follows.
    """

    text: Text
    source: Text = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The explanation of one cell: title ("Cardiologie, NO"), the number, the steps that led to it,
    and where to go on.
    """

    title: Text
    value: str
    steps: Sequence[Step] = ()
    links: Sequence[Link] = field(default=())
    back_href: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """Leeway (regelruimte) of a region: its deviation between ``low`` and ``high``, in places."""

    label: Text
    value: int
    low: int = -8
    high: int = 10

    @property
    def is_out(self) -> bool:
        """Whether the deviation is more than the protocol allows."""
        return not self.low <= self.value <= self.high

    @property
    def shapes(self) -> dict[str, float]:
        """Per cents of the bar's width: the zero line, start and width of the filled part."""
        span = self.high - self.low
        zero = -self.low / span * 100
        end = (min(max(self.value, self.low), self.high) - self.low) / span * 100
        return {
            "zero": round(zero, 2),
            "start": round(min(zero, end), 2),
            "width": round(abs(end - zero), 2),
        }
