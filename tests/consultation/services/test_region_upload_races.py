"""Two coordinators with a workbook at the same moment: nothing is taken over twice or lost."""

import pytest

from consultation.enums import UploadStatus
from consultation.models import GridUpload, RegionGrid
from consultation.selectors.divisions import grid_of
from consultation.services.divisions import GridChange, change_grid
from consultation.services.region_upload import accept_upload, drop_upload
from tests.at_once import outcomes
from tests.consultation.region_books import filled, sent
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_uploads_at_the_same_moment_get_their_own_number_and_one_stays_ready() -> None:
    world = RegionWorld()
    content = filled(world)
    assert outcomes(*[lambda: sent(world, content)] * 3) == ["done"] * 3
    found = list(GridUpload.objects.order_by("number").values_list("number", "status"))
    assert found == [
        (1, UploadStatus.DROPPED),
        (2, UploadStatus.DROPPED),
        (3, UploadStatus.READY),
    ]
    assert RegionGrid.objects.count() == 1


def test_a_workbook_is_accepted_or_dropped_once() -> None:
    world = RegionWorld()
    upload = sent(world, filled(world))

    def accept() -> None:
        accept_upload(upload=upload, by=world.coordinator, now=NOW)

    def drop() -> None:
        drop_upload(upload=upload, by=world.coordinator, now=NOW)

    assert outcomes(accept, drop, accept) == ["Refused", "Refused", "done"]
    divided = bool(grid_of(world.cycle, region("NO")).by_code["02"].places["I001"])
    upload.refresh_from_db()
    assert divided == (upload.status == UploadStatus.ACCEPTED)


def test_a_number_typed_at_the_same_moment_is_not_lost_silently() -> None:
    world = RegionWorld()
    upload = sent(world, filled(world))
    conflicts: list[object] = []

    def accept() -> None:
        accept_upload(upload=upload, by=world.coordinator, now=NOW)

    def change() -> None:
        conflicts.extend(
            change_grid(
                cycle=world.cycle,
                region=region("NO"),
                changes=[GridChange("02", "I001", 5, 0)],
                by=world.coordinator,
                now=NOW,
            )
        )

    found = outcomes(accept, change)
    kept = grid_of(world.cycle, region("NO")).by_code["02"].places["I001"]
    if found == ["done", "done"]:  # the workbook was first, and who typed was told
        assert (kept, len(conflicts)) == (3, 1)
    else:
        assert found == ["Stale", "done"]
        assert (kept, len(conflicts)) == (5, 0)
