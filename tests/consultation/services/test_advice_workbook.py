"""The form as xlsx: what goes out prefilled comes back as the draft, or every fault at once."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from allocation.errors import FaultyInput, NotNow, NotPermitted, Stale
from allocation.models import Specialism
from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.models import Filing, FilingDraft
from consultation.selectors.advice_changes import Change
from consultation.services.advice_upload import upload_advice
from consultation.services.advice_workbook import advice_template
from consultation.services.advices import file_advice, save_advice_draft
from tests.allocation.assignments import saved, upload_of
from tests.consultation.advice_world import LATER, AdviceWorld, make_round, set_intake, typed
from tests.factories import appoint, make_user, specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> AdviceWorld:
    return AdviceWorld()


def book_of(world: AdviceWorld, code: str = "02", by: User | None = None) -> Workbook:
    content = advice_template(
        consultation=world.round, specialism=specialism(code), by=by or world.adviser
    )
    return load_workbook(BytesIO(content))


def upload(world: AdviceWorld, content: bytes, **more: Any) -> list[Change]:
    facts: dict[str, Any] = {
        "consultation": world.round,
        "specialism": specialism("02"),
        "seen": 0,
        "by": world.adviser,
        "now": LATER,
    }
    return upload_advice(upload=upload_of(content), **facts | more)


def filled(world: AdviceWorld) -> Workbook:
    """NO 6, ON 4, the rest 5, with room of one."""
    book = book_of(world)
    for row in range(2, 9):
        number = {2: 6, 3: 4}.get(row, 5)
        put(book, row, number, number - 1, number + 1, "Groei" if number != 5 else None)
    book["Hele advies"]["A2"] = "Eerste alinea.\nTweede alinea."
    return book


def put(book: Workbook, row: int, *values: Any) -> None:
    for column, value in enumerate(values, start=3):
        book["Advies"].cell(row, column).value = value


def faults_of(world: AdviceWorld, book: Workbook, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(FaultyInput) as caught:
        upload(world, saved(book), **more)
    assert not FilingDraft.objects.exists()
    return [(fault.sheet, fault.cell, str(fault.message)) for fault in caught.value.faults]


def test_the_form_goes_out_and_comes_back_and_can_be_filed(world: AdviceWorld) -> None:
    changes = upload(world, saved(filled(world)))
    assert Change("NO", "places", "", "6") in changes
    draft = FilingDraft.objects.get()
    assert draft.content["cells"]["ON"] == {
        "places": "4",
        "lowest": "3",
        "highest": "5",
        "reason": "Groei",
    }
    assert draft.content["motivation"] == "Eerste alinea.\nTweede alinea."
    assert not Filing.objects.exists()
    filing = file_advice(
        consultation=world.round,
        specialism=specialism("02"),
        content=draft.content,
        seen=draft.version,
        by=world.adviser,
        now=LATER,
    )
    assert upload(world, saved(book_of(world)), seen=2) == []
    assert filing.number == 1


def test_what_is_known_stands_in_the_form_and_only_answers_are_open(world: AdviceWorld) -> None:
    sheet = filled(world)["Advies"]
    assert [cell.value for cell in sheet[1]] == [
        "Regio",
        "Basisverdeling",
        "Advies",
        "Laagste",
        "Hoogste",
        "Reden",
    ]
    assert sheet["B2"].value == 5
    assert [sheet[cell].protection.locked for cell in ("A2", "B2", "C2", "F2", "C9")] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert [sheet.cell(row, 3).value for row in (9, 10, 11)] == ["=SUM(C2:C8)", 35, "=C9-C10"]
    assert sheet.protection.sheet


def test_every_sheet_prints_on_one_width_of_paper(world: AdviceWorld) -> None:
    for sheet in book_of(world).worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_later_round_shows_the_base_then_and_the_last_filed(world: AdviceWorld) -> None:
    upload(world, saved(filled(world)))
    file_advice(
        consultation=world.round,
        specialism=specialism("02"),
        content=FilingDraft.objects.get().content,
        seen=1,
        by=world.adviser,
        now=LATER,
    )
    old = book_of(world)
    world.round = make_round(world.ready, number=2, shifted=2)
    sheet = book_of(world)["Advies"]
    titles = [cell.value for cell in sheet[1]]
    assert titles[1:4] == ["Basisverdeling eerder", "Basisverdeling", "Laatst ingediend"]
    assert [cell.value for cell in sheet[2]][1:5] == [5, 7, "6 (5–7)", 6]
    with pytest.raises(FaultyInput) as caught:
        upload(world, saved(old))
    assert [one.cell for one in caught.value.faults] == ["B3", "B4"]  # round and base distribution


def test_all_faults_at_once_each_with_its_cell(world: AdviceWorld) -> None:
    book = filled(world)
    sheet = book["Advies"]
    sheet["C2"], sheet["D2"], sheet["E2"] = 6.5, -1, "zes"
    sheet["C3"] = "=2+2"
    sheet["C4"] = "#DIV/0!"
    sheet["F5"] = "x" * 4001
    sheet["A6"] = "Elders"
    sheet.row_dimensions[7].hidden = True
    found = faults_of(world, book)
    cells = {cell for name, cell, _text in found if name == "Advies"}
    assert cells == {"C2", "D2", "E2", "C3", "C4", "F5", "A6", "7:7", ""}
    assert any("Leiden" in text for _name, cell, text in found if not cell)  # its row is missing
    assert "6.5" in next(text for _name, cell, text in found if cell == "C2")


def test_changed_headings_and_sheets_are_told(world: AdviceWorld) -> None:
    book = filled(world)
    book["Advies"]["D1"] = "Minimum"
    assert any("Laagste" in text for _name, _cell, text in faults_of(world, book))
    book = filled(world)
    del book["Kenmerk"]
    del book["Hele advies"]
    assert len(faults_of(world, book)) == 4


def test_a_form_of_another_specialism_cycle_or_template_is_refused(world: AdviceWorld) -> None:
    book = filled(world)
    book["Kenmerk"]["B2"] = "10"
    book["Toelichting"]["B3"] = "advies-0"
    book["Toelichting"]["B4"] = 2026
    found = {(name, cell) for name, cell, _text in faults_of(world, book)}
    assert found == {("Kenmerk", "B2"), ("Toelichting", "B3"), ("Toelichting", "B4")}


def test_a_total_that_is_off_or_a_half_form_is_only_refused_at_filing(world: AdviceWorld) -> None:
    book = filled(world)
    put(book, 2, 9, None, None, None)
    upload(world, saved(book))
    draft = FilingDraft.objects.get()
    assert draft.content["cells"]["NO"]["lowest"] == ""
    with pytest.raises(FaultyInput):
        file_advice(
            consultation=world.round,
            specialism=specialism("02"),
            content=draft.content,
            seen=1,
            by=world.adviser,
            now=LATER,
        )


def test_structural_zeros_are_locked_and_stay_zero(world: AdviceWorld) -> None:
    geriatrics, adviser = specialism("23"), make_user("Gea Geriater")
    appoint(adviser, Role.PROFESSION, geriatrics)
    set_intake(world.ready, 30, "23")
    book = book_of(world, "23", adviser)
    cell = book["Advies"]["C6"]  # Leiden
    assert (cell.value, cell.protection.locked) == (0, True)
    cell.value = 1
    found = faults_of(world, book, specialism=geriatrics, by=adviser)
    assert [cell for _name, cell, _text in found] == ["C6"]


def test_outside_the_framework_there_is_no_base_in_the_form(world: AdviceWorld) -> None:
    sports, adviser = specialism("46"), make_user("Sam Sport")
    appoint(adviser, Role.PROFESSION, sports)
    set_intake(world.ready, 7, "46")
    book = book_of(world, "46", adviser)
    assert [cell.value for cell in book["Advies"][1]][:2] == ["Regio", "Advies"]
    texts = [str(row[1].value) for row in book["Toelichting"].iter_rows(min_row=6)]
    assert any("geen basisverdeling" in text for text in texts)


def test_a_colleagues_draft_is_not_overwritten(world: AdviceWorld) -> None:
    save_advice_draft(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed(NO=7),
        seen=0,
        by=world.adviser,
        now=LATER,
    )
    with pytest.raises(Stale):
        upload(world, saved(filled(world)))
    assert FilingDraft.objects.get().content["cells"]["NO"]["places"] == "7"
    upload(world, saved(filled(world)), seen=1)
    assert FilingDraft.objects.get().content["cells"]["NO"]["places"] == "6"


def refused(world: AdviceWorld, by: User, of: Specialism) -> None:
    with pytest.raises(NotPermitted):
        advice_template(consultation=world.round, specialism=of, by=by)
    with pytest.raises(NotPermitted):
        upload(world, b"", by=by)


def test_only_the_association_gets_and_uploads_the_form(world: AdviceWorld) -> None:
    refused(world, world.other, specialism("02"))
    refused(world, world.ready.bureau, specialism("02"))


def test_after_the_round_nothing_is_taken_in(world: AdviceWorld) -> None:
    content, first = saved(filled(world)), world.round
    make_round(world.ready, number=2)
    with pytest.raises(NotNow):
        upload(world, content, consultation=type(first).objects.get(pk=first.pk))


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"a;b\n1;2\n", b"PK\x03\x04 niets", b"x" * 99])
def test_what_is_no_workbook_is_told(world: AdviceWorld, content: bytes) -> None:
    with pytest.raises(FaultyInput) as caught:
        upload(world, content)
    assert len(caught.value.faults) == 1
    assert not FilingDraft.objects.exists()
