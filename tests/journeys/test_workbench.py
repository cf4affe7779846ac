"""In a browser: two people of FMS compose the proposal at once; nobody loses a number.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

from typing import Any

import pytest

from consultation.models import WorkbenchCell
from consultation.selectors.workbench import findings_of
from tests.consultation.bench_world import BenchWorld
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/toewijzing/2027/fase-2/werkbank/"
COUNT, LIST = "[data-bench-count]", "[data-bench-findings]"


@pytest.fixture
def world() -> BenchWorld:
    made = BenchWorld()
    made.advise(NO=7, Leiden=3)
    return made


def pasted(page: Any, field: str, text: str) -> None:
    """Pastes a block from a spreadsheet into a cell."""
    page.locator(field).focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
            document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def bench(person: Any) -> Any:
    """Opens the page. It looks at colleagues' changes by itself at moments that no test knows, and
    a database in memory lets nobody read while another writes: here it hears that nothing did."""
    page = person.go(PAGE)
    page.route("**/werkbank/stand/**", lambda route: route.fulfill(status=204))
    return page


def fill(page: Any, cell: str, text: str) -> None:
    """Types a number, and waits until what belongs to its row stands beside the table."""
    page.locator(f"#bench-{cell}").fill(text)
    page.locator("#bench-row h2").filter(has_text=f"{cell[:2]} ").wait_for()


def value(page: Any, cell: str) -> str:
    return str(page.locator(f"#bench-{cell}").input_value())


def test_from_the_advices_to_a_proposal_that_is_right(world: BenchWorld, desk: Any) -> None:
    fms = desk(world.fms)
    page = bench(fms)
    fms.check()
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_url(f"**{PAGE}")
    fms.check()
    # The advice gives reasons for its cells; the regions have none yet.
    assert page.locator(COUNT).inner_text() == "2 punten kloppen nog niet"
    page.locator("#region-reason-NO").fill("Twee plaatsen meer")
    page.locator("#region-reason-Leiden").fill("Twee plaatsen minder")
    assert page.locator(COUNT).inner_text() == "Alles klopt"
    page.keyboard.press("Control+s")
    page.get_by_text("Opgeslagen op").wait_for()
    assert world.bench().region_reasons["NO"] == "Twee plaatsen meer"

    # A block goes in as one step, and out as one.
    pasted(page, "#bench-10-NO", "9\t1\n6\t4")
    assert [value(page, one) for one in ("10-NO", "10-ON", "17-NO", "17-ON")] == list("9164")
    assert page.locator("#reason-10-NO").is_visible()
    page.locator("#bench-row h2").filter(has_text="10 ").wait_for()
    page.locator("#bench-17-ON").focus()
    page.locator("#bench-row h2").filter(has_text="17 ").wait_for()
    page.keyboard.press("Control+z")
    assert value(page, "10-NO") == "5"
    assert page.locator(COUNT).inner_text() == "Alles klopt"

    # Out of bounds: what is wrong leads to where it is mended, and saves by itself all the same.
    fill(page, "10-NO", "14")
    assert "Regio NO: 160" not in page.locator(LIST).inner_text()
    fill(page, "10-ON", "0")
    fill(page, "10-NO", "16")
    assert "Regio NO: 163 plaatsen; 142 tot en met 160 mag." in page.locator(LIST).inner_text()
    page.get_by_role("link", name="Interne geneeskunde: 41 plaatsen").click()
    assert page.evaluate("document.activeElement.id") == "bench-10-NO"
    page.locator("#bench-row").get_by_text("10 Interne geneeskunde").wait_for()
    page.get_by_text("Opgeslagen op").wait_for()
    assert world.bench().places["10", "NO"] == 16
    fms.check()
    page.get_by_role("button", name="Hele rij op basis").click()
    assert page.locator(COUNT).inner_text() == "Alles klopt"
    page.keyboard.press("Control+s")
    page.get_by_text("Opgeslagen op").wait_for()
    assert world.bench().places["10", "NO"] == 5


def test_what_is_not_stored_is_said(world: BenchWorld, desk: Any) -> None:
    world.begin()
    page = bench(desk(world.fms))
    fill(page, "10-NO", "12345")  # more than anybody trains
    page.keyboard.press("Control+s")
    page.get_by_text("Nog niet alles is opgeslagen").wait_for()
    assert "Interne geneeskunde, NO: dit is geen heel aantal" in page.locator(LIST).inner_text()
    fill(page, "10-NO", "5")
    page.get_by_text("Opgeslagen op").wait_for()

    # Signed out in another tab, and in again.
    page.route("**/werkbank/bewaren/", lambda route: route.fulfill(body="<h1>Inloggen</h1>"))
    fill(page, "10-NO", "7")
    page.keyboard.press("Control+s")
    page.get_by_text("U bent uitgelogd").wait_for()
    page.unroute("**/werkbank/bewaren/")
    page.get_by_text("Opgeslagen op").wait_for()
    assert world.bench().places["10", "NO"] == 7


def test_a_link_shows_the_region_on_a_phone(world: BenchWorld, desk: Any) -> None:
    world.begin()
    WorkbenchCell.objects.filter(region__key="ZON").update(places=9)
    page = bench(desk(world.fms))
    page.set_viewport_size({"width": 390, "height": 844})
    total = page.locator("#total-ZON")
    assert total.is_hidden()
    page.get_by_role("link", name="Regio ZON: 2").click()
    assert page.evaluate("document.activeElement.id") == "total-ZON"
    assert total.is_visible()


def test_two_people_at_once(world: BenchWorld, desk: Any) -> None:
    world.begin()
    mine, theirs = desk(world.fms), desk(world.colleague)
    page, other = bench(mine), bench(theirs)
    fill(other, "02-NO", "6")
    fill(other, "05-NO", "4")
    other.keyboard.press("Control+s")
    other.get_by_text("Opgeslagen op").wait_for()

    fill(page, "02-NO", "8")
    fill(page, "02-ON", "3")
    page.keyboard.press("Control+s")
    page.get_by_text("Een collega wijzigde 1 veld eerder dan u").wait_for()
    mine.check()
    kept = world.bench().places
    assert (kept["02", "NO"], kept["02", "ON"]) == (6, 3)
    # What was not touched here follows, and says who did it.
    assert value(page, "05-NO") == "4"
    assert "Cor Collega · Heelkunde, NO 5 → 4" in page.locator("[data-bench-changes]").inner_text()
    page.get_by_label("Van u:").click()
    page.get_by_text("Een collega wijzigde 1 veld eerder dan u").wait_for(state="hidden")
    page.get_by_text("Opgeslagen op").wait_for()
    assert world.bench().places["02", "NO"] == 8

    fill(other, "02-NO", "7")
    other.keyboard.press("Control+s")
    other.get_by_label("Van Fem Federatie").click()
    assert value(other, "02-NO") == "8"
    assert world.bench().places["02", "NO"] == 8


def test_the_page_says_while_typing_what_the_server_says(world: BenchWorld, desk: Any) -> None:
    world.begin("advices")
    places = {("02", "NO"): 19, ("05", "ON"): 0, ("10", "Leiden"): 0, ("23", "Leiden"): 1}
    places |= {(code, "Leiden"): 1 for code in ("17", "18", "19", "20")}
    for (code, region), number in places.items():
        cells = WorkbenchCell.objects.filter(specialism__code=code, region__key=region)
        cells.update(places=number, reason="Groei" if code == "05" else " ")
    said = [
        f"Let op: {one.text}" if one.warning else one.text for one in findings_of(world.bench())
    ]
    kinds = {one.code for one in findings_of(world.bench())}
    assert kinds >= {"structural_zero", "row_total", "region_total", "reason", "region_reason"}
    page = bench(desk(world.fms))
    page.locator("[data-bench-saved]").wait_for()
    assert page.locator(f"{LIST} a").all_inner_texts() == said
    # Once more after a change and its undoing, so that the script made the list.
    fill(page, "01-NO", "9")
    fill(page, "01-NO", "5")
    assert page.locator(f"{LIST} a").all_inner_texts() == said
