"""In a browser: a coordinator writes focus points; the form saves itself, warns, and is filed.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

from pathlib import Path
from typing import Any

import pytest

from consultation.models import Filing, FilingDraft
from consultation.services.focus_content import QUOTE
from tests.consultation.focus_world import PDF, FocusWorld, without_a_day
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/toewijzing/2027/fase-2/aandachtspunten/"
PAGE = f"{LIST}NO/"
SAID, SEEN = "[data-autosave-said]", 'input[name="seen"]'


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> FocusWorld:
    settings.MEDIA_ROOT = tmp_path
    made = FocusWorld()
    without_a_day(made)
    return made


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_from_the_first_letter_to_what_the_bureau_reads(
    world: FocusWorld, desk: Any, tmp_path: Path
) -> None:
    coordinator, bureau = desk(world.coordinator), desk(world.bureau)
    page = coordinator.go(PAGE)
    coordinator.check()
    page.locator("#text-demand").press_sequentially("De vraag groeit.")
    page.get_by_text("Concept bewaard om").wait_for()
    assert page.locator(SEEN).input_value() == "1"
    assert FilingDraft.objects.get().content["texts"]["demand"] == "De vraag groeit."

    page.locator("#text-size").fill("Cardiologie 8, heelkunde 6, urologie 2")
    page.locator("[data-autosave-notices]").get_by_text(QUOTE).wait_for()
    file = tmp_path / "visie.pdf"
    file.write_bytes(PDF)
    page.locator("#files").set_input_files(file)
    press(page, "Indienen")
    assert not Filing.objects.exists()
    coordinator.check()
    page.get_by_label("Ik heb dit gelezen").check()
    press(page, "Indienen")
    assert Filing.objects.get().warnings == ["numbers:size"]
    coordinator.check()

    page = bureau.go(LIST)
    bureau.check()
    page = bureau.go(PAGE)
    assert QUOTE in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="visie.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF
    bureau.check()


def test_a_colleague_who_saved_in_between_stops_the_saving(world: FocusWorld, desk: Any) -> None:
    mine, theirs = desk(world.coordinator), desk(world.colleague)
    page, other = mine.go(PAGE), theirs.go(PAGE)
    other.locator("#text-size").fill("Van Cato")
    press(other, "Bewaar concept")
    page.locator("#text-size").press_sequentially("Van Coen")
    page.get_by_text("Een collega heeft deze aandachtspunten intussen bewaard").wait_for()
    assert FilingDraft.objects.get().content["texts"]["size"] == "Van Cato"
    press(page, "Bewaar concept")
    assert page.locator("#text-size").input_value() == "Van Coen"
    assert "Van Cato" in page.locator(".beside__other").last.inner_text()
    mine.complaints.clear()  # the browser notes the two answers 409
    mine.check()
    press(page, "Bewaar concept")
    assert FilingDraft.objects.get().content["texts"]["size"] == "Van Coen"


def test_leaving_warns_only_of_what_is_unsaved_and_saves_it(world: FocusWorld, desk: Any) -> None:
    mine = desk(world.coordinator)
    page = mine.go(PAGE)
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    mine.go(LIST)
    assert asked == []
    mine.go(PAGE)
    page.locator("#text-size").press_sequentially("Vlak voor het weggaan")
    mine.go(LIST)
    assert asked == ["beforeunload"]
    mine.go(PAGE)
    assert page.locator("#text-size").input_value() == "Vlak voor het weggaan"


def test_without_script_the_buttons_do_it(world: FocusWorld, browser: Any, desk: Any) -> None:
    signed_in = desk(world.coordinator)
    context = browser.new_context(
        java_script_enabled=False, storage_state=signed_in.context.storage_state()
    )
    page = context.new_page()
    page.goto(signed_in.address + PAGE)
    page.locator("#text-size").fill("Zonder script")
    press(page, "Bewaar concept")
    press(page, "Indienen")
    context.close()
    assert Filing.objects.get().points.get().text == "Zonder script"
