"""Focus points in Excel: the form goes out filled in, and comes back with every fault at once."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.errors import FaultyInput
from consultation.enums import FocusCategory
from consultation.services.focus import save_focus_draft
from consultation.services.focus_workbook import (
    IDENTITY,
    SHEET,
    TITLES,
    focus_workbook,
    read_focus_workbook,
)
from tests.consultation.advice_world import LATER
from tests.consultation.focus_world import TEXTS, FocusWorld
from tests.factories import region

pytestmark = pytest.mark.django_db
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def world() -> FocusWorld:
    return FocusWorld()


def edited(content: bytes, edit: Edit | None = None) -> SimpleUploadedFile:
    book = openpyxl.load_workbook(io.BytesIO(content))
    if edit:
        edit(book)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("formulier.xlsx", target.getvalue())


def put(cell: str, value: Any, sheet: str = SHEET) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        for one in edits:
            one(book)

    return edit


def read(world: FocusWorld, edit: Edit | None = None, **form: Any) -> dict[str, str]:
    made = focus_workbook(world.round, form.get("region", world.region))
    return read_focus_workbook(
        consultation=world.round, region=world.region, upload=edited(made, edit)
    )


def faults(world: FocusWorld, edit: Edit | None = None, **form: Any) -> list[str]:
    with pytest.raises(FaultyInput) as refused:
        read(world, edit, **form)
    return [f"{one.cell} {one.message}" for one in refused.value.faults]


def test_what_is_saved_goes_out_and_comes_back(world: FocusWorld) -> None:
    texts = {
        "size": "Eerste regel\n\n- streep\n=1+1 is geen formule",
        "demand": "Tekst met “é” & <",
    }
    save_focus_draft(
        consultation=world.round,
        region=world.region,
        texts=texts,
        seen=0,
        by=world.coordinator,
        now=LATER,
    )
    found = read(world)
    assert {key: text for key, text in found.items() if text} == texts
    assert set(found) == set(FocusCategory.values)


def test_the_form_begins_with_what_was_filed_before(world: FocusWorld) -> None:
    world.file()
    assert read(world)["demand"] == TEXTS["demand"]
    world.next_round()
    assert read(world)["demand"] == TEXTS["demand"]


def test_another_region_sees_nothing_of_it(world: FocusWorld) -> None:
    world.file()
    book = openpyxl.load_workbook(io.BytesIO(focus_workbook(world.round, region("Leiden"))))
    assert [row[1] for row in book[SHEET].iter_rows(2, values_only=True)] == [None] * 5


def test_the_form_says_of_which_round_and_region_it_is(world: FocusWorld) -> None:
    book = openpyxl.load_workbook(io.BytesIO(focus_workbook(world.round, world.region)))
    assert book[IDENTITY].sheet_state == "hidden"
    assert [row[1] for row in book[IDENTITY].iter_rows(2, values_only=True)] == ["1", "NO"]
    assert book.active is not None
    assert book.active.title == SHEET
    assert book[SHEET]["B2"].protection.locked is False
    assert book[SHEET]["A2"].protection.locked is True


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (put("B2", "=CONCAT(A1,A2)"), "B2"),
        (put("B3", "x" * 4001), "B3"),
        (put("A4", "Gewenste aantallen"), "A4"),
        (put("A3", TITLES[FocusCategory.SPEARHEADS]), "A3"),
        (put("B1", "Aantal"), "Aandachtspunt"),
        (put("B3", "aandachtspunten-0", "Toelichting"), "aandachtspunten-1"),
        (put("B4", 2026, "Toelichting"), "2027"),
        (put("B2", "2", IDENTITY), "ronde 2"),
        (put("B3", "Leiden", IDENTITY), "Leiden"),
        (lambda book: book.remove(book[IDENTITY]), "welke ronde en regio"),
        (lambda book: book.remove(book[SHEET]), SHEET),
        (lambda book: book[SHEET].delete_rows(6), "OOR-grootte"),
        (lambda book: setattr(book[SHEET].row_dimensions[3], "hidden", True), "3:3"),
    ],
)
def test_each_fault_is_named(world: FocusWorld, edit: Edit, found: str) -> None:
    assert found in " ".join(faults(world, edit))


def test_all_faults_come_at_once(world: FocusWorld) -> None:
    told = faults(
        world,
        both(put("B2", "=1+1"), put("B3", "x" * 5000), put("B3", "Leiden", IDENTITY)),
    )
    assert len(told) == 3


def test_the_form_of_another_region_or_round_is_refused(world: FocusWorld) -> None:
    assert any("Leiden" in one for one in faults(world, region=region("Leiden")))
    old = edited(focus_workbook(world.round, world.region))
    world.next_round()
    with pytest.raises(FaultyInput):
        read_focus_workbook(consultation=world.round, region=world.region, upload=old)


@pytest.mark.parametrize(
    "content", [b"", b"Onderwerp;Aandachtspunt\na;b\n", b"%PDF-1.7", b"PK\x03\x04x"]
)
def test_another_file_is_refused(world: FocusWorld, content: bytes) -> None:
    with pytest.raises(FaultyInput):
        read_focus_workbook(
            consultation=world.round,
            region=world.region,
            upload=SimpleUploadedFile("formulier.xlsx", content),
        )
