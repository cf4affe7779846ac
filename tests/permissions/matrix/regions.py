"""Who gets what of a region: its coordinators, who reads dossiers, and who is asked to sign."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consultation.selectors.divisions import version_of
from consultation.services.board_meetings import record_board_meeting
from consultation.services.region_proposals import submit_region_proposal
from tests.consultation.region_work import WHY, adopt, ready
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region
from tests.permissions.table import BUREAU, DOSSIERS, Outcome, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
ONE = YEAR | {"key": "NO"}
VERSION = ONE | {"number": 1}
Outcomes = dict[Outcome, str | Iterable[str]]
READ: Outcomes = {200: (*DOSSIERS, "coordinator")}
DIVIDES: Outcomes = {200: "coordinator", 403: DOSSIERS}
DIVIDES_DONE: Outcomes = {302: "coordinator", 403: DOSSIERS}
OTHERS = ("auditor", "board", "coordinator")
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def given(world: World) -> RegionWorld:
    """Phase III is open, no day is named, and the division is filled in."""
    made = RegionWorld(world.cycle)
    made.without_a_day()
    ready(made, meeting=False)
    return made


def met(world: World) -> RegionWorld:
    """The general board has met."""
    made = given(world)
    record_board_meeting(
        cycle=world.cycle,
        region=region("NO"),
        held_on=NOW.date(),
        adjustments="",
        minutes=SimpleUploadedFile("notulen.pdf", PDF, "application/pdf"),
        by=made.coordinator,
        now=NOW,
    )
    return made


def adopted(world: World) -> RegionWorld:
    """A version is being signed."""
    made = met(world)
    adopt(made)
    return made


def submitted(world: World) -> None:
    """It lies with BOLS, incomplete."""
    made = met(world)
    submit_region_proposal(proposal=adopt(made), incomplete=True, by=made.coordinator, now=NOW)


def adoption(world: World) -> dict[str, Any]:
    return {
        "consensus": "yes",
        "motivation": "In goed overleg.",
        "seen": version_of(world.cycle, region("NO")),
        "replaces": 0,
    }


def late(world: World) -> dict[str, Any]:
    return {"until": (timezone.localdate() + timedelta(days=9)).isoformat(), "reason": WHY}


def bureau_alone(outcome: int) -> Outcomes:
    """The bureau does it; the region and who reads dossiers see the region, and may not."""
    return {outcome: BUREAU, 403: OTHERS}


ROWS: list[Row] = [
    row(
        "regions",
        "GET",
        {200: DOSSIERS, 302: ("coordinator", "coordinator_elsewhere")},
        rest=404,
        args=YEAR,
        given=given,
    ),
    row("region", "GET", READ, rest=404, args=ONE, given=given),
    row("board_meetings", "GET", READ, rest=404, args=ONE, given=met),
    row("board_meeting_record", "GET", DIVIDES, rest=404, args=ONE, given=given),
    row(
        "board_meeting_record",
        "POST",
        DIVIDES_DONE,
        rest=404,
        args=ONE,
        given=given,
        data={"held_on": "2026-02-01", "adjustments": ""},
    ),
    row("board_meeting_minutes", "GET", READ, rest=404, args=VERSION, given=met),
    row("region_adopt", "GET", DIVIDES, rest=404, args=ONE, given=met),
    row("region_adopt", "POST", DIVIDES_DONE, rest=404, args=ONE, given=met, data=adoption),
    row("region_submit", "GET", DIVIDES, rest=404, args=ONE, given=adopted),
    row(
        "region_submit",
        "POST",
        DIVIDES_DONE,
        rest=404,
        args=ONE,
        given=adopted,
        data={"incomplete": "on"},
    ),
    row("region_return", "GET", bureau_alone(200), rest=404, args=ONE, given=submitted),
    row(
        "region_return",
        "POST",
        bureau_alone(302),
        rest=404,
        args=ONE,
        given=submitted,
        data={"reason": WHY},
    ),
    row("region_leave", "GET", bureau_alone(200), rest=404, args=ONE, given=given),
    row("region_leave", "POST", bureau_alone(302), rest=404, args=ONE, given=given, data=late),
    row(
        "region_proposal",
        "GET",
        {200: (*DOSSIERS, "coordinator", "administrator")},
        rest=404,
        args=VERSION,
        given=adopted,
    ),
    row(
        "region_receipt",
        "GET",
        {200: (*DOSSIERS, "coordinator", "administrator")},
        rest=404,
        args=VERSION,
        given=submitted,
    ),
]
