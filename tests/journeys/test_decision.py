"""In a browser: the bureau puts a decision, the board adopts it, an error replaces it.

Every page on the way is looked at by axe, on a desk and on a phone, in Dutch and in English.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from allocation.models import BoardDecision
from allocation.roles import Role
from tests.factories import appoint, make_cycle, make_reference_data, make_user, region
from tests.journeys.test_cycle import Desk
from tests.phase_1 import PDF, ReadyPhase

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHASE = "/toewijzing/2027/fase-1/"
HERE = PHASE + "besluit/"
MINUTES = {"name": "notulen.pdf", "mimeType": "application/pdf", "buffer": PDF}
WHY = "De adherentie van Leiden en NO was verwisseld."


@pytest.fixture
def sit(browser: Any, live_server: Any) -> Iterator[Any]:
    desks: list[Desk] = []

    def down(user: Any) -> Desk:
        desks.append(Desk(browser, live_server.url, user))
        return desks[-1]

    yield down
    for one in desks:
        one.context.close()


def approve(desk: Desk, number: int) -> None:
    page = desk.go(f"{HERE}{number}/")
    page.get_by_role("link", name="Naar uw stem").click()
    desk.check()
    page.get_by_role("button", name="Akkoord", exact=True).click()
    page.wait_for_load_state()


def put(desk: Desk, slug: str, number: int) -> None:
    page = desk.go(f"{HERE}nieuw/{slug}/")
    page.set_input_files("input[type=file]", MINUTES)
    desk.check()
    page.get_by_role("button", name="Bewaren en nalezen").click()
    page.wait_for_url(f"**{HERE}{number}/")
    desk.check()
    page.get_by_role("link", name="Voorleggen aan het bestuur").click()
    page.wait_for_url("**/voorleggen/")
    desk.check()
    page.get_by_role("button", name="Voorleggen aan het bestuur").click()
    page.wait_for_url(f"**{HERE}{number}/")


def test_from_a_ready_phase_to_a_rectified_framework(sit: Any) -> None:
    make_reference_data()
    ready = ReadyPhase(make_cycle())
    members = [make_user(name) for name in ("Anne van der Berg", "Bas de Jong", "Carla Smit")]
    for member in members:
        appoint(member, Role.BOARD, ready.cycle)
    coordinator = make_user("Cora Coördinator")
    appoint(coordinator, Role.COORDINATOR, region("Leiden"))
    bureau, outside = sit(ready.bureau), sit(coordinator)
    first, second, third = (sit(member) for member in members)

    bureau.go(PHASE)
    bureau.check()
    put(bureau, "kader", 1)
    assert "Bij het bestuur" in bureau.page.inner_text("main")
    assert "Nog geen besluit" in outside.go(HERE).inner_text("main")
    outside.check()

    page = first.go(HERE + "1/")
    page.get_by_role("button", name="Niet akkoord").click()
    page.wait_for_url("**/stem/**")
    assert "Schrijf waarom u niet akkoord bent" in page.inner_text("main")
    first.check()
    page.get_by_label("Opmerking").fill("Ik wil eerst de toelichting zien.")
    page.get_by_role("button", name="Niet akkoord").click()
    page.wait_for_url(lambda address: "/stem/" not in address)
    approve(second, 1)
    approve(third, 1)
    assert "Het bestuur heeft het besluit genomen" in third.page.inner_text("main")

    page = outside.go(HERE + "1/")
    assert "De basisverdeling" in page.inner_text("main")
    assert "toelichting" not in page.content()  # remarks are for bureau, board and auditors
    outside.check()
    outside.go("/toewijzing/2027/fase-2/")
    outside.check()

    page = bureau.go(HERE + "fout-gevonden/")
    bureau.check()
    page.get_by_label("In de OOR-indeling").check()
    page.get_by_label("Wat klopt er niet?").fill(WHY)
    page.get_by_role("button", name="Rectificatie beginnen").click()
    page.wait_for_url("**/rectificatie/")
    bureau.check()
    ready.correct_assignment()
    bureau.go(HERE + "rectificatie/")
    bureau.check()
    put(bureau, "rectificatie", 2)
    approve(first, 2)
    approve(second, 2)
    assert BoardDecision.objects.get(number=1).status == "replaced"

    text = outside.go(HERE + "1/").inner_text("main")
    assert "Dit besluit geldt niet meer" in text
    assert WHY in text
    outside.check()
    page = outside.go(HERE + "2/")
    assert "+2" in page.inner_text("main")
    assert "−2" in page.inner_text("main")
    outside.check()
    page.get_by_role("button", name="English").or_(page.get_by_role("link", name="English")).click()
    page.wait_for_load_state()
    page = outside.go(HERE + "2/")
    assert "decision 1 no longer holds" in page.inner_text("main")
    outside.check()
