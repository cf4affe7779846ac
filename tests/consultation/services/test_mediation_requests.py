"""Asking for mediation: what is needed, when it is refused at once, and that nothing gets lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from allocation.errors import FaultyInput, NotNow, NotPermitted, Stale
from allocation.models import Mailing, Message
from bols_portal.audit.models import Event
from consultation.enums import MediationStatus
from consultation.models import Mediation, MediationDraft
from consultation.selectors.mediations import draft_of
from consultation.services.mediation_content import ABOUT_PROTOCOL, NOT_DISCUSSED, SOURCE, digest_of
from consultation.services.mediation_drafts import save_mediation_draft
from consultation.services.mediation_receipt import receipt_of
from consultation.services.mediations import request_mediation
from tests.consultation.focus_world import pdf
from tests.consultation.mediation_world import CONTENT, asked
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> RegionWorld:
    settings.MEDIA_ROOT = tmp_path
    return RegionWorld()


def test_an_administrator_asks_for_the_own_institution(world: RegionWorld) -> None:
    mediation = asked(world)
    assert mediation.status == MediationStatus.REQUESTED
    assert (mediation.number, mediation.region.key) == (1, "NO")
    assert mediation.institution is not None
    assert mediation.institution.code == "I001"
    assert [one.code for one in mediation.specialisms.all()] == ["02"]
    assert Event.objects.filter(action="mediation.request").count() == 1
    assert draft_of(world.cycle, world.administrator) is None
    message = Message.objects.get(recipient=world.administrator)
    assert "is ontvangen" in message.subject
    assert asked(world, world.coordinator).number == 2


@pytest.mark.parametrize("who", ["coordinator", "chair", "trainer"])
def test_others_of_the_region_ask_too(world: RegionWorld, who: str) -> None:
    mediation = asked(world, getattr(world, who))
    assert mediation.region.key == "NO"
    assert mediation.institution is None
    assert mediation.capacity


@pytest.mark.parametrize("who", ["bureau", "member", "auditor", "secretary"])
def test_nobody_else_asks(world: RegionWorld, who: str) -> None:
    with pytest.raises(NotPermitted):
        asked(world, getattr(world, who))
    assert not Mediation.objects.exists()


def test_a_chair_asks_for_the_own_specialism_alone(world: RegionWorld) -> None:
    with pytest.raises(FaultyInput) as refusal:
        asked(world, world.chair, specialisms=["02", "05"])
    assert [one.column for one in refusal.value.faults] == ["specialisms"]


def test_all_faults_at_once_and_the_draft_is_kept(world: RegionWorld) -> None:
    empty = dict.fromkeys(CONTENT, "") | {"specialisms": [], "subject": "  "}
    with pytest.raises(FaultyInput) as refusal:
        asked(world, **empty)
    assert {one.column for one in refusal.value.faults} == {
        "discussed", "protocol", "specialisms", "subject", "process", "views",
    }  # fmt: skip
    with pytest.raises(FaultyInput) as refusal:
        request_mediation(
            cycle=world.cycle,
            content=CONTENT | {"discussed_on": "2026-12-01", "discussed_with": ""},
            seen=1,
            by=world.administrator,
            now=NOW,
            added=[pdf("brief.pdf", b" ")],
        )
    assert [one.column for one in refusal.value.faults] == ["discussed_on", "discussed_with"]
    draft = MediationDraft.objects.get()
    assert draft.content["subject"] == CONTENT["subject"]
    assert [one["name"] for one in draft.content["files"]] == ["brief.pdf"]
    mediation = request_mediation(
        cycle=world.cycle, content=CONTENT, seen=2, by=world.administrator, now=NOW
    )
    assert mediation.documents.get().name == "brief.pdf"


@pytest.mark.parametrize("day", ["2026-02-31", "gisteren", ""])
def test_a_day_that_does_not_exist(world: RegionWorld, day: str) -> None:
    with pytest.raises(FaultyInput) as refusal:
        asked(world, discussed_on=day)
    assert [one.column for one in refusal.value.faults] == ["discussed_on"]


@pytest.mark.parametrize(
    ("answers", "quoted"),
    [
        ({"discussed": "no"}, [NOT_DISCUSSED]),
        ({"protocol": "yes"}, [ABOUT_PROTOCOL]),
        ({"discussed": "no", "protocol": "yes"}, [NOT_DISCUSSED, ABOUT_PROTOCOL]),
    ],
)
def test_refused_at_once_with_the_protocol_quoted(
    world: RegionWorld, answers: dict[str, str], quoted: list[str]
) -> None:
    mediation = asked(world, process="", views="", **answers)
    assert mediation.status == MediationStatus.REFUSED
    assert all(one in mediation.refusal for one in quoted)
    assert mediation.rule == SOURCE
    assert mediation.ended_at == NOW
    event = Event.objects.get(action="mediation.refuse")
    assert event.actor_name == "BOLS-portaal"
    message = Message.objects.get(recipient=world.administrator)
    assert "niet in behandeling genomen" in message.subject
    assert all(one in message.body for one in quoted)
    # They can discuss it first, and ask again.
    assert asked(world).status == MediationStatus.REQUESTED


def test_too_late_is_too_late(world: RegionWorld) -> None:
    late = NOW + timedelta(days=20)
    with pytest.raises(NotNow, match=r"(fase|phase) IV"):
        request_mediation(
            cycle=world.cycle, content=CONTENT, seen=0, by=world.administrator, now=late
        )
    assert not MediationDraft.objects.exists()


def test_a_second_window_loses_nothing(world: RegionWorld) -> None:
    facts: dict[str, Any] = {"cycle": world.cycle, "by": world.trainer, "now": NOW}
    save_mediation_draft(content=CONTENT, seen=0, **facts)
    with pytest.raises(Stale):
        save_mediation_draft(content=CONTENT | {"subject": "Anders"}, seen=0, **facts)
    assert MediationDraft.objects.get().content["subject"] == CONTENT["subject"]


def test_files_leave_a_draft_and_bad_ones_never_enter(world: RegionWorld) -> None:
    facts: dict[str, Any] = {"cycle": world.cycle, "by": world.trainer, "now": NOW}
    with pytest.raises(FaultyInput) as refusal:
        save_mediation_draft(
            content=CONTENT, seen=0, added=[pdf("a.exe", b""), pdf("b.docx", b"")], **facts
        )
    assert len(refusal.value.faults) == 2
    draft = save_mediation_draft(content=CONTENT, seen=0, added=[pdf("a.pdf", b" ")], **facts)
    digest = draft.content["files"][0]["digest"]
    draft = save_mediation_draft(content=CONTENT, seen=1, removed=digest, **facts)
    assert draft.content["files"] == []


def test_the_receipt_is_a_pdf_with_the_digest_of_what_was_sent(world: RegionWorld) -> None:
    mediation = asked(world)
    assert receipt_of(mediation).startswith(b"%PDF")
    before = digest_of(mediation)
    mediation.subject = "Iets anders"
    assert digest_of(mediation) != before


def test_the_mail_to_who_asked_waits_for_nobody(world: RegionWorld) -> None:
    asked(world)
    assert Mailing.objects.get().released_at == NOW
