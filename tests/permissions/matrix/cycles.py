"""Home, cycles, protocol, dates, tables and documents."""

from datetime import timedelta

from django.utils import timezone

from allocation import protocols
from allocation.models import Cycle
from allocation.services.calendars import make_feed
from tests.permissions.table import BUREAU, OUTSIDERS, PARTIES, SIGNED_IN, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
MEDIATION = {"year": 2027, "key": "mediation"}
ADMINISTRATORS = {302: BUREAU}


def without_cycle_2027(world: World) -> None:
    """Makes room for a cycle of the only protocol that can be opened."""
    Cycle.objects.filter(pk=world.cycle.pk).update(year=2030)


def opening(world: World) -> dict[str, str]:
    return {"name": "Toewijzing 2027", "digest": protocols.load("2027").digest}


def moving(world: World) -> dict[str, object]:
    """A day that fits the others, but may have passed and may be in a weekend."""
    return {
        "day": "2026-05-14",
        "kind": "before",
        "reason": "VWS is later",
        "seen": "1",
        "confirm": "1",
        "accepted": ["past"] if timezone.localdate().isoformat() >= "2026-05-14" else [],
    }


def feed_of_the_coordinator(world: World) -> None:
    now = timezone.now() - timedelta(days=1)
    world.kept["token"] = make_feed(by=world.people["coordinator"], now=now)


ROWS: list[Row] = [
    row("home", "GET", {200: SIGNED_IN}),
    row("new_cycle", "GET", {200: BUREAU}),
    row("open_cycle", "GET", {200: BUREAU}, args={"key": "2027"}),
    row(
        "open_cycle",
        "POST",
        ADMINISTRATORS,
        args={"key": "2027"},
        data=opening,
        given=without_cycle_2027,
    ),
    row("protocol", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("protocol_file", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("agenda", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("agenda_file", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("deadline", "GET", {200: PARTIES}, rest=404, args=MEDIATION),
    row("move_deadline", "GET", {200: BUREAU, 404: OUTSIDERS}, args=MEDIATION),
    row("move_deadline", "POST", {302: BUREAU, 404: OUTSIDERS}, args=MEDIATION, data=moving),
    row("tables", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("documents", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("calendar_subscription", "GET", {200: SIGNED_IN}),
    row("calendar_subscription", "POST", {200: SIGNED_IN}, data={"make": "1"}),
    row(
        "calendar_feed",
        "GET",
        {404: SIGNED_IN},
        anonymous=404,
        args={"token": "guessed"},
        variant="a guessed address",
    ),
    row(
        "calendar_feed",
        "GET",
        {200: SIGNED_IN},
        anonymous=200,
        args=lambda world: {"token": world.kept["token"]},
        given=feed_of_the_coordinator,
        variant="the address of a person, without signing in",
    ),
]
