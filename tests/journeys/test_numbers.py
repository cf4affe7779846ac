"""In a browser: care usage becomes the published table, every number is explained, and repeated.

Given the demo cycle up to the national intake, with the right region assignment. Every page on the
way is looked at by axe, on a desk and on a phone.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocation.demo import published
from allocation.demo.files import FILES, DemoFiles
from allocation.demo.generator import generate
from allocation.demo.loader import load
from allocation.models import Calculation, UsageImport, UsageRow
from allocation.protocols import load as load_protocol
from allocation.services import jobs
from allocation.tasks import run_job
from bols_portal.accounts.models import User
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
PHASE = "/toewijzing/2027/fase-1/"
USAGE, CALCULATION = f"{PHASE}zorggebruik/", f"{PHASE}berekening/"
TABLE = Path(published.__file__).parent / "data" / "base-distribution-2027.csv"


def person(login: str) -> User:
    return User.objects.get(email=f"{login}@example.org")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    made = DemoFiles(generate(), load_protocol("2027"))
    for name, (_what, make) in FILES.items():
        (tmp_path / name).write_bytes(make(made))
    return tmp_path


@pytest.fixture
def _worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done at once; the processes of a real worker have tests of their own."""
    monkeypatch.setattr(jobs, "enqueue", run_job)


def upload(bureau: Any, source: str, file: Path) -> Any:
    page = bureau.go(f"{USAGE}{source}/uploaden/")
    bureau.check()
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Uploaden en controleren").click()
    page.wait_for_load_state()
    bureau.check()
    return page


def published_table() -> list[list[int]]:
    with TABLE.open() as lines:
        return [[int(value) for value in line[2:9]] for line in list(csv.reader(lines))[1:]]


def shown_table(page: Any) -> list[list[int]]:
    rows = page.locator("#base tbody tr").all()
    return [
        [int(cell.split()[0]) for cell in row.locator("td").all_inner_texts()[:7]] for row in rows
    ]


@pytest.mark.usefixtures("_worker")
def test_from_care_usage_to_a_table_that_an_auditor_repeats(
    desk: Any, files: Path, tmp_path: Path
) -> None:
    load("intake", lambda _text: None, mistaken=False)
    first, second = desk(person("anna.vermeer")), desk(person("bram.de.wit"))

    # When a delivery holds faults, then all of them are told and nothing is stored.
    page = upload(first, "vektis", files / "zorggebruik-vektis-2024-met-fouten.xlsx")
    text = page.locator("main").inner_text()
    for found in ("99999999", "veel", "-12", "10,5", "2023"):
        assert found in text or found.replace(",", ".") in text, found
    assert not UsageRow.objects.exists()

    # When both deliveries are right, then a second employee accepts them; the first can't.
    for source in ("vektis", "dhd"):
        upload(first, source, files / f"zorggebruik-{source}-2024.xlsx")
        number = UsageImport.objects.latest("number").number
        assert first.page.goto(f"{first.address}{USAGE}import/{number}/accepteren/").status == 403
        first.complaints.clear()  # the browser itself tells of a 403
        page = second.go(f"{USAGE}import/{number}/accepteren/")
        second.check()
        page.get_by_role("button", name="Accepteren").click()
        page.wait_for_load_state()
        second.check()

    # When the calculation is started, then the published table appears, in every cell.
    page = first.go(CALCULATION)
    first.check()
    page.get_by_role("button", name="Berekening starten").click()
    page.wait_for_url(f"**{CALCULATION}1/")
    first.check()
    assert shown_table(page) == published_table()

    # Then a click, or Enter after the arrow keys, tells why a number is what it is.
    page.locator("#base tbody tr").nth(2).locator("td a").nth(0).click()
    page.locator("#why .why__steps").wait_for()
    assert "Cardio-thoracale chirurgie, NO" in page.locator("#why").inner_text()
    first.check()
    page.locator("#base tbody tr").nth(2).locator("td a").nth(0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("#why", has_text="Cardio-thoracale chirurgie, ON").wait_for()
    for tab in ("stappen/", "tabel/aandelen/", "tabel/totalen/"):
        page = first.go(f"{CALCULATION}1/{tab}")
        first.check()
    first.go(f"{CALCULATION}1/stappen/")
    assert "OOR Leiden kwam uit op 9,4% en is verhoogd tot 10%" in page.locator("main").inner_text()

    # Then an auditor repeats it outside the portal and finds the same digest.
    auditor = desk(person("lodewijk.prins"))
    page = auditor.go(f"{CALCULATION}1/")
    auditor.check()
    kept = {}
    for part, name in (("case", "Invoer voor de auditor (JSON)"), ("result", "Uitkomst (JSON)")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        kept[part] = tmp_path / f"{part}.json"
        download.value.save_as(kept[part])
    repeated = engine("base", kept["case"])
    assert json.loads(repeated)["digest"] == Calculation.objects.get().result_digest
    assert engine("check", kept["case"], kept["result"])

    # Then the same page reads in English.
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert "Base distribution 2027" in page.locator("h1").inner_text()
    auditor.check()


def engine(*arguments: Any) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "allocation.engine", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
