"""Whatever is uploaded as a region's workbook or as last year's places: a clear refusal each time.

None is a server error, none is kept half, and the reader stays within its memory.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allocation.enums import TableKind
from allocation.models import AllocationTable
from allocation.workbooks import SMALL
from consultation.enums import UploadStatus
from consultation.models import GridCell, GridUpload
from tests.allocation.assignments import upload_of
from tests.consultation.hostile_books import spoiled
from tests.consultation.region_books import filled
from tests.consultation.region_world import RegionWorld

pytestmark = pytest.mark.django_db
INSIDE = ("Traceback", "openpyxl", "/tmp/", "zipfile", "xl.reader", "Errno", "psycopg")
PEAKS: list[int] = []  # of each reading process, in kilobytes


class Measured(subprocess.Popen[bytes]):
    """A process that tells, when it has ended, how much memory it took at most."""

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        pid, status, usage = os.wait4(self.pid, wait_flags)
        if pid:
            PEAKS.append(usage.ru_maxrss)
        return pid, status


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> RegionWorld:
    PEAKS.clear()
    monkeypatch.setattr("allocation.workbooks.process.subprocess.Popen", Measured)
    world = RegionWorld()
    world.without_a_day()
    return world


def send(client: Client, name: str, year: dict[str, Any], path: Path) -> str:
    """What the portal says to a file: the page, or the one it leads to."""
    content = path.read_bytes()
    response = client.post(reverse(name, kwargs=year), {"file": upload_of(content)}, follow=True)
    assert response.status_code == 200, path.name
    return str(response.content.decode())


def test_every_hostile_workbook_is_refused_clearly(world: RegionWorld, tmp_path: Path) -> None:
    files = dict(spoiled(filled(world)))
    assert len(files) >= 120
    coordinator, bureau = Client(), Client()
    coordinator.force_login(world.coordinator)
    bureau.force_login(world.bureau)
    wrong = []
    for at, (name, make) in enumerate(files.items()):
        path = make(tmp_path / "bestand.xlsx")
        pages = [send(coordinator, "region_workbook", {"year": 2027, "key": "NO"}, path)]
        # The same process reads last year's places: some of every sort show that its page refuses
        # too. A wrong cell there is no table at all.
        if at % 4 == 0 and not name.startswith("cell "):
            pages.append(send(bureau, "previous_upload", {"year": 2027}, path))
        if not all(_refused(page) for page in pages):
            wrong.append(name)
        path.unlink()
    assert wrong == []
    assert not GridUpload.objects.exclude(status=UploadStatus.FAULTY).exists()
    assert not GridUpload.objects.filter(faults=[]).exists()
    assert not GridCell.objects.exists()
    assert not AllocationTable.objects.filter(kind=TableKind.PREVIOUS).exists()
    assert len(PEAKS) > 100
    assert max(PEAKS) * 1024 < SMALL.memory


def _refused(page: str) -> bool:
    """Whether the page says what is wrong, and nothing of the inside."""
    return ("error-summary" in page or 'aria-invalid="true"' in page) and not any(
        word in page for word in INSIDE
    )
