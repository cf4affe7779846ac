"""Care usage: for the bureau and auditors; that it is there is nobody else's business."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.enums import ImportStatus, JobStatus
from allocation.models import Job
from allocation.services.usage import accept_import
from tests import factories
from tests.allocation.services import usage_deliveries as deliveries
from tests.permissions.table import BUREAU, CONFIDENTIAL, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
SOURCE = YEAR | {"source": "vektis"}
HIDDEN = {"rest": 404}


def one(world: World) -> dict[str, Any]:
    return YEAR | {"number": world.kept["import"]}


def institution(world: World) -> dict[str, Any]:
    return one(world) | {"code": "I001"}


def file(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("levering.csv", b"Jaar;Aantal\n2024;1\n")}


def ready(world: World) -> None:
    """A right delivery, uploaded by a colleague."""
    world.kept["import"] = deliveries.imported(world.cycle, factories.make_bureau("Collega")).number


def faulty(world: World) -> None:
    lines = deliveries.lines()
    lines[0][5] = -1
    found = deliveries.imported(
        world.cycle, factories.make_bureau("Collega"), deliveries.xlsx(lines)
    )
    assert found.status == ImportStatus.FAULTY
    world.kept["import"] = found.number


def broken_off(world: World) -> None:
    """The worker was lost while it read."""
    found = deliveries.upload(world.cycle, factories.make_bureau("Collega"))
    Job.objects.filter(pk=found.job_id).update(status=JobStatus.FAILED, error_code="worker_lost")
    world.kept["import"] = found.number


def compared(world: World) -> None:
    """A delivery after one that was accepted."""
    before = deliveries.imported(world.cycle, factories.make_bureau("Collega"))
    other = factories.make_bureau("Andere collega")
    accept_import(usage_import=before, by=other, now=factories.NOW)
    ready(world)


def accepted(world: World) -> None:
    compared(world)
    world.kept["import"] -= 1


def own(world: World) -> None:
    """Uploaded by the bureau employee who asks."""
    world.kept["import"] = deliveries.imported(world.cycle, world.people["bureau"]).number


REASON = {"reason": "Het verkeerde jaar"}
ROWS: list[Row] = [
    row("usage", "GET", {200: CONFIDENTIAL}, args=YEAR, **HIDDEN),
    row("usage_upload", "GET", {200: BUREAU, 403: "auditor"}, args=SOURCE, **HIDDEN),
    row("usage_upload", "POST", {302: BUREAU, 403: "auditor"}, args=SOURCE, data=file, **HIDDEN),
    row("usage_template", "GET", {200: BUREAU, 403: "auditor"}, args=SOURCE, **HIDDEN),
    row("usage_import", "GET", {200: CONFIDENTIAL}, args=one, given=ready, **HIDDEN),
    row(
        "usage_import",
        "GET",
        {200: CONFIDENTIAL},
        args=one,
        given=faulty,
        variant="with faults",
        **HIDDEN,
    ),
    row(
        "usage_import",
        "GET",
        {200: CONFIDENTIAL},
        args=one,
        given=broken_off,
        variant="broken off",
        **HIDDEN,
    ),
    row("usage_institutions", "GET", {200: CONFIDENTIAL}, args=one, given=ready, **HIDDEN),
    row("usage_institution", "GET", {200: CONFIDENTIAL}, args=institution, given=ready, **HIDDEN),
    row("usage_changes", "GET", {200: CONFIDENTIAL}, args=one, given=compared, **HIDDEN),
    row("usage_delivery", "GET", {200: CONFIDENTIAL}, args=one, given=ready, **HIDDEN),
    row("usage_faults", "GET", {200: CONFIDENTIAL}, args=one, given=faulty, **HIDDEN),
    row("usage_table", "GET", {200: CONFIDENTIAL}, args=one, given=ready, **HIDDEN),
    row("usage_accept", "GET", {200: BUREAU, 403: "auditor"}, args=one, given=ready, **HIDDEN),
    row(
        "usage_accept",
        "GET",
        {200: "secretary", 403: ("bureau", "auditor")},
        args=one,
        given=own,
        variant="one's own upload",
        **HIDDEN,
    ),
    row("usage_accept", "POST", {302: BUREAU, 403: "auditor"}, args=one, given=ready, **HIDDEN),
    row(
        "usage_accept",
        "POST",
        {302: "secretary", 403: ("bureau", "auditor")},
        args=one,
        given=own,
        variant="one's own upload",
        **HIDDEN,
    ),
    row(
        "usage_accept",
        "POST",
        {409: BUREAU, 403: "auditor"},
        args=one,
        given=accepted,
        variant="accepted before",
        **HIDDEN,
    ),
    row("usage_reject", "GET", {200: BUREAU, 403: "auditor"}, args=one, given=ready, **HIDDEN),
    row(
        "usage_reject",
        "POST",
        {302: BUREAU, 403: "auditor"},
        args=one,
        given=ready,
        data=REASON,
        **HIDDEN,
    ),
    row(
        "usage_reject",
        "POST",
        {302: "secretary", 403: ("bureau", "auditor")},
        args=one,
        given=own,
        data=REASON,
        variant="one's own upload",
        **HIDDEN,
    ),
    row("usage_again", "POST", {302: BUREAU, 403: "auditor"}, args=one, given=broken_off, **HIDDEN),
    row(
        "usage_again",
        "POST",
        {409: BUREAU, 403: "auditor"},
        args=one,
        given=ready,
        variant="read already",
        **HIDDEN,
    ),
]
