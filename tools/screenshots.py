"""Take the pictures of the README and the manuals from a running demo: `make screenshots`.

Start the demo first (`make run`). With `--to FOLDER` they go elsewhere, with `--language en` they
are English, with `--phone` they have a phone's width. `--at STAGE` takes those of another stage of
the story: start the demo for them with `make run BOLS_DEMO_UNTIL=STAGE`.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
DESK, PHONE = (1366, 768), (390, 844)
FIRST, SECOND, THIRD = (f"/toewijzing/2027/fase-{number}/" for number in (1, 2, 3))
# The picture, who looks, at which page, and which links are clicked first.
Picture = tuple[str, str, str, tuple[str, ...]]
ROUND: list[Picture] = [
    ("basisverdeling", "Anna Vermeer", f"{FIRST}berekening/2/", ('a[href$="/cel/01/Leiden/"]',)),
    ("bureau-taken", "Anna Vermeer", "/", ()),
    ("bureau-zorggebruik", "Anna Vermeer", f"{FIRST}zorggebruik/", ()),
    ("bureau-rectificatie", "Anna Vermeer", f"{FIRST}berekening/vergelijken/?old=1&new=2", ()),
    ("coordinator-taken", "Rob Zuidema", "/", ()),
    ("coordinator-oor-indeling", "Rob Zuidema", f"{FIRST}oor-indeling/", ()),
    ("bestuur-besluit", "Els Brouwer", f"{FIRST}besluit/3/", ()),
    ("auditor-berekening", "Lodewijk Prins", f"{FIRST}berekening/2/stappen/", ()),
    ("auditor-logboek", "Lodewijk Prins", "/logboek/?until=2026-04-02", ()),
    ("fase-1", "Marijke Dijkstra", FIRST, ()),
    ("adviseur-taken", "Wim Meijer", "/", ()),
    ("adviseur-advies", "David Bakker", f"{SECOND}advies/41/", ()),
    ("coordinator-aandachtspunten", "Olga van Dam", f"{SECOND}aandachtspunten/Utrecht/", ()),
]
TESTED: list[Picture] = [
    ("fms-werkbank", "Gerda Postma", f"{SECOND}werkbank/?specialism=02", ()),
    (
        "fms-suggestie",
        "Gerda Postma",
        f"{SECOND}passend-voorstel/1/#suggestion",
        ('a[href$="/passend-voorstel/1/02/NO/"]',),
    ),
    ("bureau-toets", "Anna Vermeer", f"{SECOND}voorstel/1/toets/", ()),
    ("bestuur-verdeling", "Els Brouwer", f"{SECOND}besluit/", ()),
]
REGIONS: list[Picture] = [
    ("demo", "", "/demo/", ()),
    ("coordinator-oor", "Sanne de Graaf", f"{THIRD}oor/ZWN/", ()),
    ("coordinator-verdeling", "Sanne de Graaf", f"{THIRD}oor/ZWN/verdeling/", ()),
    ("cluster-voorstel", "Menno Tiggelaar", "/", (".task-row a",)),
    ("bestuurder-ondertekenen", "Aisha Meijer", "/", (".task-row a",)),
    ("bureau-voorlopig-voorstel", "Anna Vermeer", f"{THIRD}voorlopig-voorstel/", ()),
]
AT = {"second_round": ROUND, "tested": TESTED, "regions_signing": REGIONS}


def sign_in(page: Any, address: str, name: str) -> None:
    """One click on the sign-in page of the demo."""
    page.goto(f"{address}/inloggen/")
    page.locator(".sign-in__person", has_text=name).first.click()
    page.wait_for_load_state()


def choose_language(page: Any, code: str) -> None:
    """The language switch in the header, which offers the other language only."""
    switch = page.locator(f'button[name="language"][value="{code}"]')
    if switch.count():
        switch.first.click()
        page.wait_for_load_state()


def take(browser: Any, options: argparse.Namespace) -> None:
    """Take every picture; each person has a browser of their own."""
    width, height = PHONE if options.phone else DESK
    for name, who, path, clicks in AT[options.at]:
        if options.only and options.only not in name:
            continue
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=options.scheme, locale="nl-NL"
        )
        page = context.new_page()
        if who:
            sign_in(page, options.address, who)
        else:
            page.goto(f"{options.address}/inloggen/")
        choose_language(page, options.language)
        page.goto(f"{options.address}{path}")
        for link in () if options.phone else clicks:
            page.locator(link).first.click()
            page.wait_for_timeout(800)
        page.screenshot(path=options.to / f"{name}.png", full_page=options.whole)
        print(f"{name}.png")
        context.close()


def main() -> int:
    """Read the options, find a browser, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--phone", action="store_true")
    parser.add_argument("--at", choices=tuple(AT), default="regions_signing")
    parser.add_argument("--whole", action="store_true", help="the whole page, not only its top")
    parser.add_argument("--only", default="", help="pictures whose name holds this")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    found = next((one for one in BROWSERS if Path(one).exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            take(browser, options)
        except Error as error:
            print(f"No picture: {error}", file=sys.stderr)
            return 1
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
