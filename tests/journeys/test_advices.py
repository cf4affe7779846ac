"""In a browser: one adviser files by form and one by xlsx; who reads all sees them in one table.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from allocation.roles import Role
from consultation.models import Filing, FilingDraft
from tests.consultation.advice_world import (
    AdviceWorld,
    make_round,
    posted,
    set_intake,
    typed,
    without_a_day,
)
from tests.factories import appoint, make_user, specialism
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/toewijzing/2027/fase-2/advies/"
PAGE = f"{LIST}02/"


@pytest.fixture
def world() -> AdviceWorld:
    made = AdviceWorld()
    without_a_day(made.ready)
    return made


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def opened(download: Any) -> Workbook:
    return load_workbook(BytesIO(Path(download.path()).read_bytes()))


def fill(page: Any, **places: int) -> None:
    for name, text in posted(typed(**places)).items():
        if name not in ("seen", "action"):
            page.locator(f'[name="{name}"]').fill(text)


def test_from_typing_to_the_table_of_all(world: AdviceWorld, desk: Any) -> None:
    adviser = desk(world.adviser)
    page = adviser.go(PAGE)
    adviser.check()
    fill(page, NO=6)
    page.get_by_text("Concept bewaard om").wait_for()
    assert FilingDraft.objects.get().content["cells"]["NO"]["places"] == "6"
    press(page, "Indienen")
    assert not Filing.objects.exists()
    adviser.check()
    fill(page, NO=6, ON=4)
    press(page, "Indienen")
    assert Filing.objects.get().number == 1
    adviser.check()

    bureau = desk(world.ready.bureau)
    page = bureau.go(LIST)
    bureau.check()
    page.locator("summary").first.click()
    page.get_by_text("De opleiding in deze regio verandert.").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Alle adviezen downloaden (xlsx)").click()
    assert opened(download.value).worksheets[1].max_row == 36

    make_round(world.ready, number=2, shifted=2)
    page = adviser.go(PAGE)
    adviser.check()
    page.get_by_role("link", name="Leiden: geef de reden").click()
    assert page.evaluate("document.activeElement.id || location.hash") in (
        "Leiden-reason",
        "#Leiden-reason",
    )


def test_outside_the_framework_by_xlsx(world: AdviceWorld, desk: Any, tmp_path: Path) -> None:
    sports = make_user("Sam Sport")
    appoint(sports, Role.PROFESSION, specialism("46"))
    set_intake(world.ready, 7, "46")
    mine = desk(sports)
    page = mine.go(f"{LIST}46/")
    page.get_by_role("link", name="Ingevuld formulier inlezen").click()
    mine.check()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download het formulier (xlsx)").click()
    book = opened(download.value)
    for row in range(2, 9):
        for column, number in enumerate((1, 0, 2), start=2):
            book["Advies"].cell(row, column).value = number
    file = tmp_path / "advies.xlsx"
    book.save(file)
    page.locator("#id_file").set_input_files(file)
    press(page, "Formulier inlezen")
    page.get_by_text("Uw bestand is ingelezen").wait_for()
    mine.check()
    page.get_by_role("link", name="Onderbouw uw advies als geheel").click()
    page.locator("#motivation").fill("Elke regio heeft één opleiding.")
    press(page, "Indienen")
    assert Filing.objects.get().cells.count() == 7
