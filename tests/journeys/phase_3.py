"""What the walks through phase III share: links from the mail, files to upload, what is pressed."""

import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from openpyxl import Workbook, load_workbook

from allocation.services import outbox
from consultation.models import SigningSheet
from consultation.selectors.signing import state_of
from tests.factories import make_user
from tests.journeys.phase_2 import press as press  # used by every walk
from tests.journeys.test_cycle import Desk

REGION = "/toewijzing/2027/fase-3/oor/NO/"
SIGNING = "/toewijzing/2027/fase-3/ondertekenen/"
PDF = "application/pdf"
A_PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def follow(page: Any, name: str) -> None:
    """Clicks a link, and waits for the page that comes."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def downloaded(page: Any, name: str) -> bytes:
    """The file behind a link."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return Path(download.value.path()).read_bytes()


def book_of(content: bytes) -> Workbook:
    """A workbook from its bytes."""
    return load_workbook(io.BytesIO(content))


def upload(page: Any, field: str, name: str, content: bytes, kind: str = PDF) -> None:
    """Puts a file in a field of the form."""
    page.locator(field).set_input_files({"name": name, "mimeType": kind, "buffer": content})


def link_in_mail(address: str) -> str:
    """Sends what waits; the path of the personal link in the last mail to this address."""
    outbox.send_due()
    [*_earlier, last] = [one for one in mail.outbox if one.to == [address]]
    [path] = re.findall(r"https?://[^/\s]+(/ondertekenen/\S+)", str(last.body))
    return str(path)


def answer(page: Any, *, view: str = "", reasons: str = "") -> None:
    """Signs what stands on the page, or gives another view."""
    if view:
        page.get_by_label("Ik onderteken niet: ik heb een andere zienswijze").check()
        page.get_by_label("Uw zienswijze").fill(view)
        page.get_by_label("Uw redenen").fill(reasons)
    else:
        page.get_by_label("Ik onderteken: ik ben het eens met deze inhoud").check()
    page.get_by_label("Ik heb deze inhoud gelezen").check()
    press(page, "Mijn antwoord bevestigen")


def signed(sheet: SigningSheet) -> tuple[int, int]:
    """How many signed, of how many."""
    state = state_of(sheet)
    return state.signed, state.asked


def aside(work: Callable[[], bytes]) -> bytes:
    """Makes a file in a thread of its own: a browser keeps the loop of this one busy."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


class Guest(Desk):
    """A browser in which nobody is signed in."""

    def __init__(self, browser: Any, address: str) -> None:
        super().__init__(browser, address, make_user("Niemand"))
        self.context.clear_cookies()


@pytest.fixture
def guest(browser: Any, live_server: Any) -> Iterator[Callable[[], Guest]]:
    """Gives somebody without an account a browser of their own."""
    guests: list[Guest] = []

    def sit_down() -> Guest:
        guests.append(Guest(browser, live_server.url))
        return guests[-1]

    yield sit_down
    for one in guests:
        one.context.close()


def by_link(guest: Callable[[], Guest], email: str, **view: str) -> None:
    """Somebody opens the link of the mail, answers, and can do so once."""
    path = link_in_mail(email)
    person = guest()
    page = person.go(path)
    person.check()
    answer(page, **view)
    page.get_by_role("heading", name="U hebt geantwoord").wait_for()
    person.check()
    page = person.go(path)
    assert page.get_by_role("button", name="Mijn antwoord bevestigen").count() == 0
