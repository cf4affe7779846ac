"""In a browser: the national intake is entered; the region assignment uploaded, checked, answered.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

from pathlib import Path
from typing import Any

import pytest

from allocation.models import AssignmentVersion, IntakeVersion, LineCheck
from allocation.roles import Role
from tests import factories
from tests.allocation.assignments import add_intake, assignment_book
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHASE = "/toewijzing/2027/fase-1/"
ROWS = [
    ["I001", None, "01", "ja", "RGS", "SWO", "NO", 1],
    ["I001", None, "02", "ja", "RGS", "SWO", "NO", 1],
    ["I001", None, "05", "ja", "RGS", "naar rato", "NO", None, 4.2, 4.1, 4.1],
    ["I001", None, "05", "ja", "RGS", "naar rato", "OOR Amsterdam", None, 6.2, 6.2, 6.2],
    ["I002", None, "01", "ja", "RGS", "SWO", "NO", 1],
]


@pytest.fixture
def people() -> dict[str, Any]:
    factories.make_reference_data()
    found = {"bureau": factories.make_bureau("Bente Bureau"), "no": factories.make_user("Coen")}
    factories.appoint(found["no"], Role.COORDINATOR, factories.region("NO"))
    found["cycle"] = factories.make_cycle(2027, opened_by=found["bureau"])
    return found


def test_the_national_intake_is_pasted_and_confirmed(desk: Any, people: dict[str, Any]) -> None:
    add_intake(people["cycle"], people["bureau"])
    bureau = desk(people["bureau"])
    page = bureau.go(f"{PHASE}instroom/")
    bureau.check()
    page.get_by_role("link", name="Op het scherm wijzigen").click()
    bureau.check()
    # A block of two cells from a spreadsheet, pasted into the first one.
    page.locator("#id_intake-01-places").focus()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "78\\n59\\n");
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste",
                    {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    assert page.locator("#id_intake-02-places").input_value() == "59"
    assert page.locator("[data-column-total]").nth(1).inner_text() == "1.072"
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    bureau.check()
    page.get_by_label("Definitief").check()
    page.get_by_label("Reden van de nieuwe versie").fill("Begroting aangenomen")
    page.get_by_role("button", name="Versie 2 opslaan").click()
    bureau.check()
    assert IntakeVersion.objects.get(number=2).status == "definitive"
    page.get_by_role("link", name="Vergelijken met versie 1").click()
    bureau.check()
    assert page.get_by_role("row", name="02 Cardiologie").inner_text().endswith("+1")


def test_the_region_assignment_is_uploaded_checked_and_corrected(
    desk: Any, people: dict[str, Any], tmp_path: Path
) -> None:
    bureau, coordinator = desk(people["bureau"]), desk(people["no"])
    book = assignment_book(people["cycle"], ROWS)
    wrong, right = tmp_path / "fout.xlsx", tmp_path / "goed.xlsx"
    book.save(right)
    book["OOR-indeling"]["H2"] = "9/10"
    book.save(wrong)

    page = bureau.go(f"{PHASE}oor-indeling/inlezen/")
    bureau.check()
    for file in (wrong, right):
        page.get_by_label("Ingevuld sjabloon").set_input_files(file)
        page.get_by_role("button", name="Bestand controleren").click()
        bureau.check()
    page.get_by_role("button", name="Versie 1 opslaan").click()
    page.get_by_role("link", name="Naar de coördinatoren sturen").click()
    page.get_by_label("Controleren uiterlijk op").fill("2026-12-04")
    bureau.check()
    page.get_by_role("button", name="Naar de coördinatoren sturen").click()
    bureau.check()

    page = coordinator.go(f"{PHASE}oor-indeling/")
    coordinator.check()
    page.get_by_role("link", name="Regels bekijken").click()
    coordinator.check()
    page.get_by_role("button", name="Bevestigen Anesthesiologie, UMC Voorbeeld Noord").click()
    page.get_by_role("link", name="Bezwaar maken Anesthesiologie, Ziekenhuis").click()
    page.get_by_label("Wat klopt niet").fill("Er is een SWO met ON")
    coordinator.check()
    page.get_by_role("button", name="Bezwaar maken").click()
    coordinator.check()
    coordinator.go(f"{PHASE}oor-indeling/alles-bevestigen/")
    coordinator.check()
    page.get_by_role("button", name="2 regels bevestigen").click()
    assert "3 bevestigd, 0 te bekijken, 1 bezwaar" in page.inner_text("main")

    page = bureau.go(f"{PHASE}oor-indeling/bezwaren/")
    bureau.check()
    page.get_by_role("link", name="Deze regel corrigeren").click()
    bureau.check()
    page.get_by_label("Aandeel van NO").fill("")
    page.get_by_label("Aandeel van ON").fill("1")
    page.get_by_label("Reden van de correctie").fill("SWO met ON van 1 juli 2025")
    page.get_by_role("button", name="Opslaan als nieuwe versie").click()
    page.get_by_role("link", name="Dit bezwaar beantwoorden").click()
    bureau.check()
    page.get_by_label("Overgenomen", exact=True).check()
    page.get_by_label("Toelichting").fill("U hebt gelijk")
    page.get_by_role("button", name="Antwoord vastleggen").click()
    bureau.check()
    assert LineCheck.objects.get(outcome="objected").answer.settled_in.number == 2

    page = coordinator.go(f"{PHASE}oor-indeling/")
    assert "3 bevestigd, 0 te bekijken" in page.inner_text("main")
    coordinator.go(f"{PHASE}oor-indeling/bezwaren/")
    assert "verwerkt in versie 2" in page.inner_text("main")
    assert AssignmentVersion.objects.get(number=2).status == "in_check"
