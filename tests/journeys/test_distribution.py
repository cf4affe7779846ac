"""In a browser: a board member changes one number of the proposal, and the board adopts it.

Every page on the way is looked at by axe, on a desk and on a phone, in Dutch and in English.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from consultation.selectors.distribution import decided_table, departures, living_distribution
from tests.consultation.distribution_world import WHY, DistributionWorld
from tests.journeys.test_cycle import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/toewijzing/2027/fase-2/besluit/"


@pytest.fixture
def sit(browser: Any, live_server: Any) -> Iterator[Any]:
    desks: list[Desk] = []

    def down(user: Any) -> Desk:
        desks.append(Desk(browser, live_server.url, user))
        return desks[-1]

    yield down
    for one in desks:
        one.context.close()


def change(desk: Desk) -> None:
    """Changes a number, is asked for the reasons, and gives them."""
    page = desk.go(HERE)
    desk.check()
    page.locator("a[href='?koers=change#besluit']").click()
    page.wait_for_url("**?koers=change*")
    page.fill("#places-02-NO", "7")
    page.fill("#places-02-ON", "3")
    page.get_by_role("button", name="Dit besluit voorstellen").click()
    page.wait_for_selector(".error-summary")
    desk.check()
    for region in ("NO", "ON"):
        page.fill(f"#reason-02-{region}", WHY)
    page.get_by_role("button", name="Dit besluit voorstellen").click()
    page.wait_for_selector("#living")


def approve(desk: Desk, number: int) -> None:
    page = desk.go(f"{HERE}{number}/")
    desk.check()
    page.get_by_role("button", name="Akkoord", exact=True).click()
    page.wait_for_load_state()


def test_one_change_from_the_board_to_all_parties(sit: Any) -> None:
    world = DistributionWorld()
    mover, second = sit(world.board[0]), sit(world.board[1])
    bureau, adviser = sit(world.bureau), sit(world.adviser)
    change(mover)
    decision = living_distribution(world.cycle)
    assert decision is not None
    page = bureau.go(f"{HERE}{decision.number}/")
    bureau.check()
    page.get_by_role("link", name="Voorleggen aan het bestuur").click()
    page.wait_for_url("**/voorleggen/")
    bureau.check()
    page.get_by_role("button", name="Voorleggen aan het bestuur").click()
    page.wait_for_url(f"**{HERE}{decision.number}/")
    for desk in (mover, second):
        approve(desk, decision.number)
    page = adviser.go(f"{HERE}{decision.number}/")
    adviser.check()
    assert page.get_by_text(WHY).first.is_visible()
    assert decided_table(world.cycle) is not None
    decision.refresh_from_db()
    assert {(one.region, one.decided) for one in departures(decision)} == {("NO", 7), ("ON", 3)}
