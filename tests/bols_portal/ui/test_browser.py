"""The components in a real browser: accessibility, sizes, keys, paste, paper, without script."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

GALLERY = "tests.bols_portal.ui.gallery"
SIZES = [(1366, 768), (390, 844), (320, 640)]
PAGES = ["/", "/table", "/edit"]
# What one can point at and is smaller than 24 by 24 px. Exempt: links inside a sentence
# (WCAG 2.5.8), and inputs that fill a bigger label.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea')]
  .filter((e) => e.checkVisibility() && e.type !== 'hidden')
  .filter((e) => !e.closest('.sr-only, .skip-link, p, dd'))
  .map((e) => [e, (e.closest('label.matrix__pick') ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width} ${box.height}`)"""
CLIPPED = """() => [...document.querySelectorAll('h1, p, li, dt, dd, label, button, .button')]
  .filter((e) => e.checkVisibility() && !e.closest('.sr-only'))
  .filter((e) => getComputedStyle(e).display !== 'inline')
  .filter((e) => e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.outerHTML.slice(0, 120))"""
# The right edge of the digits in a column, in tenths of a pixel.
DIGITS = """() => [...document.querySelectorAll('tbody td:nth-child(3) .matrix__cell')]
  .map((cell) => {
    const range = document.createRange();
    range.selectNodeContents([...cell.childNodes].find((node) => node.nodeType === 3));
    return Math.round(range.getBoundingClientRect().right * 10);
  })"""
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const options = { clipboardData, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Visitor:
    """Opens pages of the gallery and remembers every error and every breach of the policy."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser = browser
        self.address = address
        self.contexts: list[Any] = []
        self.complaints: list[str] = []

    def __call__(self, path: str, size: tuple[int, int] = SIZES[0], **options: Any) -> Any:
        viewport = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(viewport=viewport, locale="nl-NL", **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self.heard(self.complaints))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        page.wait_for_load_state("networkidle")
        return page

    @staticmethod
    def heard(complaints: list[str]) -> Callable[[Any], None]:
        def hear(said: Any) -> None:
            if said.type == "error":
                complaints.append(said.text)

        return hear


@pytest.fixture
def visit(browser, live_server, settings) -> Iterator[Visitor]:
    """Open a page of the gallery; no error and no breach of the policy may come up meanwhile."""
    settings.ROOT_URLCONF = f"{GALLERY}.urls"
    settings.UI_NAV_PROVIDER = f"{GALLERY}.data.navigation"
    settings.DEMO = True
    visitor = Visitor(browser, live_server.url)
    yield visitor
    for context in visitor.contexts:
        context.close()
    assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(visit, path, size, scheme) -> None:
    page = visit(path, size, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(SMALL_TARGETS) == []
    assert visit.complaints == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    visit.complaints = []  # axe itself tries inline styles, which the policy refuses


def test_thirty_by_seven_fits_a_laptop_without_sideways_scrolling(visit) -> None:
    page = visit("/table")
    box = page.evaluate(
        "(e => [e.scrollWidth, e.clientWidth])(document.querySelector('.matrix__frame'))"
    )
    assert box[0] <= box[1]
    assert page.locator("tbody tr").count() == 30


def test_digits_stay_in_line_whatever_the_marks(visit) -> None:
    page = visit("/table")
    edges = page.evaluate(DIGITS)
    assert len(edges) == 30
    assert len(set(edges)) == 1


@pytest.mark.parametrize("path", PAGES)
def test_zoomed_in_twice_nothing_is_lost(visit, path) -> None:
    page = visit(path, (683, 384))
    assert page.evaluate("document.documentElement.scrollWidth") <= 683
    assert page.evaluate(CLIPPED) == []


def test_keys_walk_the_table_and_enter_explains_beside_it(visit) -> None:
    page = visit("/table")
    page.locator("a.matrix__cell").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    address = page.evaluate("document.activeElement.getAttribute('href')")
    assert address == "/why/03/NO"
    page.keyboard.press("Enter")
    page.wait_for_selector(".why__steps")
    assert "Afgerond op 1: next best." in page.inner_text("#why")
    assert page.url.endswith("/table")
    assert page.get_attribute("a.matrix__cell[aria-current]", "href") == "/why/03/NO"
    page.keyboard.press("Control+End")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/why/44/ZON"
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.matrix__cell')")


def test_a_piece_that_fails_is_told(visit) -> None:
    page = visit("/table")
    page.route("**/why/01/NO", lambda route: route.fulfill(status=500))
    page.locator("a.matrix__cell").first.click()
    page.get_by_text("Het portaal gaf geen antwoord.").wait_for()
    assert page.url.endswith("/table")
    visit.complaints.clear()  # the refused request itself


def test_a_whole_page_is_never_put_into_the_panel(visit) -> None:
    page = visit("/table")
    whole = "<!doctype html><title>Inloggen</title><h1>Inloggen</h1>"
    page.route("**/why/01/NO", lambda route: route.fulfill(content_type="text/html", body=whole))
    page.locator("a.matrix__cell").first.click()
    page.wait_for_url("**/why/01/NO")
    assert page.locator("h1").all_inner_texts() == ["Inloggen"]


def test_without_script_a_number_leads_to_its_own_page(visit) -> None:
    page = visit("/table", java_script_enabled=False)
    page.locator("a.matrix__cell").first.click()
    assert page.url.endswith("/why/01/NO")
    assert "Afgerond op 1: next best." in page.inner_text("#why")
    assert page.locator("button[data-copy]:visible").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_shows_one_region_at_a_time(visit, script) -> None:
    page = visit("/table", (390, 844), java_script_enabled=script)
    heads = page.locator(".matrix__table thead th:visible")
    assert heads.all_inner_texts() == ["Specialisme", "NO", "Totaal"]
    page.get_by_label("Leiden", exact=True).check(force=True)
    assert heads.all_inner_texts() == ["Specialisme", "Leiden", "Totaal"]
    page.get_by_label("Alle", exact=True).check(force=True)
    assert heads.count() == 9


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visit) -> None:
    page = visit("/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Aantal plaatsen").click()
    assert page.evaluate("document.activeElement.name") == "places"
    page.get_by_role("link", name="Uw oordeel").click()
    assert page.evaluate("document.activeElement.name") == "kind"


def cell(page: Any, row: str, column: str) -> Any:
    return page.locator(f"[name='edit-{row}-{column}']")


def test_a_block_can_be_pasted_and_taken_back_and_totals_follow(visit) -> None:
    page = visit("/edit")
    assert page.inner_text("[data-grid-said]") == "2 rijen kloppen nog niet"
    cell(page, "05", "Utrecht").focus()
    page.evaluate(PASTE, "7\t12\r\n7\t5\r\n")
    assert cell(page, "05", "Utrecht").input_value() == "7"
    assert cell(page, "23", "NWN").input_value() == "5"
    assert page.inner_text("[data-grid-said]") == "1 rij klopt nog niet"
    cell(page, "23", "ZON").fill("4")
    page.keyboard.press("Enter")
    assert page.inner_text("[data-grid-said]") == "Alle rijen kloppen"
    assert page.locator("[data-grid-total]").inner_text() == "98"
    cell(page, "03", "NO").focus()
    page.keyboard.press("Control+z")
    assert cell(page, "23", "ZON").input_value() == "vier"
    page.keyboard.press("Control+z")
    assert cell(page, "05", "Utrecht").input_value() == "19"
    assert page.inner_text("[data-grid-said]") == "2 rijen kloppen nog niet"


def test_a_block_with_headings_or_totals_is_refused_in_words(visit) -> None:
    page, said = visit("/edit"), "[data-grid-paste]"
    cell(page, "05", "NO").focus()
    before = cell(page, "05", "NO").input_value()
    page.evaluate(PASTE, "\t".join("12345678") + "\n")
    assert "1 rijen en 8 kolommen" in page.inner_text(said)
    page.evaluate(PASTE, "NO\tON\n1\t2\n")
    assert "‘NO’ is geen heel aantal" in page.inner_text(said)
    assert cell(page, "05", "NO").input_value() == before
    page.evaluate(PASTE, "7\t1\n")
    assert page.locator(said).is_hidden()
    assert cell(page, "05", "NO").input_value() == "7"
    cell(page, "23", "NWN").focus()
    page.evaluate(PASTE, "1\t2\t3\n")
    assert "behalve op cellen zonder opleiding (1)" in page.inner_text(said)
    page.keyboard.press("Control+z")
    assert page.locator(said).is_hidden()


def test_keys_in_the_grid_jump_over_what_cannot_be_filled_in(visit) -> None:
    page = visit("/edit")
    cell(page, "23", "NWN").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.name") == "edit-23-ZWN"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "edit-05-ZWN"
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("document.activeElement.name") == "edit-03-ZWN"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "edit-03-ZON"


def test_the_leeway_is_watched_while_typing(visit) -> None:
    page = visit("/edit")
    change = page.locator("[data-column-change]").nth(2)
    assert change.inner_text() == "+12"
    assert "is-off" in change.locator("..").get_attribute("class")
    cell(page, "05", "Utrecht").fill("7")
    assert change.inner_text() == "0"
    assert "is-off" not in change.locator("..").get_attribute("class")


def test_the_table_prints_on_one_sheet_without_the_frame(visit) -> None:
    page = visit("/table")
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    text = sheets[0].extract_text()
    assert "Ziekenhuisapotheker" in text
    assert "1.053" in text
    assert "alle cijfers en codes zijn verzonnen" in text
    assert "Documenten" not in text
