"""Who gets what of reports of recognitions: a region its own, a cluster its own, the bureau all."""

from typing import Any

from consultation.enums import RecognitionChange
from consultation.services.recognitions import Reported, report_recognition
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region, specialism
from tests.permissions.table import BUREAU, DOSSIERS, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
NO = YEAR | {"key": "NO"}
FIELD = ("coordinator", "coordinator_elsewhere", "cluster_chair", "trainer")


def given(world: World) -> None:
    """Phase III is open; a recognition was reported in NO."""
    made = RegionWorld(world.cycle)
    reported = Reported(
        institution("N004"), specialism("02"), RecognitionChange.NEW, NOW.date(), "RGS"
    )
    world.kept["report"] = report_recognition(
        cycle=world.cycle, region=region("NO"), reported=reported, by=made.coordinator, now=NOW
    )


def one(world: World) -> dict[str, Any]:
    return YEAR | {"number": world.kept["report"].pk}


TYPED = {
    "change": "lapsed",
    "specialism": "02",
    "institution": "N003",
    "valid_from": "2026-04-01",
    "note": "RGS",
}

ROWS: list[Row] = [
    row("recognition_reports", "GET", {200: (*DOSSIERS, *FIELD)}, rest=404, args=YEAR, given=given),
    row(
        "recognition_report",
        "GET",
        {200: ("coordinator", "cluster_chair")},
        rest=404,
        args=NO,
        given=given,
    ),
    row(
        "recognition_report",
        "POST",
        {302: ("coordinator", "cluster_chair")},
        rest=404,
        args=NO,
        given=given,
        data=TYPED,
    ),
    row(
        "recognition_answer",
        "GET",
        {200: BUREAU, 403: ("auditor", "board", "coordinator", "cluster_chair", "trainer")},
        rest=404,
        args=one,
        given=given,
    ),
    row(
        "recognition_answer",
        "POST",
        {302: BUREAU, 403: ("auditor", "board", "coordinator", "cluster_chair", "trainer")},
        rest=404,
        args=one,
        given=given,
        data={"outcome": "confirmed", "text": ""},
    ),
]
