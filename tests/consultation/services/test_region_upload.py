"""Uploading a region's workbook: accepted as it is, or every fault at once with its cell."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from allocation.enums import PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from bols_portal.audit.models import Event
from consultation.enums import RecognitionChange, UploadStatus
from consultation.models import GridCell, GridUpload, RecognitionReport, RegionGrid
from consultation.selectors.divisions import faults_of, grid_of
from consultation.selectors.region_uploads import preview_of
from consultation.services.divisions import GridChange, change_grid
from consultation.services.region_upload import (
    accept_upload,
    annotated,
    drop_upload,
    upload_workbook,
)
from tests.allocation.assignments import saved, upload_of
from tests.consultation.region_books import book_of, fill, filled, sent
from tests.consultation.region_world import FITTING, RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def accept(world: RegionWorld, upload: GridUpload, **more: Any) -> GridUpload:
    return accept_upload(upload=upload, by=world.coordinator, now=NOW, **more)


def lapse(world: RegionWorld) -> None:
    """The recognition of N003 for 02 has lapsed."""
    RecognitionReport.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        institution=institution("N003"),
        specialism=specialism("02"),
        change=RecognitionChange.LAPSED,
        valid_from=NOW.date(),
        note="Register",
        reported_at=NOW,
        reported_by=world.coordinator,
    )


def test_a_right_workbook_changes_nothing_before_it_is_accepted(world: RegionWorld) -> None:
    upload = sent(world, filled(world))
    assert (upload.status, upload.faults, upload.name) == (UploadStatus.READY, [], "noord.xlsx")
    assert (upload.based_on, upload.made_from, upload.number) == (0, 0, 1)
    assert not GridCell.objects.exists()
    accepted = accept(world, upload)
    assert (accepted.status, accepted.decided_by) == (UploadStatus.ACCEPTED, world.coordinator)
    grid = grid_of(world.cycle, region("NO"))
    assert faults_of(grid) == []
    assert {row.code: dict(row.places) for row in grid.rows} == FITTING["NO"]
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-3:] == ["workbook.uploaded", "division.filled", "workbook.accepted"]


def test_a_row_without_numbers_stays_as_it_is(world: RegionWorld) -> None:
    change_grid(
        cycle=world.cycle,
        region=region("NO"),
        changes=[GridChange("05", "I001", 3, 0)],
        by=world.coordinator,
        now=NOW,
    )
    upload = sent(world, filled(world, G3=None, H3=None))
    grid = grid_of(world.cycle, region("NO"))
    preview = preview_of(upload, world.cycle, region("NO"), grid)
    assert preview.empty == ["Heelkunde"]
    assert {one.code for one in preview.changes} == {"02", "31"}
    accept(world, upload)
    assert grid_of(world.cycle, region("NO")).by_code["05"].places["I001"] == 3


def test_the_preview_says_what_changes_and_what_somebody_did_since(world: RegionWorld) -> None:
    content = filled(world)
    change_grid(
        cycle=world.cycle,
        region=region("NO"),
        changes=[GridChange("02", "I001", 5, 0)],
        by=world.coordinator,
        now=NOW,
    )
    upload = sent(world, content)
    assert (upload.made_from, upload.based_on) == (0, 1)
    grid = grid_of(world.cycle, region("NO"))
    preview = preview_of(upload, world.cycle, region("NO"), grid)
    found = {(one.code, one.institution): (one.old, one.new) for one in preview.changes}
    assert found["02", "UMC Voorbeeld Noord"] == (5, 3)
    assert found["02", "Ziekenhuis Aan de Vaart"] == (None, 1)
    assert [one.institution for one in preview.overwrites] == ["UMC Voorbeeld Noord"]
    totals = {one.institution: (one.old, one.new) for one in preview.totals}
    assert totals["UMC Voorbeeld Noord"] == (7, 8)  # two of them the sole training's
    assert (preview.old_total, preview.new_total, preview.given) == (7, 11, 11)


def test_what_a_colleague_changed_after_the_preview_is_not_lost(world: RegionWorld) -> None:
    upload = sent(world, filled(world))
    change_grid(
        cycle=world.cycle,
        region=region("NO"),
        changes=[GridChange("02", "I001", 5, 0)],
        by=world.coordinator,
        now=NOW,
    )
    with pytest.raises(Stale):
        accept(world, upload)
    upload.refresh_from_db()
    assert upload.status == UploadStatus.READY
    accept(world, upload, seen=1)
    assert grid_of(world.cycle, region("NO")).by_code["02"].places["I001"] == 3


def test_a_recognition_that_lapses_meanwhile_stops_it(world: RegionWorld) -> None:
    upload = sent(world, filled(world))
    lapse(world)
    with pytest.raises(Refused, match="erkenningen"):
        accept(world, upload)
    assert not GridCell.objects.exists()


def test_dropped_and_overtaken_workbooks_cannot_be_accepted(world: RegionWorld) -> None:
    first = sent(world, filled(world))
    second = sent(world, filled(world))
    first.refresh_from_db()
    assert (first.status, second.number) == (UploadStatus.DROPPED, 2)
    drop_upload(upload=second, by=world.coordinator, now=NOW)
    for upload in (first, second):
        with pytest.raises(Refused):
            accept(world, upload)
        with pytest.raises(Refused):
            drop_upload(upload=upload, by=world.coordinator, now=NOW)
    assert not GridCell.objects.exists()


def test_only_the_coordinator_of_the_region_uploads(world: RegionWorld) -> None:
    content = filled(world)
    for person in (world.bureau, world.other, world.chair, world.member, world.auditor):
        with pytest.raises(NotPermitted):
            sent(world, content, by=person)
    ready = sent(world, content)
    for person in (world.bureau, world.other):
        with pytest.raises(NotPermitted):
            accept_upload(upload=ready, by=person, now=NOW)
        with pytest.raises(NotPermitted):
            drop_upload(upload=ready, by=person, now=NOW)


@pytest.mark.parametrize("status", [PhaseStatus.WAITING, PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_only_while_phase_iii_is_open(world: RegionWorld, status: PhaseStatus) -> None:
    ready = sent(world, filled(world))
    world.set_phase(status)
    with pytest.raises(NotNow):
        sent(world, b"x")
    with pytest.raises(NotNow):
        accept(world, ready)
    with pytest.raises(NotNow):
        drop_upload(upload=ready, by=world.coordinator, now=NOW)


def test_what_is_no_workbook_is_refused_and_not_kept(world: RegionWorld) -> None:
    for content in (b"", b"%PDF-1.7", b"a;b\n1;2\n", filled(world)[:-300]):
        with pytest.raises(FaultyInput) as caught:
            sent(world, content)
        assert caught.value.faults
    assert not GridUpload.objects.exists()
    assert not RegionGrid.objects.exists()


def test_the_workbook_comes_back_with_comments_and_the_original_stays(world: RegionWorld) -> None:
    content = filled(world, G2=4, F2="vijf", G3=9)
    upload = sent(world, content)
    assert upload.status == UploadStatus.FAULTY
    copy = annotated(upload)
    assert upload.file.open().read() == content
    book = load_workbook(BytesIO(copy))
    assert book.sheetnames[0] == "Fouten"
    page = book["Verdeling"]
    assert page["F2"].value == "vijf"
    for address in ("F2", "G3"):
        assert page[address].comment.author == "BOLS-portaal"
    assert "vijf" in page["F2"].comment.text
    listed = [[cell.value for cell in row] for row in book["Fouten"].iter_rows(min_row=2)]
    assert listed == [[one["sheet"], one["cell"], one["message"]] for one in upload.faults]


def test_a_mended_copy_can_be_uploaded_and_old_comments_go(world: RegionWorld) -> None:
    again = load_workbook(BytesIO(annotated(sent(world, filled(world, G3=9, G2="drie")))))
    again["Verdeling"]["G3"] = 2
    second = sent(world, saved(again))
    assert [one["cell"] for one in second.faults] == ["G2"]
    third = load_workbook(BytesIO(annotated(second)))
    assert third.sheetnames.count("Fouten") == 1
    assert third["Verdeling"]["G3"].comment is None
    assert third["Verdeling"]["G2"].comment
    third["Verdeling"]["G2"] = 3
    assert sent(world, saved(third)).status == UploadStatus.READY


def test_a_right_workbook_has_no_copy_with_faults(world: RegionWorld) -> None:
    with pytest.raises(Refused):
        annotated(sent(world, filled(world)))


def test_the_name_of_the_file_is_kept_without_its_tricks(world: RegionWorld) -> None:
    book = saved(fill(world, book_of(world)))
    upload = upload_workbook(
        cycle=world.cycle,
        region=region("NO"),
        file=upload_of(book, "..\\..\\etc/<b>\u202ecod.xlsx"),
        by=world.coordinator,
        now=NOW,
    )
    assert not set("</\\\u202e") & set(upload.name)
    assert upload.file.name == f"region_workbooks/2027/NO/{upload.digest}.xlsx"
