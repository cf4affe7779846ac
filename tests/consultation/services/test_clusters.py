"""Filing for a cluster: all faults at once, nothing lost, versions replace and signatures lapse."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.enums import MessageStatus, PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing
from bols_portal.audit.models import Event
from consultation.enums import ClusterStatus, Stance
from consultation.models import (
    CapacityFrame,
    ClusterDraft,
    ClusterProposal,
    SigningSheet,
)
from consultation.selectors.clusters import begun, draft_of, filed_in, ground_of, places_of
from consultation.selectors.signing import state_of
from consultation.services.clusters import return_cluster, save_cluster_draft
from consultation.services.signing import sign
from tests.consultation.cluster_world import YESTERDAY, a_pdf, faults, filed, seen_now, typed
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def save(world: RegionWorld, content: dict[str, Any], **more: Any) -> ClusterDraft:
    facts: dict[str, Any] = {"seen": seen_now(world), "by": world.chair, "now": NOW} | more
    return save_cluster_draft(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism("02"),
        content=content,
        **facts,
    )


def frame(world: RegionWorld, at: str, low: int | None, high: int | None) -> None:
    CapacityFrame.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism("02"),
        institution=institution(at),
        minimum=low,
        maximum=high,
        set_at=NOW,
        set_by=world.chair,
    )


def test_a_version_is_filed_with_its_sheet(world: RegionWorld) -> None:
    proposal = filed(world)
    assert (proposal.number, proposal.status, proposal.assembly) == (1, ClusterStatus.FILED, False)
    assert places_of(filed_in(world.cycle, region("NO"))["02"]) == {"I001": 3, "I002": 1, "N003": 1}
    assert [one.held_on for one in proposal.meetings.all()] == [YESTERDAY]
    assert proposal.sheet.digest == proposal.digest
    state = state_of(proposal.sheet)
    assert (state.asked, state.signed) == (3, 0)
    assert [one.slot.name for one in state.slots if one.slot.institution.code == "I002"] == [
        "Odette Opleider"
    ]
    assert proposal.report.read().startswith(b"%PDF-")
    assert Event.objects.filter(action="cluster.file").count() == 1


def test_every_fault_comes_at_once_and_nothing_is_lost(world: RegionWorld) -> None:
    content = typed(
        {"I001": "drie", "I002": "", "N003": "1"},
        meetings=["", (NOW + timedelta(days=2)).date().isoformat(), "31-12"],
    )
    content["trainers"]["I001"] = {"name": " ", "email": "teun"}
    content["trainers"]["N003"]["email"] = content["trainers"]["I002"]["email"].upper()
    with pytest.raises(FaultyInput) as refused:
        filed(world, content, report=None)
    assert list(faults(refused)) == [
        ("I001", "places"),
        ("I002", "places"),
        ("", "meeting"),
        ("", "meeting"),
        ("", "report"),
        ("I001", "name"),
        ("I001", "email"),
        ("N003", "email"),
    ]
    assert not ClusterProposal.objects.exists()
    assert not SigningSheet.objects.exists()
    assert ClusterDraft.objects.get().content["places"]["I001"] == "drie"


@pytest.mark.parametrize(("places", "change"), [("2", "−1"), ("4", "+1")])
def test_the_sum_is_exactly_what_was_given(world: RegionWorld, places: str, change: str) -> None:
    with pytest.raises(FaultyInput) as refused:
        filed(world, typed({"I001": places, "I002": "1", "N003": "1"}))
    assert list(faults(refused)) == [("I001", "total")]
    assert change in str(refused.value.faults[0].message)


@pytest.mark.parametrize("days", [["", ""], ["0206-05-04"], ["morgen"]])
def test_a_meeting_is_asked(world: RegionWorld, days: list[str]) -> None:
    with pytest.raises(FaultyInput) as refused:
        filed(world, typed(meetings=days))
    assert list(faults(refused)) == [("", "meeting")]


def test_outside_the_frame_a_reason_is_asked(world: RegionWorld) -> None:
    frame(world, "I001", None, 2)
    frame(world, "N003", 2, None)
    frame(world, "I002", 1, 1)
    with pytest.raises(FaultyInput) as refused:
        filed(world)
    assert list(faults(refused)) == [("I001", "reason"), ("N003", "reason")]
    reasons = {"I001": "Een opleider meer.", "N003": "Een opleider weg."}
    proposal = filed(world, typed(reasons=reasons))
    assert {one.institution.code: one.reason for one in proposal.cells.all() if one.reason} == (
        reasons
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("verslag.docx", b"%PDF-1.7\n%%EOF"),
        ("verslag.pdf", b"PK\x03\x04 geen pdf"),
        ("verslag.pdf", b"%PDF-1.7 afgebroken"),
        ("verslag.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >> %%EOF"),
        ("verslag.pdf", b""),
        ("../../etc/verslag.exe", b"MZ"),
    ],
)
def test_the_report_is_a_plain_pdf(world: RegionWorld, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content)
    with pytest.raises(FaultyInput) as refused:
        filed(world, typed({"I001": "x", "I002": "1", "N003": "1"}), report=upload)
    assert ("", "report") in faults(refused)
    assert ("I001", "places") in faults(refused)
    draft = ClusterDraft.objects.get()
    assert draft.content["places"]["I001"] == "x"
    assert not draft.report


def test_a_new_version_replaces_and_what_was_signed_lapses(world: RegionWorld) -> None:
    content = typed()
    content["trainers"]["I001"]["email"] = world.trainer.email
    first = filed(world, content)
    slot = first.sheet.slots.get(institution__code="I001")
    sign(slot=slot, stance=Stance.AGREES, by=world.trainer, now=NOW)
    assert state_of(first.sheet).signed == 1
    with pytest.raises(Refused, match="versie 1"):
        filed(world, content)
    content["places"] = {"I001": "2", "I002": "2", "N003": "1"}
    second = filed(world, content)
    first.refresh_from_db()
    assert (first.status, first.sheet.closed_because) == (ClusterStatus.REPLACED, "replaced")
    assert (second.number, state_of(second.sheet).signed) == (2, 0)
    assert first.digest != second.digest
    with pytest.raises(NotNow):
        sign(slot=slot, stance=Stance.AGREES, by=world.trainer, now=NOW)


def test_the_report_stays_until_another_comes(world: RegionWorld) -> None:
    first = filed(world)
    again = typed({"I001": "2", "I002": "2", "N003": "1"})
    assert filed(world, again, report=None).report_digest == first.report_digest
    third = filed(world, again, report=a_pdf(b"ander verslag"))
    assert third.report_digest != first.report_digest
    assert first.report.storage.exists(str(first.report.name))


def test_a_report_that_nobody_filed_is_removed(
    world: RegionWorld, django_capture_on_commit_callbacks: Any
) -> None:
    draft = save(world, typed(), report=a_pdf(b"een"))
    path, storage = str(draft.report.name), draft.report.storage
    with django_capture_on_commit_callbacks(execute=True):
        save(world, typed(), report=a_pdf(b"twee"))
    assert not storage.exists(path)


def test_a_colleagues_draft_is_not_overwritten(world: RegionWorld) -> None:
    save(world, typed(motivation="Van de voorzitter."))
    with pytest.raises(Stale):
        save(world, typed(motivation="Van de coördinator."), seen=0, by=world.coordinator)
    with pytest.raises(Stale):
        filed(world, seen=0)
    assert ClusterDraft.objects.get().content["motivation"] == "Van de voorzitter."


@pytest.mark.parametrize(
    "who", ["trainer", "other", "bureau", "member", "auditor", "administrator"]
)
def test_only_chair_and_coordinator_file(world: RegionWorld, who: str) -> None:
    with pytest.raises(NotPermitted):
        filed(world, by=getattr(world, who))
    assert not ClusterDraft.objects.exists()


def test_only_the_coordinator_records_the_meeting_of_all_trainers(world: RegionWorld) -> None:
    with pytest.raises(NotPermitted):
        filed(world, typed(assembly=True))
    assert filed(world, typed(assembly=True), by=world.coordinator).assembly


@pytest.mark.parametrize("code", ["22", "01"])
def test_a_sole_training_and_no_places_have_nothing_to_file(world: RegionWorld, code: str) -> None:
    with pytest.raises(NotNow):
        filed(world, specialism=specialism(code), by=world.coordinator, seen=0)


@pytest.mark.parametrize("status", [PhaseStatus.WAITING, PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_only_while_phase_3_runs(world: RegionWorld, status: PhaseStatus) -> None:
    world.set_phase(status)
    with pytest.raises(NotNow):
        filed(world)


def test_sent_back_with_a_reason_and_filed_anew(world: RegionWorld) -> None:
    proposal = filed(world)
    with pytest.raises(Refused):
        return_cluster(proposal=proposal, reason=" ", by=world.coordinator, now=NOW)
    with pytest.raises(NotPermitted):
        return_cluster(proposal=proposal, reason="Nee.", by=world.chair, now=NOW)
    back = return_cluster(proposal=proposal, reason="Graag 2.", by=world.coordinator, now=NOW)
    assert (back.status, back.remark) == (ClusterStatus.RETURNED, "Graag 2.")
    assert back.sheet.closed_because == "returned"
    assert filed_in(world.cycle, region("NO")) == {}
    with pytest.raises(NotNow):
        return_cluster(proposal=back, reason="Nog eens.", by=world.coordinator, now=NOW)
    mail = Mailing.objects.get(key="cluster_returned")
    message = mail.messages.get()
    assert (message.recipient, message.status) == (world.chair, MessageStatus.QUEUED)
    assert "Graag 2." in message.body
    assert filed(world).number == 2


def test_the_coordinator_is_told_at_once(world: RegionWorld) -> None:
    filed(world)
    mail = Mailing.objects.get(key="cluster_filed")
    assert mail.released_by == world.chair  # who sent it stands in the log as well
    message = mail.messages.get()
    assert (message.recipient, message.status) == (world.coordinator, MessageStatus.QUEUED)
    again = typed({"I001": "2", "I002": "2", "N003": "1"})
    filed(world, again, by=world.coordinator)
    assert Mailing.objects.filter(key="cluster_filed").count() == 1  # not told to oneself


def test_the_form_begins_with_the_trainers_of_the_last_sheet(world: RegionWorld) -> None:
    filed(world)
    ClusterDraft.objects.all().delete()
    ground = ground_of(world.cycle, region("NO"), specialism("02"))
    assert draft_of(world.cycle, region("NO"), specialism("02")) is None
    assert begun(ground, None)["trainers"]["I002"]["name"] == "Odette Opleider"


def test_a_trainer_corrected_on_the_sheet_is_asked_again(world: RegionWorld) -> None:
    proposal = filed(world)
    proposal.sheet.slots.filter(institution__code="I002").update(name="Otto Opvolger")
    ground = ground_of(world.cycle, region("NO"), specialism("02"))
    draft = draft_of(world.cycle, region("NO"), specialism("02"))
    assert begun(ground, draft)["trainers"]["I002"]["name"] == "Otto Opvolger"
    later = NOW + timedelta(hours=1)
    save(world, typed(), now=later)
    draft = draft_of(world.cycle, region("NO"), specialism("02"))
    assert begun(ground, draft)["trainers"]["I002"]["name"] == "Odette Opleider"
