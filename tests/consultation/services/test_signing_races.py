"""Two at the same moment: one signature a place, and none on a sheet that closes."""

from functools import partial

import pytest

from consultation.enums import Stance
from consultation.models import Signature, SigningLink, SigningSheet
from consultation.selectors.signing import state_of
from consultation.services.signing import (
    close_sheet,
    correct_slot,
    send_links,
    sign,
    sign_by_link,
)
from tests.at_once import outcomes
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import LATER, region_sheet, slot_of
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def link_of(world: RegionWorld, code: str = "I001") -> SigningLink:
    sheet = region_sheet(world)
    slot = slot_of(sheet, code)
    correct_slot(slot=slot, name="A", email="a@b.example", by=world.coordinator, now=NOW)
    [link] = send_links(sheet=sheet, slots=[slot_of(sheet, code)], by=world.coordinator, now=NOW)
    return link


def sign_now(world: RegionWorld, sheet: SigningSheet) -> None:
    sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=LATER)


def close(sheet: SigningSheet) -> None:
    close_sheet(sheet=sheet, because="replaced", now=LATER)


def test_the_same_place_is_signed_once() -> None:
    world = RegionWorld()
    link = link_of(world)
    slot = slot_of(link.slot.sheet)

    def portal() -> None:
        sign(slot=slot, stance=Stance.AGREES, by=world.administrator, now=LATER)

    def by_link() -> None:
        sign_by_link(link=link, stance=Stance.AGREES, now=LATER)

    found = outcomes(portal, by_link, portal, by_link)
    assert found == ["NotNow", "NotNow", "NotNow", "done"]
    assert Signature.objects.count() == 1


def test_a_sheet_that_closes_keeps_what_came_before_and_takes_nothing_after() -> None:
    world = RegionWorld()
    for _turn in range(3):
        sheet = region_sheet(world)
        found = outcomes(partial(sign_now, world, sheet), partial(close, sheet))
        signed = state_of(sheet).signed
        assert found == (["done", "done"] if signed else ["NotNow", "done"])


def test_two_who_send_links_leave_one_that_works() -> None:
    world = RegionWorld()
    link = link_of(world)
    sheet = link.slot.sheet

    def send() -> None:
        send_links(sheet=sheet, slots=[slot_of(sheet)], by=world.coordinator, now=LATER)

    assert outcomes(send, send, send) == ["done"] * 3
    assert SigningLink.objects.filter(revoked_at=None).count() == 1
