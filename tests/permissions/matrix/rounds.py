"""Consultation rounds of phase II."""

from collections.abc import Iterable

from django.utils import timezone

from consultation.enums import RoundStatus
from consultation.models import LetterVersion, Round
from tests.consultation.advice_world import start_phase_2, without_a_day
from tests.consultation.round_world import adopt_framework
from tests.permissions.table import (
    BUREAU,
    CONFIDENTIAL,
    OUTSIDERS,
    PARTIES,
    Outcome,
    Row,
    row,
)
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}
ONE = {"year": 2027, "number": 1}
UNSEEN = tuple(one for one in PARTIES if one not in CONFIDENTIAL)


def framework(world: World) -> None:
    """Phase II is open, on a framework in force."""
    ready = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    adopt_framework(ready, ready.table)
    world.kept["ready"] = ready


def prepared(world: World) -> None:
    """A round that the bureau prepared."""
    framework(world)
    ready, now = world.kept["ready"], timezone.now()
    made = Round.objects.create(
        cycle=world.cycle, number=1, table=ready.table, prepared_at=now, prepared_by=ready.bureau
    )
    LetterVersion.objects.create(
        round=made, number=1, subject="Brief", body="Tekst.", saved_at=now, saved_by=ready.bureau
    )


def opened(world: World) -> None:
    """A round that runs."""
    prepared(world)
    now = timezone.now()
    Round.objects.update(status=RoundStatus.OPEN, opens_at=now, opened_at=now)


def running(world: World) -> None:
    """A round in which parties can file: the agenda names no last day."""
    opened(world)
    without_a_day(world.kept["ready"])


HIDDEN: dict[Outcome, Iterable[str]] = {404: (*OUTSIDERS, *UNSEEN)}  # what is being prepared
LETTER = {"subject": "Brief", "body": "Andere tekst.", "seen": 1}
LETTER_TO = ONE | {"kind": "association", "code": "NVVC"}
OPEN = {"seen": 1, "when": "now"}
LEAVE = {"party": "specialism:02", "until": "2099-01-01", "reason": "Ziekte"}
ROWS: list[Row] = [
    row("rounds", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("round", "GET", {200: PARTIES}, rest=404, args=ONE, given=opened),
    row(
        "round", "GET", {200: CONFIDENTIAL}, rest=404, args=ONE, given=prepared, variant="prepared"
    ),
    row("round_prepare", "GET", {200: BUREAU, 404: OUTSIDERS}, args=YEAR, given=framework),
    row("round_prepare", "POST", {302: BUREAU, 404: OUTSIDERS}, args=YEAR, given=framework),
    row(
        "round_prepare",
        "POST",
        {409: BUREAU, 404: OUTSIDERS},
        args=YEAR,
        given=prepared,
        variant="one is prepared already",
    ),
    row("round_letter", "GET", {200: BUREAU, **HIDDEN}, args=ONE, given=prepared),
    row("round_letter", "POST", {302: BUREAU, **HIDDEN}, args=ONE, given=prepared, data=LETTER),
    row("round_letter_file", "GET", {200: BUREAU, **HIDDEN}, args=LETTER_TO, given=prepared),
    row(
        "round_letter_file",
        "GET",
        {404: (*BUREAU, *OUTSIDERS, *UNSEEN)},
        args=ONE | {"kind": "region", "code": "XX"},
        given=prepared,
        variant="to a region that is not there",
    ),
    row("round_remind", "GET", {200: BUREAU, 404: OUTSIDERS}, args=ONE, given=running),
    row("round_remind", "POST", {302: BUREAU, 404: OUTSIDERS}, args=ONE, given=running),
    row(
        "round_remind",
        "POST",
        {409: BUREAU, **HIDDEN},
        args=ONE,
        given=prepared,
        variant="before it runs",
    ),
    row("round_open", "GET", {200: BUREAU, **HIDDEN}, args=ONE, given=prepared),
    row("round_open", "POST", {302: BUREAU, **HIDDEN}, args=ONE, given=prepared, data=OPEN),
    row("round_cancel", "GET", {200: BUREAU, **HIDDEN}, args=ONE, given=prepared),
    row(
        "round_cancel",
        "POST",
        {302: BUREAU, **HIDDEN},
        args=ONE,
        given=prepared,
        data={"reason": "Fout"},
    ),
    row("round_leave", "GET", {200: BUREAU, 404: OUTSIDERS}, args=ONE, given=opened),
    row("round_leave", "POST", {302: BUREAU, 404: OUTSIDERS}, args=ONE, given=opened, data=LEAVE),
]
