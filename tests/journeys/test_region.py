"""In a browser: a region goes from its workbook to a proposal that all its hospitals signed.

A cluster files and its trainers answer, the coordinator divides by workbook and adopts, an
administrator signs with a certificate, a change voids what was signed, all sign again, and the
region submits. Every page on the way is looked at by axe, on a desk and on a phone.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from consultation.models import ClusterProposal, RegionProposal, Signature
from consultation.selectors.divisions import faults_of, grid_of
from consultation.selectors.signing import state_of
from consultation.services.region_workbook_form import SHEET
from tests.allocation.assignments import saved
from tests.consultation.region_books import COLUMNS, ROWS
from tests.consultation.region_work import adopt, ready
from tests.consultation.region_world import FITTING, RegionWorld
from tests.consultation.signing_world import slot_of
from tests.factories import region
from tests.journeys.phase_3 import (
    A_PDF,
    REGION,
    SIGNING,
    Guest,
    answer,
    aside,
    book_of,
    by_link,
    downloaded,
    follow,
    press,
    signed,
    upload,
)
from tests.journeys.phase_3 import guest as guest  # the fixture
from tests.journeys.test_cycle import desk as desk  # the fixture
from tests.signed_pdfs import Maker, appended

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TRAINERS = {
    "I002": ("Odette Opleider", "odette@vaart.example"),
    "N003": ("Nico Opleider", "nico@wolddijk.example"),
}
SIGNATORIES = {
    "I002": ("Anna de Vaart", "anna@vaart.example"),
    "N003": ("Wim Wolddijk", "wim@wolddijk.example"),
    "N004": ("Karin Oostersingel", "karin@oostersingel.example"),
}


@pytest.fixture
def world() -> RegionWorld:
    made = RegionWorld()
    made.without_a_day()
    return made


def test_a_workbook_goes_wrong_and_then_right(world: RegionWorld, desk: Any) -> None:
    coordinator = desk(world.coordinator)
    page = coordinator.go(REGION)
    coordinator.check()
    follow(page, "Werkboek")
    coordinator.check()
    empty = downloaded(page, "Download het werkboek")
    wrong, right = book_of(empty), book_of(empty)
    for code, row in FITTING["NO"].items():
        for at, places in row.items():
            cell = f"{COLUMNS[at]}{ROWS[code]}"
            right[SHEET][cell] = wrong[SHEET][cell] = places
    wrong[SHEET]["G2"] = "drie"
    wrong[SHEET]["H3"] = -1
    upload(page, "#id_file", "noord.xlsx", saved(wrong), XLSX)
    press(page, "Werkboek controleren")
    coordinator.check()
    page.get_by_text("Gevonden: “drie”").wait_for()
    named = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert {"G2", "H3"} <= set(named)
    marked = book_of(downloaded(page, "Downloaden met de fouten in de cellen"))[SHEET]
    assert "drie" in marked["G2"].comment.text
    assert marked["H3"].comment.text
    assert marked["I2"].comment is None
    assert grid_of(world.cycle, region("NO")).version == 0

    follow(page, "Hersteld werkboek inlezen")
    upload(page, "#id_file", "noord.xlsx", saved(right), XLSX)
    press(page, "Werkboek controleren")
    page.get_by_text("Met dit werkboek: 11 van 11").wait_for()
    coordinator.check()
    assert grid_of(world.cycle, region("NO")).version == 0
    press(page, "Overnemen in de verdeling")
    coordinator.check()
    assert faults_of(grid_of(world.cycle, region("NO"))) == []


def test_a_cluster_files_and_its_trainers_answer(
    world: RegionWorld, desk: Any, guest: Callable[[], Guest]
) -> None:
    chair = desk(world.chair)
    page = chair.go("/toewijzing/2027/fase-3/clusters/")
    chair.check()
    page.get_by_role("link", name="Invullen").click()
    chair.check()
    for at, places in FITTING["NO"]["02"].items():
        page.locator(f"#{at}-places").fill(str(places))
    trainers = {"I001": (world.trainer.name, world.trainer.email)} | TRAINERS
    for at, (name, email) in trainers.items():
        page.locator(f"#{at}-name").fill(name)
        page.locator(f"#{at}-email").fill(email)
    page.locator("#meeting-0").fill(timezone.localdate().isoformat())
    press(page, "Indienen")
    assert not ClusterProposal.objects.exists()  # the report is missing
    chair.check()
    upload(page, "#report", "verslag.pdf", A_PDF)
    press(page, "Indienen")
    sheet = ClusterProposal.objects.get().sheet
    chair.check()

    follow(page, "Naar het tekenblad")
    chair.check()
    follow(page, "Persoonlijke links versturen")
    chair.check()
    press(page, "Links versturen")
    chair.check()
    by_link(guest, TRAINERS["I002"][1])
    view, reasons = "Wij willen twee plaatsen.", "Onze kliniek groeit."
    by_link(guest, TRAINERS["N003"][1], view=view, reasons=reasons)
    trainer = desk(world.trainer)
    page = trainer.go(f"{SIGNING}{sheet.code}/I001/")
    trainer.check()
    answer(page)
    trainer.check()
    assert signed(sheet) == (2, 3)

    # The coordinator reads the other view, and takes the numbers over.
    coordinator = desk(world.coordinator)
    page = coordinator.go(f"{REGION}cluster/02/")
    coordinator.check()
    assert page.get_by_text(view).is_visible()
    assert page.get_by_text(reasons).is_visible()
    follow(page, "Overnemen in de verdeling")
    coordinator.check()
    press(page, "1 voorstel overnemen")
    coordinator.check()
    assert dict(grid_of(world.cycle, region("NO")).by_code["02"].places) == FITTING["NO"]["02"]


def test_the_general_board_meets_and_adopts(world: RegionWorld, desk: Any) -> None:
    ready(world, meeting=False)
    coordinator = desk(world.coordinator)
    page = coordinator.go(f"{REGION}vaststellen/")
    coordinator.check()
    follow(page, "Leg de vergadering van het algemeen bestuur vast.")
    coordinator.check()
    page.locator("#id_held_on").fill(timezone.localdate().isoformat())
    page.locator("#id_adjustments").fill("Niets gewijzigd na overleg.")
    upload(page, "#id_minutes", "notulen.pdf", A_PDF)
    press(page, "Vastleggen")
    coordinator.check()
    page = coordinator.go(REGION)
    coordinator.check()
    page.locator("section[aria-labelledby=step] a.button").click()
    coordinator.check()
    page.get_by_label("Ja", exact=True).check()
    page.locator("#id_motivation").fill("In goed overleg verdeeld.")
    press(page, "Versie 1 vaststellen")
    page.get_by_text("0 van 4 instellingen").wait_for()
    coordinator.check()
    assert RegionProposal.objects.get().consensus


def test_a_certificate_signs_and_a_tampered_form_does_not(world: RegionWorld, desk: Any) -> None:
    ready(world)
    sheet = adopt(world).sheet
    administrator = desk(world.administrator)
    page = administrator.go(f"{SIGNING}{sheet.code}/I001/")
    administrator.check()
    follow(page, "Ondertekend formulier inleveren")
    administrator.check()
    form = downloaded(page, "Pdf downloaden")
    maker = Maker(world.administrator.name, days=(-30, 36_500))
    good = aside(lambda: maker.signs(form))
    upload(page, "#id_file", "formulier.pdf", appended(good))
    press(page, "Inleveren")
    page.locator(".error-summary").wait_for()
    said = page.locator(".error-summary").inner_text()
    assert "Er is iets aan de pdf toegevoegd nadat hij was ondertekend" in said
    administrator.check()
    assert not Signature.objects.exists()
    upload(page, "#id_file", "formulier.pdf", good)
    press(page, "Inleveren")
    administrator.check()
    assert "ongeschonden" in page.locator("main").inner_text()
    assert page.get_by_text("Wacht op controle").first.is_visible()
    assert signed(sheet) == (0, 4)  # it waits for the bureau

    bureau = desk(world.bureau)
    page = bureau.go("/toewijzing/2027/fase-3/handtekeningen/")
    bureau.check()
    page.get_by_role("link", name="Controleren").click()
    bureau.check()
    assert page.get_by_text(sheet.digest).first.is_visible()
    assert "uitgever van het certificaat is onbekend" in page.locator("main").inner_text()
    page.get_by_label("Het klopt: de handtekening telt mee").check()
    press(page, "Controle opslaan")
    bureau.check()
    assert signed(sheet) == (1, 4)
    page = administrator.go(f"{SIGNING}{sheet.code}/")
    administrator.check()
    assert page.get_by_text("1 van de 4 hebben ondertekend").is_visible()


def test_a_change_voids_and_all_sign_again(
    world: RegionWorld, desk: Any, guest: Callable[[], Guest]
) -> None:
    ready(world)
    first = adopt(world)
    administrator = desk(world.administrator)
    answer(administrator.go(f"{SIGNING}{first.sheet.code}/I001/"))
    assert signed(first.sheet) == (1, 4)

    # Another number: said first what lapses, and only adopting makes it so.
    coordinator = desk(world.coordinator)
    page = coordinator.go(f"{REGION}verdeling/")
    page.locator("#division-02-I001").fill("2")
    page.locator("#division-02-I002").fill("2")
    page.keyboard.press("Control+s")
    page.get_by_text("Opgeslagen op").wait_for()
    assert signed(first.sheet) == (1, 4)
    page = coordinator.go(f"{REGION}vaststellen/")
    assert page.get_by_text("1 handtekening vervalt en moet opnieuw worden gezet").is_visible()
    coordinator.check()
    page.locator("#id_reason").fill("Het cluster wil het anders.")
    press(page, "Versie 2 vaststellen")
    page.get_by_text("0 van 4 instellingen").wait_for()
    coordinator.check()
    sheet = RegionProposal.objects.get(number=2).sheet
    assert signed(sheet) == (0, 4)
    assert slot_of(sheet).signatures.count() == 0
    page = administrator.go(f"{SIGNING}{first.sheet.code}/I001/")
    administrator.check()
    assert "telt niet voor de nieuwe versie" in page.locator("main").inner_text()

    # Who signs is filled in, the links leave, and all sign the second version.
    page = coordinator.go(f"{SIGNING}{sheet.code}/")
    coordinator.check()
    follow(page, "Invullen wie ondertekent")
    coordinator.check()
    for at, (name, email) in SIGNATORIES.items():
        page.locator(f"#id_{at}-name").fill(name)
        page.locator(f"#id_{at}-email").fill(email)
    press(page, "Bewaren wie ondertekent")
    coordinator.check()
    page = coordinator.go(f"{SIGNING}{sheet.code}/versturen/")
    coordinator.check()
    press(page, "Links versturen")
    for _name, email in SIGNATORIES.values():
        by_link(guest, email)
    page = administrator.go(f"{SIGNING}")
    administrator.check()
    page.get_by_role("link", name="Lezen en ondertekenen").click()
    page.wait_for_load_state()
    answer(page)
    assert state_of(sheet).all_signed

    page = coordinator.go(REGION)
    page.locator("section[aria-labelledby=step] a.button").click()
    page.get_by_text("Er ontbreekt niets").wait_for()
    coordinator.check()
    press(page, "Indienen bij BOLS")
    coordinator.check()
    bureau = desk(world.bureau)
    page = bureau.go("/toewijzing/2027/fase-3/oor/")
    bureau.check()
    assert page.get_by_text("Versie 2: 4 van 4 instellingen hebben getekend").is_visible()
