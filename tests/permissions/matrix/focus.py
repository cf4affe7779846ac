"""Who gets what of focus points: each region its own, FMS, bureau, board and auditor all."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.models import Deadline, DeadlineVersion
from consultation.models import Attachment
from consultation.services.focus import file_focus
from consultation.services.focus_workbook import focus_workbook
from tests.consultation.advice_world import LATER, make_round, start_phase_2
from tests.consultation.focus_world import TEXTS, pdf, posted
from tests.factories import NOW, region
from tests.permissions.table import DOSSIERS, OUTSIDERS, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}
ONE = {"year": 2027, "key": "NO"}
READERS = (*DOSSIERS, "fms")


def given(world: World) -> None:
    """A round that runs, in phase II, until no day in particular."""
    ready = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    DeadlineVersion.objects.create(
        deadline=Deadline.objects.get(cycle=world.cycle, key="focus_points"),
        number=2,
        day=None,
        kind="at_the_latest",
        set_at=NOW,
        set_by=ready.bureau,
    )
    world.kept["ready"], world.kept["round"] = ready, make_round(ready)


def filed(world: World) -> None:
    """The focus points of NO are in, with a file."""
    given(world)
    file_focus(
        consultation=world.kept["round"],
        region=region("NO"),
        texts=TEXTS,
        seen=0,
        by=world.people["coordinator"],
        now=LATER,
        added=[pdf()],
    )
    world.kept["file"] = Attachment.objects.get()


def next_round(world: World) -> None:
    """A second round, after the focus points of the first."""
    filed(world)
    make_round(world.kept["ready"], number=2)


def file_args(world: World) -> dict[str, Any]:
    return ONE | {"number": world.kept["file"].pk}


def form(world: World) -> dict[str, Any]:
    """The form in Excel, as it was downloaded."""
    content = focus_workbook(world.kept["round"], region("NO"))
    return posted(workbook=SimpleUploadedFile("formulier.xlsx", content))


ROWS: list[Row] = [
    row(
        "focus_overview",
        "GET",
        {200: (*READERS, "coordinator", "coordinator_elsewhere"), 404: OUTSIDERS},
        args=YEAR,
        given=given,
    ),
    row("focus", "GET", {200: (*READERS, "coordinator")}, rest=404, args=ONE, given=given),
    row(
        "focus_file",
        "POST",
        {302: "coordinator", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
        data=posted(),
    ),
    row(
        "focus_file",
        "POST",
        {302: "coordinator", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
        data=posted(action="draft"),
        variant="a draft",
    ),
    row(
        "focus_unchanged",
        "POST",
        {302: "coordinator", 403: READERS},
        rest=404,
        args=ONE,
        given=next_round,
    ),
    row(
        "focus_workbook",
        "GET",
        {200: "coordinator", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
    ),
    row(
        "focus_upload",
        "POST",
        {200: "coordinator", 403: READERS},
        rest=404,
        args=ONE,
        given=given,
        data=form,
    ),
    row(
        "focus_attachment",
        "GET",
        {200: (*READERS, "coordinator")},
        rest=404,
        args=file_args,
        given=filed,
    ),
    row(
        "focus_receipt",
        "GET",
        {200: (*READERS, "coordinator")},
        rest=404,
        args=ONE | {"round_number": 1, "number": 1},
        given=filed,
    ),
]
