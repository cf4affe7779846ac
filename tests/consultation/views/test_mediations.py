"""The pages of mediation: who sees them at all, and the way from request to outcome."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allocation.enums import PhaseStatus
from bols_portal.accounts.models import User
from consultation.enums import MediationStatus
from consultation.models import Mediation, MediationDraft, MediationSession
from consultation.selectors.mediations import parties_of
from consultation.services.mediation_parties import drop_party
from consultation.services.mediation_sessions import add_documents
from tests.consultation.focus_world import pdf
from tests.consultation.mediation_world import CONTENT, asked, chaired, fresh, held
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> RegionWorld:
    settings.MEDIA_ROOT = tmp_path
    made = RegionWorld()
    made.without_a_day()
    return made


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, *args: int) -> str:
    return reverse(name, args=[2027, *args])


def every_page(mediation: Mediation) -> list[str]:
    """Every address of a mediation, downloads included."""
    number = mediation.number
    party = parties_of(mediation)[-1].pk
    names = (
        "mediation", "mediation_receipt", "mediation_refuse", "mediation_chair",
        "mediation_outcome", "mediation_withdraw", "mediation_parties", "mediation_plan",
    )  # fmt: skip
    return [
        *(address(name, number) for name in names),
        address("mediation_document", number, mediation.documents.get().pk),
        address("mediation_party_drop", number, party),
        *(address(name, number, 1) for name in ("mediation_move", "mediation_cancel")),
        address("mediation_record", number, 1),
    ]


def test_a_file_does_not_exist_for_who_is_no_party(world: RegionWorld) -> None:
    mediation = held(world)
    add_documents(mediation=mediation, added=[pdf("stuk.pdf", b" ")], by=world.bureau, now=NOW)
    mediation = fresh(world, mediation)
    outsiders = (world.coordinator, world.chair, world.other, world.elsewhere)
    for user in outsiders:
        client = browser(user)
        for page in every_page(mediation):
            assert client.get(page).status_code == 404, (user, page)
        listed = client.get(address("mediations"))
        assert f'href="{address("mediation", 1)}"' not in listed.content.decode()
    for user in (world.administrator, world.trainer, world.bureau, world.member, world.auditor):
        client = browser(user)
        for page in [*every_page(mediation)[:2], every_page(mediation)[8]]:
            assert client.get(page).status_code == 200, (user, page)


def test_who_was_taken_out_reads_nothing_any_more(world: RegionWorld) -> None:
    mediation = chaired(world)
    client = browser(world.trainer)
    page = address("mediation", 1)
    assert client.get(page).status_code == 200
    party = next(one for one in parties_of(mediation) if one.user == world.trainer)
    drop_party(party=party, reason="Klaar.", seen=mediation.version, by=world.bureau, now=NOW)
    assert client.get(page).status_code == 404


def test_from_an_empty_form_to_a_request(world: RegionWorld) -> None:
    client = browser(world.trainer)
    page = address("mediation_new")
    assert client.get(page).status_code == 200
    empty = client.post(page, {"action": "send", "seen": "0"})
    text = empty.content.decode()
    assert empty.status_code == 200
    assert "Geef aan of het is besproken." in text
    assert "Beschrijf de afwijkende zienswijzen." in text
    seen = str(MediationDraft.objects.get().version)
    sent = CONTENT | {"action": "send", "seen": seen, "files": pdf("brief.pdf", b" ")}
    done = client.post(page, sent)
    assert done.url == address("mediation", 1)  # type: ignore[attr-defined]
    assert client.get(done.url).status_code == 200  # type: ignore[attr-defined]
    assert Mediation.objects.get().documents.get().name == "brief.pdf"


def test_what_was_typed_stays_where_it_is_refused(world: RegionWorld) -> None:
    client = browser(world.trainer)
    page = address("mediation_new")
    client.post(page, CONTENT | {"action": "draft", "seen": "0"})
    stale = client.post(page, CONTENT | {"action": "send", "seen": "0", "subject": "Mijn tekst"})
    assert stale.status_code == 409
    assert "Mijn tekst" in stale.content.decode()
    assert not Mediation.objects.exists()


def test_the_script_saves_the_draft(world: RegionWorld) -> None:
    client = browser(world.trainer)
    answer = client.post(
        address("mediation_new"),
        CONTENT | {"action": "draft", "seen": "0"},
        headers={"Accept": "application/json"},
    )
    assert answer.json()["seen"] == 1


def test_after_the_deadline_the_page_says_why(world: RegionWorld) -> None:
    world.set_day("mediation", timezone.localdate() - timedelta(days=1))
    client = browser(world.administrator)
    page = client.get(address("mediation_new"))
    assert "niet meer in behandeling nemen" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    late = client.post(address("mediation_new"), CONTENT | {"action": "send", "seen": "0"})
    assert late.status_code == 409
    assert "niet meer in behandeling nemen" in late.content.decode()
    assert CONTENT["subject"] in late.content.decode()


def test_refused_at_once_shows_the_protocol(world: RegionWorld) -> None:
    client = browser(world.administrator)
    sent = CONTENT | {"action": "send", "seen": "0", "discussed": "no"}
    done = client.post(address("mediation_new"), sent, follow=True)
    text = done.content.decode()
    assert "kan het BOLS-bureau om bemiddeling worden gevraagd" in text
    assert "Toewijzingsprotocol 2027, fase III 2" in text


def test_from_intake_to_no_consensus(world: RegionWorld) -> None:
    asked(world)
    bureau, secretary = browser(world.bureau), browser(world.secretary)

    def post(client: Client, name: str, *args: int, **data: Any) -> None:
        seen = str(Mediation.objects.get().version)
        answer = client.post(address(name, 1, *args), data | {"seen": seen})
        assert answer.status_code == 302, answer.content.decode()

    post(bureau, "mediation_accept")
    people = {"users": [world.trainer.pk, world.coordinator.pk], "reason": "Zo besproken."}
    post(bureau, "mediation_parties", **people)
    post(secretary, "mediation_chair", declared="on")
    day = timezone.localdate() + timedelta(days=3)
    when = {"day": day.isoformat(), "starts": "10:00", "ends": "12:00", "place": "Utrecht"}
    post(bureau, "mediation_plan", **when)
    post(bureau, "mediation_move", 1, **when | {"starts": "09:00"})
    now = timezone.now()
    MediationSession.objects.update(starts_at=now - timedelta(hours=2), ends_at=now)
    post(secretary, "mediation_record", 1, present="Allen", record="Besproken.")
    post(secretary, "mediation_outcome", consensus="no", text="Over één plaats.")
    assert Mediation.objects.get().status == MediationStatus.NO_CONSENSUS
    text = browser(world.trainer).get(address("mediation", 1)).content.decode()
    assert "Het bestuur besluit nu over de aantallen" in text
    assert "Over één plaats." in text


def test_faults_of_a_step_stand_on_its_page(world: RegionWorld) -> None:
    chaired(world)
    client = browser(world.bureau)
    seen = {"seen": str(Mediation.objects.get().version)}
    past = {"day": "2026-01-01", "starts": "12:00", "ends": "10:00", "place": "Utrecht"}
    text = client.post(address("mediation_plan", 1), past | seen).content.decode()
    assert "Kies een moment dat nog komt." in text
    assert "Het einde komt na het begin." in text
    stale = client.post(address("mediation_plan", 1), past | {"seen": "0"}).content.decode()
    assert "intussen gewijzigd" in stale


def test_nothing_changes_while_the_board_decides(world: RegionWorld) -> None:
    mediation = asked(world)
    world.set_phase(PhaseStatus.AT_BOARD)
    answer = browser(world.bureau).post(address("mediation_accept", 1), {"seen": "0"})
    assert answer.status_code == 409
    assert fresh(world, mediation).status == MediationStatus.REQUESTED


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_for_many(
    world: RegionWorld, number: int, django_assert_num_queries: Any
) -> None:
    for _one in range(number):
        asked(world, world.coordinator)
    client = browser(world.bureau)
    client.get(address("mediations"))
    with django_assert_num_queries(15):
        client.get(address("mediations"))


def test_the_invitation_is_shown_with_its_calendar_before_it_is_sent(world: RegionWorld) -> None:
    mediation = chaired(world)
    bureau = browser(world.bureau)
    typed = {"day": "2099-06-02", "starts": "14:00", "ends": "16:00", "place": "Zaal 4"}
    address_of_plan = address("mediation_plan", mediation.number)
    sent = bureau.post(address_of_plan, typed | {"seen": mediation.version}, follow=True)
    page = sent.content.decode()
    name = "uitnodiging-bemiddeling-1-zitting-1.ics"
    assert page.count(name) == 1  # once, not once for each recipient
    link = page.split(name)[0].rsplit('href="', 1)[1].split('"')[0]
    assert b"BEGIN:VCALENDAR" in b"".join(bureau.get(link))
