"""In a browser, on the demo: phase II from a round that opens to a distribution that is decided.

Every page on the way is looked at by axe, on a desk and on a phone. What each page can do besides
has walks of its own.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from allocation.enums import PhaseStatus
from allocation.models import Mailing
from allocation.roles import Role
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.tables import places_of
from consultation.demo.stages_proposal import GERDA, explain
from consultation.models import Filing, Proposal
from consultation.selectors.distribution import decided_table, living_distribution
from consultation.selectors.workbench import bench_of
from tests.journeys import phase_2 as demo
from tests.journeys.phase_2 import PHASE, press
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DECISION = f"{PHASE}besluit/"


def open_a_round(bureau: Any, reason: str = "") -> None:
    page = bureau.go(f"{PHASE}consultatie/")
    page.get_by_role("link", name="Ronde voorbereiden").click()
    page.wait_for_load_state()
    if reason:
        page.get_by_label("Reden").fill(reason)
    press(page, "Bereid de ronde voor")
    bureau.check()
    page.get_by_role("link", name="Ronde openen").click()
    page.wait_for_load_state()
    bureau.check()
    page.get_by_role("radio", name="Nu").check()
    press(page, "Ronde openen")
    bureau.check()
    assert "0 van 39" in page.inner_text("main")


def advise_by_form(person: Any, code: str, typed: dict[str, Any]) -> None:
    page = person.go(f"{PHASE}advies/{code}/")
    for key, cell in typed["cells"].items():
        for name, text in cell.items():
            field = page.locator(f'[name="{key}-{name}"]')
            if field.count():  # a structural zero has no field for its number
                field.fill(text)
    page.locator("#motivation").fill(typed["motivation"])
    press(page, "Indienen")


def advise_by_file(person: Any, code: str, typed: dict[str, Any], folder: Path) -> None:
    page = person.go(f"{PHASE}advies/{code}/inlezen/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download het formulier (xlsx)").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book["Advies"]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for row, cell in enumerate(typed["cells"].values(), start=2):
        for head, name in (("Advies", "places"), ("Laagste", "lowest"), ("Hoogste", "highest")):
            sheet.cell(row, heads[head]).value = int(cell[name])
        sheet.cell(row, heads["Reden"]).value = cell["reason"] or None
    file = folder / "advies.xlsx"
    book.save(file)
    page.locator("#id_file").set_input_files(file)
    press(page, "Formulier inlezen")
    page.locator("#motivation").fill(typed["motivation"])
    press(page, "Indienen")


def ask_attention(person: Any, texts: dict[str, str], key: str) -> None:
    page = person.go(f"{PHASE}aandachtspunten/{key}/")
    for subject, text in texts.items():
        page.locator(f"#text-{subject}").fill(text)
    press(page, "Indienen")
    person.check()


def put_on_the_bench(page: Any, places: int) -> None:
    """Types a number and saves, once what belongs to its row stands beside the table: a database
    in memory lets nobody read while another writes."""
    page.locator("#bench-02-NO").fill(str(places))
    page.locator("#bench-row h2").filter(has_text="02 ").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_text("Opgeslagen op").wait_for()


def compose(fms: Any, story: Any) -> None:
    """From the advices to a submitted proposal: too far first, then mended."""
    page = fms.go(f"{PHASE}werkbank/")
    # It looks at colleagues' changes at moments that no test knows.
    page.route("**/werkbank/stand/**", lambda route: route.fulfill(status=204))
    press(page, "Beginnen")
    page = fms.go(f"{PHASE}passend-voorstel/")
    press(page, "Suggestie berekenen")
    page.wait_for_url("**/passend-voorstel/1/")
    fms.check()
    page.get_by_role("link", name="Overnemen", exact=True).click()
    page.wait_for_load_state()
    fms.check()
    press(page, "Aantallen overnemen")
    page.wait_for_url("**/werkbank/**")
    bench = bench_of(story.cycle)
    assert bench is not None
    right = bench.places["02", "NO"]
    put_on_the_bench(page, right + 9)
    fms.check()
    page = fms.go(f"{PHASE}voorstel/")
    press(page, "Bewaren als versie")
    assert "Cardiologie" in page.locator("section[aria-labelledby=lacking]").inner_text()
    assert page.get_by_role("link", name="Deze versie indienen").count() == 0
    page = fms.go(f"{PHASE}werkbank/")
    put_on_the_bench(page, right)
    explain(story, timezone.now())
    page = fms.go(f"{PHASE}raad-opleiding/nieuw/")
    page.get_by_label("Dag van de vergadering").fill("2026-04-22")
    page.get_by_label("Nederlandse Vereniging voor Cardiologie").check()
    press(page, "Vastleggen")
    page = fms.go(f"{PHASE}voorstel/")
    press(page, "Bewaren als versie")
    page.get_by_role("link", name="Deze versie indienen").click()
    page.wait_for_load_state()
    fms.check()
    press(page, "Dien het voorstel in")
    assert Proposal.objects.get(status="submitted").number == 2


def examine(bureau: Any) -> None:
    """The test of the bureau, with its report."""
    page = bureau.go(f"{PHASE}voorstel/2/toets/")
    bureau.check()
    page.locator("input[name=careful][value=yes]").check()
    press(page, "Toets vastleggen")
    bureau.check()
    report = page.get_by_role("link", name="Verslag (pdf)").first.get_attribute("href")
    assert bureau.context.request.get(f"{bureau.address}{report}").body().startswith(b"%PDF")


def decide(bureau: Any, members: list[Any]) -> None:
    """The board adopts the proposal with one place moved from NO to Utrecht."""
    mover = members[0]
    page = mover.go(f"{DECISION}?koers=change#besluit")
    mover.check()
    for field, more in (("#places-41-NO", -1), ("#places-41-Utrecht", 1)):
        page.locator(field).fill(str(int(page.locator(field).input_value()) + more))
    press(page, "Dit besluit voorstellen")
    for region in ("NO", "Utrecht"):
        page.locator(f"#reason-41-{region}").fill("De daling gaat het bestuur te snel.")
    press(page, "Dit besluit voorstellen")
    page.locator("#living").wait_for()
    put_and_vote(bureau, members)


def fall_back(bureau: Any, members: list[Any]) -> None:
    """No proposal came about: the board takes the base distribution."""
    page = bureau.go(f"{DECISION}?koers=fallback#besluit")
    press(page, "Dit besluit voorstellen")
    page.locator(".error-summary").wait_for()
    bureau.check()
    page.locator("#reason").fill("FMS en de verenigingen zijn het niet eens geworden.")
    press(page, "Dit besluit voorstellen")
    put_and_vote(bureau, members)


def put_and_vote(bureau: Any, members: list[Any]) -> None:
    """The bureau puts what is proposed; every member who can still vote approves."""
    page = bureau.go(DECISION)
    page.get_by_role("link", name="Nalezen en voorleggen aan het bestuur").click()
    page.wait_for_load_state()
    bureau.check()
    page.get_by_role("link", name="Voorleggen aan het bestuur").click()
    page.wait_for_load_state()
    press(page, "Voorleggen aan het bestuur")
    address = page.url
    for member in members:
        member.page.goto(address)
        if member.page.get_by_role("button", name="Akkoord", exact=True).count():
            press(member.page, "Akkoord")


def test_from_a_round_to_the_decided_distribution(desk: Any, tmp_path: Path) -> None:
    story = demo.at_the_start()
    bureau, fms = desk(story.anna), desk(story.person(GERDA))
    open_a_round(bureau)
    advise_by_form(desk(demo.adviser("02")), "02", demo.advice_typed(story, "02"))
    advise_by_file(desk(demo.adviser("10")), "10", demo.advice_typed(story, "10"), tmp_path)
    assert set(Filing.objects.values_list("specialism__code", flat=True)) == {"02", "10"}
    ask_attention(desk(demo.coordinator("NO")), demo.texts_of("NO"), "NO")
    demo.everybody_else_files(story)
    assert "39 van 39" in bureau.go(f"{PHASE}consultatie/ronde-1/").inner_text("main")
    compose(fms, story)
    examine(bureau)
    decide(bureau, [desk(member) for member in story.holding(Role.BOARD)])

    decided(desk, story)


def decided(desk: Any, story: Any) -> None:
    """What holds once the board has decided, and what an adviser reads of it."""
    assert living_distribution(story.cycle) is None
    table = decided_table(story.cycle)
    assert table is not None
    assert places_of(table).total == 1072
    states = dict(story.cycle.phases.values_list("number", "status"))
    assert (states[2], states[3]) == (PhaseStatus.CLOSED, PhaseStatus.OPEN)
    letters = Mailing.objects.get(key="distribution_decided")
    assert all(one.enclosures for one in letters.messages.all())
    outside = desk(demo.adviser("10"))
    page = outside.go(f"{PHASE}verdeling/")
    outside.check()
    assert "De daling gaat het bestuur te snel." in page.inner_text("main")


def test_a_rectified_table_and_the_fallback(desk: Any) -> None:
    story = demo.rectified_after_a_round()
    bureau, adviser = desk(story.anna), desk(demo.adviser("02"))
    earlier = Filing.objects.get(specialism__code="02")
    page = adviser.go(f"{PHASE}advies/02/")
    adviser.check()
    open_a_round(bureau, "De basisverdeling is gerectificeerd.")
    page = adviser.go(f"{PHASE}advies/02/")
    adviser.check()
    press(page, "Ongewijzigd indienen")
    adviser.check()
    confirmed = Filing.objects.get(specialism__code="02", round__number=2)
    assert confirmed.unchanged_from == earlier

    demo.everybody_else_files(story)
    fall_back(bureau, [desk(member) for member in story.holding(Role.BOARD)])
    table, framework = decided_table(story.cycle), adopted_framework(story.cycle)
    assert table is not None
    assert framework is not None
    assert framework.table is not None
    base, decided_places = places_of(framework.table), places_of(table)
    for row in base.rows:
        for region, cell in zip(base.regions, row.cells, strict=True):
            found = decided_places.cell(row.code, region)
            assert found is not None
            assert found.places == cell.places
    assert decided_places.total == 1072
