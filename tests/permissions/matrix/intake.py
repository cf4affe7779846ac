"""Who gets what of the national intake: open to all parties, changed by the bureau."""

from typing import Any

from allocation.forms.payload import pack
from tests.allocation.assignments import (
    add_intake,
    intake_book,
    intake_numbers,
    saved,
    upload_of,
)
from tests.permissions.table import BUREAU, OUTSIDERS, PARTIES, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
VERSION = {"year": 2027, "number": 1}
HIDDEN = {404: OUTSIDERS}


def given(world: World) -> None:
    add_intake(world.cycle, world.people["bureau"])


def grid(world: World) -> dict[str, Any]:
    numbers = intake_numbers(world.cycle, s28=53, s41=51)
    found: dict[str, Any] = {"based_on": 1}
    for code, (previous, places) in numbers.items():
        found[f"intake-{code}-previous"] = previous
        found[f"intake-{code}-places"] = places
    return found


def upload(world: World) -> dict[str, Any]:
    return {"file": upload_of(saved(intake_book(world.cycle)))}


def confirmation(who: str) -> Any:
    """The signed numbers belong to one person; others are refused before they are looked at."""

    def data(world: World) -> dict[str, Any]:
        rows = [[code, *pair] for code, pair in intake_numbers(world.cycle).items()]
        content = {"numbers": rows, "based_on": 0, "status": ""}
        return {
            "payload": pack("intake", content, cycle=world.cycle, user=world.people[who]),
            "status": "provisional",
            "source": "Brief VWS",
        }

    return data


ROWS: list[Row] = [
    row("intake", "GET", {200: PARTIES}, rest=404, args=YEAR),
    row("intake", "GET", {200: PARTIES}, rest=404, args=YEAR, given=given, variant="filled"),
    row("intake_version", "GET", {200: PARTIES}, rest=404, args=VERSION, given=given),
    row("intake_export", "GET", {200: PARTIES}, rest=404, args=VERSION, given=given),
    row("intake_compare", "GET", {200: PARTIES}, rest=404, args=YEAR, given=given),
    row("intake_edit", "GET", {200: BUREAU} | HIDDEN, args=YEAR),
    row("intake_edit", "POST", {200: BUREAU} | HIDDEN, args=YEAR, data=grid, given=given),
    row("intake_upload", "GET", {200: BUREAU} | HIDDEN, args=YEAR),
    row("intake_upload", "POST", {200: BUREAU} | HIDDEN, args=YEAR, data=upload),
    row("intake_template", "GET", {200: BUREAU} | HIDDEN, args=YEAR),
    row("intake_definitive", "GET", {302: BUREAU} | HIDDEN, args=YEAR, variant="nothing yet"),
    row("intake_definitive", "GET", {200: BUREAU} | HIDDEN, args=YEAR, given=given),
    row("intake_confirm", "POST", {302: BUREAU} | HIDDEN, args=YEAR, data=confirmation("bureau")),
]
