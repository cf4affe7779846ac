"""In a browser: from a mediation without consensus to the preliminary proposal, on the demo.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

import re
from typing import Any

import pytest
from django.utils import timezone

from allocation.enums import PhaseStatus
from allocation.models import Cycle, Mailing
from bols_portal.accounts.models import User
from consultation.demo.stages_signing import VIEW
from consultation.enums import MediationStatus
from consultation.models import Mediation
from consultation.selectors.distribution import decided_table
from consultation.selectors.divisions import grid_of, places_of_grid
from consultation.selectors.preliminary import preliminary_table
from tests.journeys.phase_2 import coordinator, press
from tests.journeys.preliminary_steps import (
    ELSEWHERE,
    HOSPITAL,
    LEIDEN,
    PHASE,
    SPECIALISM,
    begin_the_session,
    regions,
    seven_submitted,
)
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEDIATIONS = f"{PHASE}bemiddeling/"
PROPOSAL = f"{PHASE}voorlopig-voorstel/"
DECISION = f"{PHASE}besluit/"
SUBJECT = "Het besluit over onze plaats is genomen zonder het ziekenhuis te horen."
VIEWS = "Wij menen dat het ziekenhuis dit jaar aan de beurt was."
DIFFER = "Over de plaats spoedeisende geneeskunde verschillen partijen nog van mening."
WEIGHED = "Het bestuur hoorde beide kanten. De afspraak telt; één plaats gaat naar het ziekenhuis."


def asked(person: Any, discussed: str) -> Any:
    """The administrator fills the form in, and sends it."""
    page = person.go(MEDIATIONS)
    person.check()
    page.get_by_role("link", name=re.compile("Vraag bemiddeling aan")).first.click()
    page.wait_for_load_state()
    person.check()
    page.locator(f"input[name=discussed][value={discussed}]").check()
    if discussed == "yes":
        page.locator("#id_discussed_on").fill(timezone.localdate().isoformat())
        page.locator("#id_discussed_with").fill("De opleiders en de voorzitter van het bestuur.")
    page.locator("input[name=protocol][value=no]").check()
    page.locator(f"input[name=specialisms][value='{SPECIALISM}']").check()
    page.locator("#id_subject").fill(SUBJECT)
    if discussed == "yes":
        page.locator("#id_process").fill("Het cluster vergaderde tweemaal, het bestuur eenmaal.")
        page.locator("#id_views").fill(VIEWS)
    press(page, "Verstuur het verzoek")
    person.check()
    return page


def take_up(bureau: Any, secretary: Any, here: str) -> None:
    """The bureau takes it up and sets the parties; the secretary takes the chair."""
    page = bureau.go(here)
    bureau.check()
    press(page, "Neem in behandeling")
    bureau.check()
    page.get_by_role("link", name="Bepaal de partijen").click()
    page.wait_for_load_state()
    bureau.check()
    for box in page.locator("input[name=users]").all():
        box.check()
    page.locator("#id_reason").fill("Besproken met het ziekenhuis en de coördinator.")
    press(page, "Voeg toe aan de partijen")
    bureau.check()
    page = secretary.go(here)
    secretary.check()
    page.get_by_role("link", name="Word voorzitter").click()
    page.wait_for_load_state()
    secretary.check()
    page.get_by_label("Ik verklaar dat ik zelf geen belang heb bij deze zaak.").check()
    press(page, "Word voorzitter")
    secretary.check()


def plan(bureau: Any, here: str) -> None:
    """A session is planned; the invitation is read, with its calendar file, and then sent."""
    page = bureau.go(here)
    page.get_by_role("link", name="Plan een gesprek").click()
    page.wait_for_load_state()
    bureau.check()
    page.get_by_label("Dag").fill("2099-06-02")
    page.get_by_label("Begint om").fill("14:00")
    page.get_by_label("Eindigt om").fill("16:00")
    page.get_by_label("Plaats", exact=True).fill("Utrecht, zaal 4")
    press(page, "Plan en ga naar de uitnodiging")
    page.wait_for_url("**/versturen/")
    bureau.check()
    calendar = page.get_by_role("link", name=re.compile(r"\.ics$"))
    answer = page.request.get(bureau.address + calendar.get_attribute("href"))
    assert "BEGIN:VCALENDAR" in answer.text()
    assert "20990602T1" in answer.text()
    press(page, "Verstuur het bericht")
    bureau.check()
    assert Mailing.objects.filter(key="mediation_session").latest("pk").released_at


def end(secretary: Any, here: str) -> None:
    """The session is recorded, and the mediation ends without consensus."""
    page = secretary.go(here)
    page.get_by_role("link", name="Schrijf het verslag van het gesprek").click()
    page.wait_for_load_state()
    secretary.check()
    page.locator("#id_record").fill("Partijen lichtten hun kant toe.")
    press(page, "Bewaar het verslag")
    secretary.check()
    page.get_by_role("link", name="Leg de uitkomst vast").click()
    page.wait_for_load_state()
    secretary.check()
    page.locator("input[name=consensus][value=no]").check()
    page.locator("#id_text").fill(DIFFER)
    press(page, "Leg de uitkomst vast")
    secretary.check()


def decide_in_leiden(bureau: Any) -> None:
    """The bureau prepares the decision, and what the board decides itself."""
    page = bureau.go(PROPOSAL)
    bureau.check()
    page.get_by_role("link", name="Besluit voorbereiden").click()
    page.wait_for_load_state()
    bureau.check()
    page.locator(f"main a[href*='/besluit/oor/{LEIDEN}/']").click()
    page.wait_for_load_state()
    bureau.check()
    most = page.locator(f"#row-{SPECIALISM}").locator("..").locator("input[inputmode]")
    own = page.locator(f"input[inputmode][name*='{SPECIALISM}'][name$='{HOSPITAL}']")
    taken = next(
        one
        for one in most.all()
        if one.get_attribute("id") != own.get_attribute("id") and int(one.input_value())
    )
    taken.fill(str(int(taken.input_value()) - 1))
    own.fill(str(int(own.input_value()) + 1))
    press(page, "Opslaan wat het bestuur besluit")
    page.wait_for_selector(".error-summary")  # the weighing is missing; the numbers still stand
    bureau.check()
    page.locator(f"#reason-{SPECIALISM}").fill(WEIGHED)
    press(page, "Opslaan wat het bestuur besluit")
    bureau.check()


def put(bureau: Any) -> str:
    """The decision is put to the board; returns its address."""
    page = bureau.go(DECISION)
    page.get_by_role("link", name="Nalezen en voorleggen aan het bestuur").first.click()
    page.wait_for_load_state()
    bureau.check()
    here = str(page.url).removeprefix(bureau.address)
    page.get_by_role("link", name="Voorleggen aan het bestuur").click()
    page.wait_for_url("**/voorleggen/")
    bureau.check()
    press(page, "Voorleggen aan het bestuur")
    bureau.check()
    return here


def vote(member: Any, here: str) -> None:
    page = member.go(here)
    member.check()
    assert WEIGHED in page.inner_text("main")
    press(page, "Akkoord")
    member.check()


def totals_are_intact(cycle: Cycle) -> None:
    """1,072 places; every region and specialism keeps what was decided on it."""
    table, decided = preliminary_table(cycle), decided_table(cycle)
    assert table is not None
    assert decided is not None
    assert table.total() == 1072
    found: dict[tuple[str, str], int] = {}
    for (code, key, _at), number in table.places.items():
        found[code, key] = found.get((code, key), 0) + number
    given = {
        (one.specialism.code, one.region.key): one.places
        for one in decided.cells.select_related("specialism", "region")
        if one.places
    }
    assert {cell: number for cell, number in found.items() if number} == given
    for region in regions():
        if region.key == LEIDEN:
            continue
        for (code, at), number in places_of_grid(grid_of(cycle, region)).items():
            assert table.places.get((code, region.key, at), 0) == number


def person(login: str) -> User:
    return User.objects.get(email=f"{login}@example.org")


def closed_before(other: Any) -> None:
    """Somebody of another region finds neither the table, nor Leiden's numbers, nor a letter."""
    page = other.go(f"{PROPOSAL}tabel/")
    other.check()
    assert page.get_by_text("Het bestuur heeft het nog niet vastgesteld").is_visible()
    assert page.locator("main table").count() == 0
    for path in (f"{PROPOSAL}tabel.xlsx", f"{PHASE}oor/{LEIDEN}/verdeling/"):
        assert page.request.get(other.address + path).status == 404, path


