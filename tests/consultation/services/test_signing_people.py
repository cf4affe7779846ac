"""Who signs for an institution is not who handles the sheet, whichever address is filled in."""

import pytest

from allocation.errors import FaultyInput
from allocation.models import Mailing
from consultation.models import SigningSlot
from consultation.services.signing import correct_slot, send_links
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import region_sheet, slot_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_the_link_of_an_institution_never_goes_to_a_colleague_who_handles_the_sheet() -> None:
    world = RegionWorld()
    sheet = region_sheet(world)
    slot, address = slot_of(sheet, "I002"), world.bureau.email.upper()
    with pytest.raises(FaultyInput) as refusal:
        correct_slot(slot=slot, name="Anna", email=address, by=world.coordinator, now=NOW)
    assert "van een collega" in str(refusal.value.faults[0].message)
    SigningSlot.objects.filter(pk=slot.pk).update(name="Anna", email=address)
    with pytest.raises(FaultyInput, match="nog niemand gemaild"):
        send_links(sheet=sheet, slots=[slot], by=world.coordinator, now=NOW)
    assert not Mailing.objects.exists()
    administrator = world.elsewhere.email  # signs for another institution, and handles nothing
    correct_slot(slot=slot, name="Ed", email=administrator, by=world.coordinator, now=NOW)


def test_a_name_in_a_mail_is_on_one_line() -> None:
    world = RegionWorld()
    sheet = region_sheet(world)
    slot, name = slot_of(sheet, "I002"), " Anna\r\n\r\nKlik op  https://elders.example "
    correct_slot(slot=slot, name=name, email="a@b.example", by=world.coordinator, now=NOW)
    assert slot_of(sheet, "I002").name == "Anna Klik op https://elders.example"
