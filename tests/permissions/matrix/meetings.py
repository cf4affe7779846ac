"""Who gets what of the meetings of the Raad Opleiding: FMS records, bureau and board read."""

from datetime import timedelta

from consultation.services.meetings import record_meeting
from tests.factories import NOW
from tests.permissions.matrix.advices import given
from tests.permissions.table import DOSSIERS, OUTSIDERS, Row, row
from tests.permissions.world import World
from tests.phase_1 import pdf

YEAR = {"year": 2027}
READERS = (*DOSSIERS, "fms")


def recorded(world: World) -> None:
    """FMS met the associations, with minutes."""
    given(world)
    record_meeting(
        cycle=world.cycle,
        held_on=(NOW - timedelta(days=3)).date(),
        present=["NVVC"],
        note="",
        minutes=pdf(),
        by=world.people["fms"],
        now=NOW,
    )


SENT = {"held_on": "2026-01-30", "present": "NVVC", "note": ""}
ROWS: list[Row] = [
    row("meetings", "GET", {200: READERS, 404: OUTSIDERS}, args=YEAR, given=recorded),
    row("meeting_record", "GET", {200: "fms", 404: OUTSIDERS}, args=YEAR, given=given),
    row("meeting_record", "POST", {302: "fms", 404: OUTSIDERS}, args=YEAR, given=given, data=SENT),
    row(
        "meeting_minutes",
        "GET",
        {200: READERS, 404: OUTSIDERS},
        args=YEAR | {"number": 1},
        given=recorded,
    ),
]
