"""In a browser: the bureau opens a cycle, moves a date and sends the message; a region rereads it.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from allocation.models import Cycle, Mailing, Message
from allocation.roles import Role
from allocation.services import outbox
from tests import factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIZES = [(1366, 768), (390, 844)]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """A browser in which a person is signed in; what goes wrong on a page is remembered."""

    def __init__(self, browser: Any, address: str, user: Any) -> None:
        client = Client()
        client.force_login(user, BACKEND)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.address = address
        self.context = browser.new_context(viewport={"width": 1366, "height": 768})
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, said: Any) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def go(self, path: str) -> Any:
        self.page.goto(self.address + path)
        # With several people in one browser, only the page in front is sure to be drawn.
        self.page.bring_to_front()
        return self.page

    def check(self) -> None:
        """axe finds nothing, nothing sticks out, at both sizes; no script complained."""
        # A click waits until the next page begins, not until it is there.
        self.page.wait_for_load_state()
        assert self.complaints == []
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            assert self.page.evaluate(wider) == 0, (self.page.url, width)
            found = Axe().run(self.page, options={"preload": False})
            assert found.violations_count == 0, (self.page.url, found.generate_report())
        self.page.set_viewport_size({"width": 1366, "height": 768})
        self.page.bring_to_front()  # or a click may wait for ever until the new size is drawn
        self.complaints.clear()  # axe itself tries inline styles, which the policy refuses


@pytest.fixture
def desk(browser: Any, live_server: Any) -> Iterator[Any]:
    """Gives a person a browser of their own."""
    desks: list[Desk] = []

    def sit_down(user: Any) -> Desk:
        desks.append(Desk(browser, live_server.url, user))
        return desks[-1]

    yield sit_down
    for one in desks:
        one.context.close()
    let_requests_end()


def let_requests_end() -> None:
    """Waits for what pages sent when they were closed: the database is about to be emptied."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if not any("process_request_thread" in one.name for one in threading.enumerate()):
            return
        time.sleep(0.05)


def people() -> dict[str, Any]:
    factories.make_reference_data()
    bureau = factories.make_bureau("Bente Bureau")
    coordinator = factories.make_user("Coen Coördinator", email="coen@example.org")
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("Utrecht"))
    return {"bureau": bureau, "coordinator": coordinator}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_a_protocol_file_to_a_message_that_was_read(desk, language) -> None:
    everybody = people()
    for person in everybody.values():
        person.language = language
        person.save()
    dutch = language == "nl"

    def say(nl: str, en: str) -> str:
        return nl if dutch else en

    # The bureau opens the cycle.
    bureau = desk(everybody["bureau"])
    page = bureau.go("/")
    bureau.check()
    page.get_by_role("link", name=say("Toewijzing openen", "Open a cycle")).click()
    bureau.check()
    page.locator('a[href="/toewijzing/nieuw/2027/"]').click()
    bureau.check()
    page.get_by_role("button", name=say("Open deze toewijzing", "Open this cycle")).click()
    page.wait_for_url("**/toewijzing/2027/protocol/")
    bureau.check()
    assert Cycle.objects.get().year == 2027

    # A date moves: first a look, then the click.
    page = bureau.go("/toewijzing/2027/agenda/")
    bureau.check()
    page.get_by_role("link", name=say("Bemiddeling vragen", "Ask for mediation")).click()
    bureau.check()
    page.get_by_role("link", name=say("Verplaats deze datum", "Move this date")).click()
    page.locator("#id_day").fill("2099-05-13")
    page.locator("#id_reason").fill("VWS is later")
    bureau.check()
    page.get_by_role("button", name=say("Verder", "Continue")).click()
    bureau.check()
    page.locator('input[name="accepted"]').check()
    page.get_by_role("button", name=say("Verplaats deze datum", "Move this date")).click()
    mailing = Mailing.objects.get()
    page.wait_for_url(f"**/berichten/verzending/{mailing.pk}/")
    bureau.check()

    # The text is changed, the recipients are seen, the message goes out.
    page.locator("#id_body" if dutch else "#id_body_en").fill("Eigen woorden.")
    page.get_by_role("button", name=say("Bewaar de tekst", "Save the text")).click()
    page.get_by_role("link", name=say("Controleren en versturen", "Check and send")).click()
    bureau.check()
    page.get_by_role("button", name=say("Verstuur het bericht", "Send the message")).click()
    page.wait_for_url(f"**/berichten/verzending/{mailing.pk}/")
    assert outbox.send_due() == 2
    page.reload()
    bureau.check()
    bureau.go("/berichten/verzendingen/2027/")
    bureau.check()

    # The coordinator sees that there is a message, and reads it.
    region = desk(everybody["coordinator"])
    page = region.go("/")
    region.check()
    page.get_by_role("link", name=say("Berichten (1)", "Messages (1)")).click()
    region.check()
    subject = say("Bemiddeling vragen", "Ask for mediation")
    page.get_by_role("link", name=subject).click()
    assert "Eigen woorden." in page.inner_text("main")
    region.check()
    assert Message.objects.get(recipient=everybody["coordinator"]).read_at is not None


@pytest.mark.parametrize(
    "path",
    [
        "/toewijzing/2027/documenten/",
        "/toewijzing/2027/tabellen/",
        "/agenda/abonnement/",
        "/toewijzing/nieuw/",
    ],
)
def test_axe_finds_nothing_on_what_a_region_reads(desk, path) -> None:
    everybody = people()
    factories.make_cycle()
    region = desk(everybody["coordinator"])
    page = region.go(path)
    region.complaints.clear()  # the refusal of the last page is itself an error in the console
    region.check()
    if path == "/agenda/abonnement/":
        page.get_by_role("button", name="Maak mijn adres").click()
        page.locator("#feed-address").wait_for()
        region.check()
