"""Personal links: for one place, for a time, for one use; their code is in the mail alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.signing import Signer

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing, Message
from allocation.services.outbox import send_due
from bols_portal.audit.models import Event
from consultation.enums import SigningMethod, Stance
from consultation.models import SigningLink, SigningSheet
from consultation.selectors.signing import state_of
from consultation.services.signing import (
    close_sheet,
    correct_slot,
    correct_slots,
    revoke_link,
    send_links,
    sign,
    sign_by_link,
)
from consultation.services.signing_links import code_of, find_link, note_opened
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import LATER, cluster_sheet, region_sheet, slot_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def named(sheet: SigningSheet, world: RegionWorld, code: str = "I002") -> None:
    correct_slot(
        slot=slot_of(sheet, code),
        name="Anna de Vaart",
        email="anna@vaart.example",
        by=world.coordinator,
        now=NOW,
    )


def sent(sheet: SigningSheet, world: RegionWorld, code: str = "I002") -> SigningLink:
    slots = [slot_of(sheet, code)]
    [link] = send_links(sheet=sheet, slots=slots, by=world.coordinator, now=LATER)
    return SigningLink.objects.select_related("slot__sheet__cycle", "slot__institution").get(
        pk=link.pk
    )


def test_the_code_stands_in_the_mail_that_leaves_and_nowhere_else(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    code = code_of(link)
    message = Message.objects.get()
    assert "[code]" in message.body
    assert code not in f"{message.body} {message.mailing.body} {message.mailing.body_en}"
    assert all(code not in str(event.data) for event in Event.objects.all())
    send_due(clock=lambda: LATER)
    [letter] = mail.outbox
    assert letter.to == ["anna@vaart.example"]
    assert f"/ondertekenen/{code}/" in letter.body
    assert "[code]" not in letter.body
    for said in ("Anna de Vaart", "Ziekenhuis Aan de Vaart", "OOR NO", "17 februari 2026"):
        assert said in letter.body
    assert "/berichten/" not in letter.body


def test_who_has_an_account_is_mailed_in_the_own_language(world: RegionWorld) -> None:
    world.administrator.language = "en"
    world.administrator.save(update_fields=["language"])
    sheet = region_sheet(world)
    sent(sheet, world, "I001")
    message = Message.objects.get()
    assert (message.language, message.recipient) == ("en", world.administrator)
    assert "Your signature is asked" in message.subject


def test_a_link_signs_once_for_its_own_place(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    signature = sign_by_link(link=link, stance=Stance.AGREES, now=LATER)
    assert (signature.method, signature.signer_name, signature.by) == (
        SigningMethod.LINK,
        "Anna de Vaart",
        None,
    )
    assert signature.slot.institution.code == "I002"
    assert state_of(sheet).signed == 1
    with pytest.raises(NotNow, match="al ondertekend"):
        sign_by_link(link=link, stance=Stance.AGREES, now=LATER)


def test_another_view_by_link_needs_reasons_and_leaves_the_link_usable(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    with pytest.raises(FaultyInput):
        sign_by_link(link=link, stance=Stance.DISSENTS, view="Anders", now=LATER)
    sign_by_link(link=link, stance=Stance.DISSENTS, view="Anders", reasons="Daarom", now=LATER)
    [one] = state_of(sheet).dissenting
    assert one.signature is not None
    assert one.signature.reasons == "Daarom"


def test_an_expired_link_signs_nothing(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    with pytest.raises(NotNow, match="voorbij"):
        sign_by_link(link=link, stance=Stance.AGREES, now=LATER + timedelta(days=14))


def test_a_link_ends_with_its_content(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    close_sheet(sheet=sheet, because="replaced", now=LATER)
    with pytest.raises(NotNow, match="is daarna gewijzigd"):
        sign_by_link(link=link, stance=Stance.AGREES, now=LATER)


def test_a_new_link_ends_the_earlier_one_and_says_that_it_reminds(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    first, second = sent(sheet, world), sent(sheet, world)
    with pytest.raises(NotNow, match="nieuwere"):
        sign_by_link(link=first, stance=Stance.AGREES, now=LATER)
    assert Mailing.objects.latest("pk").subject.startswith("Herinnering")
    revoke_link(slot=slot_of(sheet, "I002"), by=world.coordinator, now=LATER)
    with pytest.raises(NotNow, match="ingetrokken"):
        sign_by_link(link=second, stance=Stance.AGREES, now=LATER)
    assert Event.objects.filter(action="signing.link_revoked").count() == 1


def test_only_a_sealed_code_of_the_same_content_finds_a_link(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    assert find_link(code_of(link)) == link
    signer = Signer(salt="consultation.signing_link")
    for code in (
        code_of(link)[:-1],
        f"{link.pk}",
        signer.sign(f"{link.pk}.{'0' * 32}"),
        signer.sign("0.0"),
        Signer(salt="bols_portal.invitation").sign(f"{link.pk}.{sheet.digest[:32]}"),
    ):
        assert find_link(code) is None


def test_reading_keeps_the_first_time_and_nothing_else(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    note_opened(link=link, now=LATER)
    note_opened(link=link, now=LATER + timedelta(days=1))
    link.refresh_from_db()
    assert (link.opened_at, link.used_at) == (LATER, None)
    assert Event.objects.filter(action="signing.link_opened").count() == 1


def test_only_who_manages_the_sheet_sends_corrects_and_withdraws(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    slot = slot_of(sheet)
    for person in (world.bureau, world.administrator, world.other, world.chair):
        with pytest.raises(NotPermitted):
            send_links(sheet=sheet, slots=[slot], by=person, now=NOW)
        with pytest.raises(NotPermitted):
            correct_slot(slot=slot, name="A", email="a@b.example", by=person, now=NOW)
        with pytest.raises(NotPermitted):
            revoke_link(slot=slot, by=person, now=NOW)
    send_links(
        sheet=(cluster := cluster_sheet(world)),
        slots=[slot_of(cluster, "N003")],
        by=world.chair,
        now=NOW,
    )


def test_nobody_lets_the_link_of_another_come_to_themselves(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    with pytest.raises(FaultyInput) as refusal:
        correct_slot(
            slot=slot_of(sheet, "I002"),
            name="Anna",
            email=world.coordinator.email.upper(),
            by=world.coordinator,
            now=NOW,
        )
    assert "uw eigen adres" in str(refusal.value.faults[0].message)
    cluster = cluster_sheet(world)
    with pytest.raises(Refused, match="bij twee instellingen"):
        correct_slot(
            slot=slot_of(cluster, "N003"),
            name="Wim",
            email=world.chair.email,
            by=world.chair,
            now=NOW,
        )


def test_links_go_to_all_or_to_nobody(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=NOW)
    named(sheet, world)
    slots = [slot_of(sheet, code) for code in ("I001", "I002", "N003")]
    with pytest.raises(FaultyInput) as refusal:
        send_links(sheet=sheet, slots=slots, by=world.coordinator, now=NOW)
    assert len(refusal.value.faults) == 2
    with pytest.raises(FaultyInput):
        send_links(sheet=sheet, slots=[], by=world.coordinator, now=NOW)
    assert not SigningLink.objects.exists()
    assert not Message.objects.exists()


def test_who_answered_is_not_corrected(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=NOW)
    with pytest.raises(Stale):
        correct_slot(
            slot=slot_of(sheet), name="B", email="b@b.example", by=world.coordinator, now=NOW
        )
    with pytest.raises(FaultyInput) as refusal:
        correct_slots(
            sheet=sheet,
            people={"I002": ("", "a@b.example"), "N003": ("B", " "), "N004": ("C", "geen adres")},
            by=world.coordinator,
            now=NOW,
        )
    columns = {fault.column for fault in refusal.value.faults}
    assert columns == {"I002-name", "N003-email", "N004-email"}
    assert slot_of(sheet, "N004").name == ""


def test_a_link_to_another_address_ends_when_the_address_changes(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    named(sheet, world)
    link = sent(sheet, world)
    correct_slot(
        slot=slot_of(sheet, "I002"),
        name="Bram",
        email="bram@vaart.example",
        by=world.coordinator,
        now=LATER,
    )
    with pytest.raises(NotNow, match="ingetrokken"):
        sign_by_link(link=link, stance=Stance.AGREES, now=LATER)
