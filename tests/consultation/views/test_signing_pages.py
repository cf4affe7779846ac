"""The pages of signing: what each reader sees, what one answers, and what a personal link shows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allocation.selectors.todo import todo_of
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
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
from consultation.services.signing_links import code_of
from tests.consultation.region_work import adopt, ready
from tests.consultation.region_world import RegionWorld
from tests.consultation.signing_world import MAIL, cluster_sheet, region_sheet, slot_of, upload
from tests.factories import NOW

pytestmark = pytest.mark.django_db
Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, sheet: SigningSheet, *more: str) -> str:
    return reverse(name, args=[2027, sheet.code, *more])


def link_for(sheet: SigningSheet, world: RegionWorld, code: str = "I002") -> SigningLink:
    now = timezone.now()
    slot = slot_of(sheet, code)
    correct_slot(
        slot=slot, name="Anna de Vaart", email="a@b.example", by=world.coordinator, now=now
    )
    [link] = send_links(sheet=sheet, slots=[slot_of(sheet, code)], by=world.coordinator, now=now)
    return SigningLink.objects.select_related("slot__sheet").get(pk=link.pk)


def address(link: SigningLink) -> str:
    return reverse("sign_link", args=[code_of(link)])


def test_an_administrator_reads_the_exact_content_and_signs(world: RegionWorld) -> None:
    ready(world)
    sheet = adopt(world).sheet
    client = browser(world.administrator)
    page = client.get(at("sign", sheet, "I001")).content.decode()
    for said in (
        "De clusters waren het eens.",
        "zorgvuldig tot stand",
        sheet.digest,
        "Cardiologie",
    ):
        assert said in page
    sent = client.post(at("sign", sheet, "I001"), {"stance": "agrees", "sure": "on"})
    assert sent.status_code == 302
    assert state_of(sheet).signed == 1
    page = client.get(at("sign", sheet, "I001")).content.decode()
    assert "ondertekent twee keer" in page
    assert "Mijn antwoord bevestigen" not in page


def test_what_is_missing_is_said_at_once_and_what_was_typed_stays(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    typed = {"stance": "dissents", "view": "Eén plaats meer"}
    page = browser(world.administrator).post(at("sign", sheet, "I001"), typed).content.decode()
    assert "Vul de redenen in" in page
    assert "Bevestig dat u de inhoud hebt gelezen" in page
    assert "Eén plaats meer" in page
    assert not Signature.objects.exists()


def test_a_sheet_looks_unfinished_until_everybody_signed(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    sign(
        slot=slot_of(sheet),
        stance=Stance.DISSENTS,
        view="Anders verdelen",
        reasons="Er is ruimte",
        by=world.administrator,
        now=NOW,
    )
    page = browser(world.bureau).get(at("sheet", sheet)).content.decode()
    for said in ("0 van de 4", "Nog niet compleet", "Anders verdelen", "Er is ruimte", "Wolddijk"):
        assert said in page
    assert "Iedereen heeft ondertekend" not in page


def test_nobody_outside_the_region_or_the_cluster_reads_a_sheet(world: RegionWorld) -> None:
    region, cluster = region_sheet(world), cluster_sheet(world)
    for person in (world.other, world.elsewhere, world.trainer, world.chair):
        assert browser(person).get(at("sheet", region)).status_code == 404
    for person in (world.other, world.elsewhere, world.administrator):
        assert browser(person).get(at("sheet", cluster)).status_code == 404
    assert browser(world.trainer).get(at("sheet", cluster)).status_code == 200


def test_a_link_shows_and_signs_without_an_account(world: RegionWorld) -> None:
    ready(world)
    sheet = adopt(world).sheet
    link = link_for(sheet, world)
    answer = Client().get(address(link))
    page = answer.content.decode()
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
        "strict-origin",
        "noindex, nofollow",
    )
    assert "no-store" in answer["Cache-Control"]
    assert "Anna de Vaart" in page
    assert sheet.digest in page
    link.refresh_from_db()
    assert (link.opened_at is not None, link.used_at) == (True, None)
    sent = Client().post(address(link), {"stance": "agrees", "sure": "on"})
    assert sent.status_code == 302
    assert "heeft op" in Client().get(address(link)).content.decode()
    again = Client().post(address(link), {"stance": "dissents", "sure": "on"})
    assert "U hebt geantwoord" in again.content.decode()
    assert Signature.objects.count() == 1


def test_looking_without_reading_changes_nothing(world: RegionWorld) -> None:
    link = link_for(region_sheet(world), world)
    assert Client().head(address(link)).status_code == 200
    link.refresh_from_db()
    assert link.opened_at is None
    assert not Event.objects.filter(action="signing.link_opened").exists()


def test_a_link_of_no_use_says_what_to_do(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    link = link_for(sheet, world)
    SigningLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    ended = Client().get(address(link))
    assert ended.status_code == 410
    assert "Vraag een nieuwe link" in ended.content.decode()
    assert "Coen Coordinator" in ended.content.decode()
    close_sheet(sheet=sheet, because="replaced", now=NOW)
    assert "is daarna gewijzigd" in Client().get(address(link)).content.decode()
    unknown = Client().get(reverse("sign_link", args=["1.x:y"]))
    assert unknown.status_code == 404
    assert "Deze link werkt niet" in unknown.content.decode()


def test_the_coordinator_fills_in_sends_and_withdraws(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    client = browser(world.coordinator)
    wrong = client.post(at("sheet_people", sheet), {"N003-name": "Wim", "N003-email": "wim"})
    assert "volledig e-mailadres" in wrong.content.decode()
    typed = {"N003-name": "Wim", "N003-email": "wim@wolddijk.example"}
    assert client.post(at("sheet_people", sheet), typed).status_code == 302
    assert "wim@wolddijk.example" in client.get(at("sheet_send", sheet)).content.decode()
    nobody = client.post(at("sheet_send", sheet), {})
    assert "ten minste één instelling" in nobody.content.decode()
    assert client.post(at("sheet_send", sheet), {"slots": ["N003"]}).status_code == 302
    assert SigningLink.objects.filter(revoked_at=None).count() == 1
    assert client.post(at("sheet_revoke", sheet, "N003")).status_code == 302
    assert not SigningLink.objects.filter(revoked_at=None).exists()


def test_an_email_is_recorded_and_waits(world: RegionWorld) -> None:
    sheet = region_sheet(world)
    client = browser(world.coordinator)
    typed = {"sender": "Anna", "address": "a@b.example", "sent_on": "2026-02-02"}
    empty = client.post(at("sheet_email", sheet, "I002"), typed).content.decode()
    assert "eml, txt of pdf" in empty
    sent = client.post(
        at("sheet_email", sheet, "I002"), typed | {"stance": "agrees", "file": upload(MAIL)}
    )
    assert sent.status_code == 302
    page = client.get(at("sheet", sheet)).content.decode()
    assert "Wacht op controle" in page
    assert reverse("signature_check", args=[2027, sheet.code, "I002", 1]) not in page
    page = browser(world.bureau).get(at("sheet", sheet)).content.decode()
    assert reverse("signature_check", args=[2027, sheet.code, "I002", 1]) in page


def test_who_signs_has_a_task_until_the_answer(world: RegionWorld) -> None:
    sheet, cluster = region_sheet(world), cluster_sheet(world)

    def tasks(user: User) -> list[str]:
        fresh = User.objects.get(pk=user.pk)
        return [item.url for item in todo_of(fresh, world.cycle, NOW)]

    assert at("sign", sheet, "I001") in tasks(world.administrator)
    assert at("sign", cluster, "I001") in tasks(world.trainer)
    assert at("sign", cluster, "I002") in tasks(world.chair)
    sign(slot=slot_of(sheet), stance=Stance.AGREES, by=world.administrator, now=NOW)
    assert at("sign", sheet, "I001") not in tasks(world.administrator)


def test_pages_cost_the_same_for_one_sheet_and_many(
    world: RegionWorld, django_assert_num_queries: Counting
) -> None:
    page = reverse("my_signatures", args=[2027])
    client = browser(world.coordinator)
    region_sheet(world)
    client.get(page)
    with django_assert_num_queries(14):
        client.get(page)
    for _turn in range(3):
        cluster_sheet(world)
    with django_assert_num_queries(14):
        assert client.get(page).content.decode().count("van de 3 hebben") == 3


def test_who_handles_the_sheet_sees_to_which_address_a_used_link_went(world: RegionWorld) -> None:
    link = link_for(region_sheet(world), world)
    sign_by_link(link=link, stance=Stance.AGREES, now=timezone.now())
    page = at("sheet", link.slot.sheet)
    for person in (world.bureau, world.coordinator):
        assert "Anna de Vaart (a@b.example)" in browser(person).get(page).content.decode()
    assert "a@b.example" not in browser(world.administrator).get(page).content.decode()


def test_who_checks_signatures_finds_the_list_and_a_form_from_there(world: RegionWorld) -> None:
    page, checks = (reverse(name, args=[2027]) for name in ("my_signatures", "signature_checks"))
    for person in (world.bureau, world.coordinator):
        text = browser(person).get(page).content.decode()
        assert checks in text
        assert reverse("find_code") in text
    assert checks not in browser(world.administrator).get(page).content.decode()