def open_after(other: Any) -> None:
    page = other.go(f"{PROPOSAL}tabel/")
    other.check()
    page = other.go(f"{PROPOSAL}tabel/?oor={LEIDEN}")
    other.check()
    assert "Leiden" in page.inner_text("main table")


def test_from_mediation_to_the_preliminary_proposal(desk: Any) -> None:
    walk(desk, seven_submitted().cycle)


def walk(desk: Any, cycle: Cycle) -> None:
    """The whole way, each with a browser of their own."""
    bureau, secretary = desk(person("anna.vermeer")), desk(person("carla.smeets"))
    hospital, other = desk(person("kees.overbeek")), desk(coordinator(ELSEWHERE))

    # Not discussed inside the region: refused at once, in the words of the protocol.
    page = asked(hospital, "no")
    assert "Als de klacht of het geschil binnen de OOR is besproken" in page.inner_text("main")
    page = asked(hospital, "yes")
    mediation = Mediation.objects.latest("number")
    here = f"{MEDIATIONS}{mediation.number}/"
    assert page.url.endswith(here)
    take_up(bureau, secretary, here)
    plan(bureau, here)
    begin_the_session()
    end(secretary, here)
    mediation.refresh_from_db()
    assert mediation.status == MediationStatus.NO_CONSENSUS

    # The board decides itself there; two members adopt the whole.
    decide_in_leiden(bureau)
    sheet = put(bureau)
    closed_before(other)
    for login in ("els.brouwer", "dirk.van.houten"):
        vote(desk(person(login)), sheet)
    totals_are_intact(cycle)
    assert cycle.phases.get(number=4).status == PhaseStatus.OPEN
    open_after(other)
    letter_of(hospital)


def letter_of(hospital: Any) -> None:
    """The hospital reads what became of its view, and how and until when to complain."""
    page = hospital.go(f"{PROPOSAL}brief/{HOSPITAL}/")
    hospital.check()
    text = page.inner_text("main")
    assert VIEW in text
    assert WEIGHED in text
    assert "Klachten- en Geschillencommissie" in text
    assert "De laatste dag om een klacht in te dienen is" in text
