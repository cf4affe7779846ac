"""Last year's places per institution: read from xlsx and csv, checked, stored in versions."""

from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from allocation.enums import PhaseStatus, TableKind
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import AllocationTable
from allocation.selectors.institution_tables import previous_table
from allocation.services.tables import Places
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.selectors.previous_places import preview_of
from consultation.services.previous_places import add_previous_places, previous_workbook
from consultation.services.previous_reading import SHEET, read_previous
from tests.allocation.assignments import saved, upload_of
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db

CSV = "Instelling;Specialisme;OOR;Plaatsen\r\nI001;02;NO;4\r\nI003;2;OO3;1\r\nI002;05;NO;\r\n"
CELLS = [
    Places("02", "NO", 4, institution="I001"),
    Places("02", "Utrecht", 1, institution="I003"),
]


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def add(
    world: RegionWorld,
    cells: list[Places] | None = None,
    *,
    reason: str = "",
    seen: int = 0,
    by: User | None = None,
) -> AllocationTable:
    return add_previous_places(
        cycle=world.cycle,
        cells=CELLS if cells is None else cells,
        reason=reason,
        seen=seen,
        by=by or world.bureau,
        now=NOW,
    )


def read(world: RegionWorld, content: bytes) -> list[Places]:
    return read_previous(cycle=world.cycle, upload=upload_of(content))


def told(world: RegionWorld, text: str) -> list[tuple[str, str]]:
    with override("en"), pytest.raises(FaultyInput) as caught:
        read(world, text.encode())
    assert not AllocationTable.objects.filter(kind=TableKind.PREVIOUS).exists()
    return [(fault.cell, str(fault.message)) for fault in caught.value.faults]


def test_a_csv_is_read_with_codes_as_people_write_them(world: RegionWorld) -> None:
    assert read(world, CSV.encode()) == CELLS


def test_the_form_goes_out_and_comes_back(world: RegionWorld) -> None:
    add(world)
    book = load_workbook(BytesIO(previous_workbook(world.cycle)))
    rows = [[cell.value for cell in row] for row in book[SHEET].iter_rows(min_row=2, max_row=12)]
    assert ["I001", "UMC Voorbeeld Noord", "02", "Cardiologie", "NO", 4] in rows
    assert ["I002", "Ziekenhuis Aan de Vaart", "05", "Heelkunde", "NO", None] in rows
    assert sorted(read(world, saved(book)), key=str) == sorted(CELLS, key=str)


def test_every_fault_at_once_with_its_cell(world: RegionWorld) -> None:
    found = told(
        world,
        "Instelling;Specialisme;OOR;Plaatsen\nI999;02;NO;1\nI001;99;NO;1\nI001;02;Mars;1\n"
        "I001;02;NO;-1\nI001;02;NO;2,5\nI002;02;NO;veel\nI001;05;NO;1\nI001;05;NO;2\n",
    )
    assert [cell for cell, _text in found] == ["A2", "B3", "C4", "D5", "D6", "D7", "A9"]
    assert "Found “I999”" in found[0][1]
    assert "twice" in found[-1][1]


def test_a_file_without_the_columns_or_without_places_is_refused(world: RegionWorld) -> None:
    assert (
        "The column “Plaatsen” is missing"
        in told(world, "Instelling;Specialisme;OOR\na;b;c\n")[0][1]
    )
    assert (
        "no places at all"
        in told(world, "Instelling;Specialisme;OOR;Plaatsen\nI001;02;NO;0\n")[0][1]
    )
    assert "No row with the column titles" in told(world, "a;b;c;d\n1;2;3;4\n")[0][1]


def test_a_version_is_stored_and_told_to_the_trail(world: RegionWorld) -> None:
    table = add(world)
    assert (table.kind, table.number) == (TableKind.PREVIOUS, 1)
    found = previous_table(world.cycle)
    assert found is not None
    assert found.places == {("02", "NO", "I001"): 4, ("02", "Utrecht", "I003"): 1}
    assert Event.objects.latest("pk").action == "previous.added"


def test_a_next_version_needs_a_reason_a_difference_and_a_fresh_look(world: RegionWorld) -> None:
    add(world)
    more = [*CELLS, Places("05", "NO", 2, institution="I002")]
    with pytest.raises(Stale):
        add(world, more, reason="Vergeten", seen=0)
    with pytest.raises(Refused, match="reden"):
        add(world, more, seen=1)
    with pytest.raises(Refused, match="geen verschil"):
        add(world, CELLS, reason="Nogmaals", seen=1)
    assert add(world, more, reason="Vergeten", seen=1).number == 2


def test_the_preview_compares_with_the_version_before_and_with_the_allocation(
    world: RegionWorld,
) -> None:
    add(world)
    preview = preview_of(world.cycle, {("02", "NO", "I001"): 6, ("05", "NO", "I002"): 2})
    found = [(one.code, one.column, one.old, one.new) for one in preview.differences]
    assert found == [
        ("02", "NO, UMC Voorbeeld Noord", 4, 6),
        ("02", "Utrecht, UMC Voorbeeld Midden", 1, 0),
        ("05", "NO, Ziekenhuis Aan de Vaart", 0, 2),
    ]
    assert (preview.seen, preview.total, preview.old_total, preview.institutions) == (1, 8, 5, 2)
    off = {one.name: one.found for one in preview.off}
    assert off["Cardiologie"] == 6


def test_only_the_bureau_brings_them_in(world: RegionWorld) -> None:
    for person in (world.coordinator, world.member, world.auditor, world.administrator):
        with pytest.raises(NotPermitted):
            add(world, by=person)


@pytest.mark.parametrize("status", [PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_not_after_phase_iii(world: RegionWorld, status: PhaseStatus) -> None:
    world.set_phase(status)
    with pytest.raises(NotNow):
        add(world)


def test_nothing_at_all_is_no_version(world: RegionWorld) -> None:
    with pytest.raises(Refused):
        add(world, [])
