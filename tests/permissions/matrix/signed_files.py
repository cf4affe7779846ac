"""Who gets what of signed forms: who may sign or bring in, the bureau's check, the kept file."""

from typing import Any

from consultation.services.signed_files import sign_with_scan
from tests.consultation.signed_world import LATER, SignedWorld, a_scan
from tests.permissions.table import BUREAU, DOSSIERS, OUTSIDERS, SIGNED_IN, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
READERS = ("coordinator", "administrator", *DOSSIERS)


def given(world: World) -> None:
    """The proposal of NO is being signed; nobody signed yet."""
    made = SignedWorld(world.cycle)
    made.without_a_day()
    world.kept["signed"] = made


def one_scan(world: World) -> None:
    """The administrator of I001 brought a scan in."""
    given(world)
    made: SignedWorld = world.kept["signed"]
    sign_with_scan(
        slot=made.slot(),
        file=a_scan(),
        name="Bea Bestuurder",
        by=world.people["administrator"],
        now=LATER,
    )


def place(world: World) -> dict[str, Any]:
    """The place of I001 on the sheet of NO."""
    return {**YEAR, "code": world.kept["signed"].sheet.code, "institution": "I001"}


def first(world: World) -> dict[str, Any]:
    """What came in first for it."""
    return place(world) | {"number": 1}


def brought(world: World) -> dict[str, Any]:
    """A scan, as it is sent."""
    return {"file": a_scan(), "name": "Bea Bestuurder"}


ROWS: list[Row] = [
    row("find_code", "GET", {200: SIGNED_IN}),
    row("bols_form", "GET", {200: READERS}, rest=404, args=place, given=given),
    row(
        "sign_file",
        "GET",
        {200: ("coordinator", "administrator", *BUREAU), 403: ("board", "auditor")},
        rest=404,
        args=place,
        given=given,
    ),
    row(
        "sign_file",
        "POST",
        {302: ("coordinator", "administrator", *BUREAU), 403: ("board", "auditor")},
        rest=404,
        args=place,
        given=given,
        data=brought,
    ),
    row("signature_file", "GET", {200: READERS}, rest=404, args=first, given=one_scan),
    row("signature_check", "GET", {200: READERS}, rest=404, args=first, given=one_scan),
    row(
        "signature_check",
        "POST",
        {302: BUREAU, 403: ("coordinator", "administrator", "board", "auditor")},
        rest=404,
        args=first,
        given=one_scan,
        data={"outcome": "confirmed", "reason": ""},
    ),
    row(
        "signature_checks",
        "GET",
        {200: ("coordinator", "coordinator_elsewhere", *BUREAU), 404: OUTSIDERS},
        args=YEAR,
        given=given,
    ),
]
