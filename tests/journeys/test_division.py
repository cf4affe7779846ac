"""In a browser: two coordinators divide the places of a region at once; nobody loses a number.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

from typing import Any

import pytest

from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.models import CapacityFrame
from consultation.selectors.capacity import frame_warnings, frames_in
from consultation.selectors.divisions import Grid, faults_of, grid_of
from consultation.services.divisions import GridChange, change_grid
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, appoint, institution, make_user, region, specialism
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/toewijzing/2027/fase-3/oor/NO/verdeling/"
COUNT, LIST = "[data-bench-count]", "[data-bench-findings]"


@pytest.fixture
def world() -> RegionWorld:
    made = RegionWorld()
    made.without_a_day()
    return made


def colleague() -> User:
    """A second coordinator of the region."""
    found = make_user("Cor Collega")
    appoint(found, Role.COORDINATOR, region("NO"))
    return found


def grid(world: RegionWorld) -> Grid:
    return grid_of(world.cycle, region("NO"))


def opened(person: Any) -> Any:
    """Opens the page. It looks at colleagues' changes by itself at moments that no test knows, and
    a database in memory lets nobody read while another writes: here it hears that nothing did."""
    page = person.go(PAGE)
    page.route("**/verdeling/stand/**", lambda route: route.fulfill(status=204))
    return page


def fill(page: Any, cell: str, text: str) -> None:
    page.locator(f"#division-{cell}").fill(text)


def value(page: Any, cell: str) -> str:
    return str(page.locator(f"#division-{cell}").input_value())


def pasted(page: Any, cell: str, text: str) -> None:
    """Pastes a block from a spreadsheet into a cell."""
    page.locator(f"#division-{cell}").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
            document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def save(page: Any) -> None:
    page.keyboard.press("Control+s")
    page.get_by_text("Opgeslagen op").wait_for()


def test_a_coordinator_divides_all_places(world: RegionWorld, desk: Any) -> None:
    coordinator = desk(world.coordinator)
    page = opened(coordinator)
    coordinator.check()
    assert page.locator(COUNT).inner_text() == "3 punten kloppen nog niet"
    assert page.get_by_text("Nog 9 plaatsen te verdelen").is_visible()
    assert page.locator("thead th").all_inner_texts()[1:3] == [
        "Kliniek Oostersingel",
        "UMC Voorbeeld Noord",
    ]

    # A block over closed cells, and over the sole training with the number that stands there.
    pasted(page, "02-I001", "3\t1\t1\n2\t1\t\n2\t\t\n1\t\t")
    assert page.locator("[data-grid-paste]").is_hidden()
    fill(page, "31-N004", "0")
    assert page.locator(COUNT).inner_text() == "Alles klopt"
    assert page.get_by_text("Alles is verdeeld").is_visible()
    save(page)
    assert faults_of(grid(world)) == []

    # Too many: the line leads to the row, and Ctrl+Z takes it back.
    fill(page, "05-I001", "9")
    page.locator("#division-05-I002").focus()
    page.get_by_role("link", name="Heelkunde: 10 plaatsen verdeeld").click()
    assert page.evaluate("document.activeElement.id").startswith("division-05-")
    page.keyboard.press("Control+z")
    assert value(page, "05-I001") == "2"
    fill(page, "05-I001", "twee")
    page.keyboard.press("Control+s")
    page.get_by_text("Nog niet alles is opgeslagen").wait_for()
    assert "dit is geen heel aantal plaatsen" in page.locator(LIST).inner_text()
    coordinator.check()


def test_two_coordinators_at_once(world: RegionWorld, desk: Any) -> None:
    mine, theirs = desk(world.coordinator), desk(colleague())
    page, other = opened(mine), opened(theirs)
    fill(other, "02-I001", "4")
    fill(other, "05-I001", "2")
    save(other)

    fill(page, "02-I001", "5")
    fill(page, "02-I002", "0")
    page.keyboard.press("Control+s")
    page.get_by_text("Een collega wijzigde 1 veld eerder dan u").wait_for()
    mine.check()
    kept = grid(world).by_code["02"].places
    assert (kept["I001"], kept["I002"]) == (4, 0)
    # What was not touched here follows, and says who did it.
    assert value(page, "05-I001") == "2"
    assert "Cor Collega · Heelkunde" in page.locator("[data-bench-changes]").inner_text()
    page.get_by_label("Van u:").click()
    page.get_by_text("Een collega wijzigde 1 veld eerder dan u").wait_for(state="hidden")
    page.get_by_text("Opgeslagen op").wait_for()
    assert grid(world).by_code["02"].places["I001"] == 5


def test_the_page_says_while_typing_what_the_server_says(world: RegionWorld, desk: Any) -> None:
    for at, low, high in (("I001", 2, None), ("I002", None, 1)):
        CapacityFrame.objects.create(
            cycle=world.cycle,
            region=region("NO"),
            specialism=specialism("02"),
            institution=institution(at),
            minimum=low,
            maximum=high,
            set_at=NOW,
            set_by=world.chair,
        )
    changes = [GridChange("02", "I001", 1, 0), GridChange("02", "I002", 2, 0)]
    change_grid(
        cycle=world.cycle, region=region("NO"), changes=changes, by=world.coordinator, now=NOW
    )
    warned = frame_warnings(grid(world), frames_in(world.cycle, region("NO")))
    said = [one.text for one in faults_of(grid(world))] + [f"Let op: {one.text}" for one in warned]
    assert len(warned) == 2
    page = opened(desk(world.coordinator))
    page.locator("[data-bench-saved]").wait_for()
    assert page.locator(f"{LIST} a").all_inner_texts() == said
    # Once more after a change and its undoing, so that the script made the list.
    fill(page, "02-I001", "9")
    fill(page, "02-I001", "1")
    assert page.locator(f"{LIST} a").all_inner_texts() == said


def test_a_specialism_at_a_time_on_a_phone(world: RegionWorld, desk: Any) -> None:
    page = opened(desk(world.coordinator))
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("#row-02 td.is-zero").first.is_hidden()
    assert page.locator("#division-02-N003").is_visible()
    fill(page, "02-N003", "5")
    save(page)
    assert grid(world).by_code["02"].places["N003"] == 5


def test_a_recognition_is_reported_and_answered(world: RegionWorld, desk: Any) -> None:
    chair = desk(world.chair)
    page = chair.go("/toewijzing/2027/fase-3/erkenningen/")
    chair.check()
    page.get_by_role("link", name="Erkenning melden").click()
    chair.check()
    page.get_by_label("Nieuwe erkenning").check()
    page.get_by_label("Instelling").select_option("N004")
    page.get_by_label("Vanaf welke dag").fill("2026-04-01")
    page.get_by_label("Waar is dit te lezen?").fill("RGS, 1 april 2026")
    page.get_by_role("button", name="Melden").click()
    page.get_by_text("Telt mee; het bureau controleert het nog").wait_for()
    assert "N004" in grid(world).by_code["02"].recognised

    bureau = desk(world.bureau)
    page = bureau.go("/toewijzing/2027/fase-3/erkenningen/")
    bureau.check()
    page.get_by_role("link", name="Beantwoorden").click()
    bureau.check()
    page.get_by_label("De melding klopt niet: zij telt niet meer mee").check()
    page.get_by_label("Toelichting").fill("Het register kent deze opleiding niet.")
    page.get_by_role("button", name="Beantwoorden").click()
    page.get_by_text("Niet geaccepteerd: telt niet mee").wait_for()
    assert "N004" not in grid(world).by_code["02"].recognised


def test_a_chair_sets_a_frame(world: RegionWorld, desk: Any) -> None:
    chair = desk(world.chair)
    page = chair.go(f"{PAGE}kader/02/")
    chair.check()
    page.get_by_label("Minimum van UMC Voorbeeld Noord").fill("2")
    page.get_by_role("button", name="Kaders opslaan").click()
    page.get_by_text("De capaciteitskaders zijn opgeslagen").wait_for()
    chair.check()
    assert frames_in(world.cycle, region("NO"))["02", "I001"].minimum == 2

    page = chair.go("/toewijzing/2027/fase-3/oor/NO/cluster/02/invullen/")
    mark, typed = page.locator("[data-outside]"), page.locator("#I001-places")
    assert mark.is_hidden()
    for places, outside in (("1", True), ("2", False), ("0", True), ("", False)):
        typed.fill(places)
        assert mark.is_visible() is outside, places
