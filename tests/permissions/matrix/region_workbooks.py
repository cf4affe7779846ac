"""Who gets what of a region's workbook: its coordinators fill it in, bureau, board and auditor
read. Last year's places: the bureau brings them in."""

from collections.abc import Iterable
from typing import Any

from consultation.services.region_upload import upload_workbook
from tests.allocation.assignments import upload_of
from tests.consultation.region_books import filled
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region
from tests.permissions.table import BUREAU, DOSSIERS, OUTSIDERS, Outcome, Row, row
from tests.permissions.world import World

ONE = {"year": 2027, "key": "NO"}
YEAR = {"year": 2027}
CSV = "Instelling;Specialisme;OOR;Plaatsen\nI001;02;NO;4\n"
UPLOAD = ONE | {"number": 1}
READ: dict[Outcome, str | Iterable[str]] = {200: (*DOSSIERS, "coordinator")}
WRITE: dict[Outcome, str | Iterable[str]] = {302: "coordinator", 403: DOSSIERS}


def given(world: World) -> None:
    """Phase III is open, and the region has places to divide."""
    world.kept["region"] = RegionWorld(world.cycle)


def uploaded(world: World, **changed: Any) -> None:
    """The coordinator uploaded a workbook that is right."""
    given(world)
    upload_workbook(
        cycle=world.cycle,
        region=region("NO"),
        file=upload_of(filled(world.kept["region"], **changed)),
        by=world.people["coordinator"],
        now=NOW,
    )


def faulty(world: World) -> None:
    """The coordinator uploaded a workbook with a fault."""
    uploaded(world, G2="drie")


def a_workbook(world: World) -> dict[str, Any]:
    return {"file": upload_of(filled(world.kept["region"]))}


ROWS: list[Row] = [
    row("region_workbook", "GET", READ, rest=404, args=ONE, given=given),
    row("region_workbook", "POST", WRITE, rest=404, args=ONE, given=given, data=a_workbook),
    row("region_workbook_file", "GET", READ, rest=404, args=ONE, given=given),
    row("region_upload", "GET", READ, rest=404, args=UPLOAD, given=uploaded),
    row("region_upload_accept", "POST", WRITE, rest=404, args=UPLOAD, given=uploaded),
    row("region_upload_drop", "POST", WRITE, rest=404, args=UPLOAD, given=uploaded),
    row("region_upload_file", "GET", READ, rest=404, args=UPLOAD, given=uploaded),
    row("region_upload_annotated", "GET", READ, rest=404, args=UPLOAD, given=faulty),
    row("previous_places", "GET", {200: DOSSIERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row("previous_places_file", "GET", {200: DOSSIERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row("previous_upload", "GET", {200: BUREAU, 404: OUTSIDERS}, args=YEAR, given=given),
    row(
        "previous_upload",
        "POST",
        {200: BUREAU, 404: OUTSIDERS},
        args=YEAR,
        given=given,
        data=lambda world: {"file": upload_of(CSV.encode(), "vorig.csv")},
    ),
    row("previous_confirm", "POST", {302: BUREAU, 404: OUTSIDERS}, args=YEAR, given=given),
]
