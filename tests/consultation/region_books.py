"""Workbooks of a region for tests: as downloaded, filled in, and uploaded again."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from allocation.models import Region
from consultation.models import GridUpload
from consultation.selectors.divisions import grid_of
from consultation.services.region_upload import upload_workbook
from consultation.services.region_workbook import workbook_of
from consultation.services.region_workbook_form import SHEET, columns_of
from tests.allocation.assignments import saved, upload_of
from tests.consultation.region_world import FITTING, RegionWorld
from tests.factories import NOW, region

ROWS = {"02": 2, "05": 3, "22": 4, "31": 5}  # of region NO, in protocol order
COLUMNS = {"N004": "F", "I001": "G", "I002": "H", "N003": "I"}  # in order of name


def book_of(world: RegionWorld, key: str = "NO") -> Workbook:
    """The workbook of a region, as it is downloaded."""
    return load_workbook(BytesIO(workbook_of(world.cycle, region(key))))


def fill(world: RegionWorld, book: Workbook, key: str = "NO") -> Workbook:
    """Puts the division that fits in it."""
    grid = grid_of(world.cycle, region(key))
    at = {one.code: number for number, one in enumerate(columns_of(grid), start=6)}
    for number, row in enumerate(grid.rows, start=2):
        for code, places in FITTING[key][row.code].items():
            book[SHEET].cell(number, at[code]).value = places
    return book


def filled(world: RegionWorld, **changed: Any) -> bytes:
    """The right workbook of region NO, with some cells (by address) otherwise."""
    book = fill(world, book_of(world))
    for address, value in changed.items():
        book[SHEET][address].value = value
    return saved(book)


def sent(world: RegionWorld, content: bytes, **more: Any) -> GridUpload:
    """Uploads a workbook as the coordinator of NO."""
    at: Region = more.pop("region", None) or region("NO")
    facts: dict[str, Any] = {
        "cycle": world.cycle,
        "by": world.coordinator,
        "now": NOW,
        "region": at,
    } | more
    return upload_workbook(file=upload_of(content, "noord.xlsx"), **facts)


def told(upload: GridUpload) -> list[tuple[str, str]]:
    """The cell and the text of every fault."""
    return [(one["cell"], one["message"]) for one in upload.faults]
