"""Recording a meeting of the Raad Opleiding: who, when, and everything that is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.models import Phase
from bols_portal.audit.models import Event
from consultation.models import CouncilMeeting
from consultation.selectors.meetings import has_met, meetings_of
from consultation.services.meetings import record_meeting
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW
from tests.phase_1 import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RoundWorld:
    return RoundWorld()


def record(world: RoundWorld, **changed: Any) -> CouncilMeeting:
    facts: dict[str, Any] = {
        "held_on": date(2026, 1, 30),
        "present": ["NVVC", "NIV"],
        "note": " Alle adviezen besproken. ",
        "minutes": None,
        "by": world.fms,
        "now": NOW,
    } | changed
    return record_meeting(cycle=world.cycle, **facts)


def test_a_meeting_is_kept_with_its_minutes(world: RoundWorld) -> None:
    assert not has_met(world.cycle)
    record(world, minutes=pdf())
    later = record(world, held_on=date(2026, 2, 2))
    assert (later.number, later.note, later.minutes_digest) == (2, "Alle adviezen besproken.", "")
    lines = meetings_of(world.cycle)
    assert [line.meeting.number for line in lines] == [2, 1]
    assert lines[1].present == (
        "Nederlandse Internisten Vereniging",
        "Nederlandse Vereniging voor Cardiologie",
    )
    assert len(lines[1].meeting.minutes_digest) == 64
    assert has_met(world.cycle)
    event = Event.objects.filter(action="meeting.recorded").first()
    assert event is not None
    assert event.data["present"] == ["NIV", "NVVC"]


def test_it_is_never_changed(world: RoundWorld) -> None:
    meeting = record(world)
    with pytest.raises(TypeError):
        meeting.save()


def test_everything_that_is_wrong_is_told_at_once(world: RoundWorld) -> None:
    tomorrow = (NOW + timedelta(days=1)).date()
    with pytest.raises(FaultyInput) as refused:
        record(world, held_on=tomorrow, present=[])
    assert [fault.cell for fault in refused.value.faults] == ["held_on", "present"]
    with pytest.raises(FaultyInput):
        record(world, present=["NVVC", "ONBEKEND"])
    assert not CouncilMeeting.objects.exists()


def test_minutes_are_a_pdf(world: RoundWorld) -> None:
    with pytest.raises(Refused, match="pdf"):
        record(world, minutes=pdf(content=b"geen pdf"))
    assert not CouncilMeeting.objects.exists()


def test_fms_alone_records(world: RoundWorld) -> None:
    for other in (world.bureau, world.adviser):
        with pytest.raises(NotPermitted):
            record(world, by=other)


def test_only_while_phase_2_runs(world: RoundWorld) -> None:
    Phase.objects.filter(cycle=world.cycle, number=2).update(status="at_board")
    with pytest.raises(NotNow):
        record(world)


def test_the_page_takes_and_shows_it(client: Client, world: RoundWorld) -> None:
    client.force_login(world.fms)
    there = reverse("meeting_record", args=[2027])
    sent = {"held_on": "2126-01-30", "note": "Besproken."}
    refused = client.post(there, sent)
    assert set(refused.context["form"].errors) == {"held_on", "present"}
    assert "Besproken." in refused.text
    sent |= {"held_on": "2026-01-30", "present": "NVVC"}
    assert client.post(there, sent | {"minutes": pdf(content=b"x")}).status_code == 200
    assert client.post(there, sent | {"minutes": pdf()}).status_code == 302
    client.force_login(world.bureau)
    page = client.get(reverse("meetings", args=[2027]))
    assert "30 januari 2026" in page.text
    assert there not in page.text
    got = client.get(reverse("meeting_minutes", args=[2027, 1]))
    assert b"".join(got.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert client.get(reverse("meeting_minutes", args=[2027, 2])).status_code == 404


def test_the_list_takes_as_many_queries_with_one_meeting_as_with_many(
    client: Client, world: RoundWorld, django_assert_num_queries: Any
) -> None:
    client.force_login(world.fms)
    there = reverse("meetings", args=[2027])
    record(world)
    client.get(there)
    with django_assert_num_queries(11):
        client.get(there)
    for _ in range(5):
        record(world)
    with django_assert_num_queries(11):
        client.get(there)
