"""In a browser: FMS takes the nearest fitting proposal over, is told what is missing, submits.

Every page on the way is looked at by axe, on a desk and on a phone.
"""

from typing import Any

import pytest

from consultation.models import Proposal
from tests.consultation.bench_world import BenchWorld
from tests.consultation.compose_world import WHY
from tests.journeys.test_cycle import desk as desk  # the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHASE = "/toewijzing/2027/fase-2/"


def reason(world: BenchWorld) -> None:
    """Reasons for everything, as on the workbench."""
    workbench = world.bench().workbench
    workbench.cells.update(reason=WHY)
    workbench.regions.update(reason=WHY)
    workbench.motivation = WHY
    workbench.save()


def test_from_the_suggestion_to_a_proposal_that_lies_with_bols(desk: Any) -> None:
    world = BenchWorld()
    world.advise(NO=17, ON=0, Utrecht=0, NWN=3)
    fms = desk(world.fms)
    page = fms.go(f"{PHASE}passend-voorstel/")
    fms.check()
    page.get_by_role("button", name="Suggestie berekenen").click()
    page.wait_for_url("**/passend-voorstel/1/")
    fms.check()
    page.locator('a[href$="/passend-voorstel/1/02/NO/"]').first.click()
    page.get_by_text("De vereniging adviseert 17").wait_for()
    assert page.url.endswith("/passend-voorstel/1/")
    page.get_by_role("button", name="Overnemen").click()
    page.wait_for_url("**/werkbank/")
    assert world.bench().places["02", "NO"] == 15

    save(page, fms)
    fms.check()
    missing = page.locator("section[aria-labelledby=lacking] li")
    assert missing.count() == 10
    meet(page, fms)
    reason(world)
    save(page, fms)
    assert missing.count() == 0
    page.get_by_role("link", name="Deze versie indienen").click()
    fms.check()
    page.get_by_role("button", name="Dien het voorstel in").click()
    page.get_by_text("Het voorstel is ingediend bij BOLS.").wait_for()
    fms.check()
    assert Proposal.objects.get(number=2).status == "submitted"
    page.get_by_role("link", name="Vergelijken met versie 1").click()
    fms.check()
    page = desk(world.bureau).go(f"{PHASE}voorstel/")
    assert page.locator(".row").count() == 1


def save(page: Any, fms: Any) -> None:
    """The workbench as a version."""
    fms.go(f"{PHASE}voorstel/")
    page.get_by_role("button", name="Bewaren als versie").click()
    page.get_by_text("De werkbank is als versie bewaard.").wait_for()


def meet(page: Any, fms: Any) -> None:
    """A meeting; a day to come is refused, and nothing that was typed is lost."""
    fms.go(f"{PHASE}raad-opleiding/nieuw/")
    fms.check()
    page.get_by_label("Dag van de vergadering").fill("2126-01-30")
    page.get_by_label("Nederlandse Internisten Vereniging").check()
    page.get_by_role("button", name="Vastleggen").click()
    page.locator(".error-summary").wait_for()
    fms.check()
    assert page.get_by_label("Nederlandse Internisten Vereniging").is_checked()
    page.get_by_label("Dag van de vergadering").fill("2026-01-30")
    page.get_by_role("button", name="Vastleggen").click()
    page.get_by_text("De vergadering is vastgelegd.").wait_for()
    fms.check()
