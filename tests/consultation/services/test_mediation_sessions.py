"""Planning, moving, cancelling and recording a session, with what calendars get."""

from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing
from allocation.selectors.messages import enclosures_of
from allocation.services.enclosures import content_of, type_of
from allocation.services.outbox import send_due
from consultation.enums import SessionStatus
from consultation.models import MediationSession
from consultation.services.mediation_mail import not_invited
from consultation.services.mediation_parties import add_party
from consultation.services.mediation_sessions import (
    add_documents,
    cancel_session,
    invite_new,
    move_session,
    plan_session,
    record_session,
)
from tests.consultation.focus_world import pdf
from tests.consultation.mediation_world import (
    AFTER,
    START,
    accepted,
    chaired,
    fresh,
    planned,
    release,
)
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=1)


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> RegionWorld:
    settings.MEDIA_ROOT = tmp_path
    return RegionWorld()


def facts(world: RegionWorld, start: datetime = START, **changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "Domus Medica",
        "by": world.bureau,
        "now": NOW,
    }
    return given | changed


def version(world: RegionWorld, session: MediationSession) -> int:
    return fresh(world, session.mediation).version


def events_of(mailing: Mailing) -> list[tuple[str, str, Any]]:
    """(address, method, event) of every message of a mailing."""
    found = []
    for message in mailing.messages.all():
        (enclosure,) = enclosures_of(message)
        calendar = Calendar.from_ical(content_of(enclosure, "nl"))
        assert type_of(enclosure) == f"text/calendar; method={calendar['METHOD']}"
        (event,) = calendar.walk("VEVENT")
        found.append((message.address, str(calendar["METHOD"]), event))
    return found


def test_planning_asks_for_a_chair_and_for_facts(world: RegionWorld) -> None:
    mediation = accepted(world)
    with pytest.raises(NotNow):
        plan_session(mediation=mediation, seen=mediation.version, **facts(world))
    with pytest.raises(NotPermitted):
        plan_session(
            mediation=mediation, seen=mediation.version, **facts(world, by=world.coordinator)
        )


def test_all_faults_of_a_plan_at_once(world: RegionWorld) -> None:
    mediation = chaired(world)
    wrong = facts(world, starts_at=NOW, ends_at=NOW - timedelta(hours=1), place=" ")
    with pytest.raises(FaultyInput) as refusal:
        plan_session(mediation=mediation, seen=mediation.version, **wrong)
    assert [one.column for one in refusal.value.faults] == ["day", "ends", "place"]
    with pytest.raises(Stale):
        plan_session(mediation=mediation, seen=0, **facts(world))
    assert not MediationSession.objects.exists()


def test_everybody_gets_an_invitation_for_the_calendar(world: RegionWorld) -> None:
    session = planned(world)
    found = events_of(Mailing.objects.get(key="mediation_session"))
    assert {address for address, _method, _event in found} == {
        world.administrator.email,
        world.trainer.email,
        world.secretary.email,
        "ge@example.org",
    }
    for address, method, event in found:
        assert method == "REQUEST"
        assert event["SEQUENCE"] == 0
        assert event["UID"].startswith(f"mediation-2027-1-{session.number}@")
        assert event["ATTENDEE"].lower() == f"mailto:{address}".lower()
        assert event.decoded("dtstart") == START
        assert event["LOCATION"] == "Domus Medica, Utrecht"
        assert event["CLASS"] == "CONFIDENTIAL"
    with pytest.raises(NotNow):
        plan_session(
            mediation=session.mediation, seen=version(world, session), **facts(world, LATER)
        )


def test_the_mail_carries_the_calendar_with_its_method(world: RegionWorld) -> None:
    planned(world)
    send_due(clock=lambda: NOW + timedelta(minutes=1))
    sent = next(one for one in mail.outbox if one.to == ["ge@example.org"])
    parts = list(message_from_bytes(sent.message().as_bytes()).walk())
    calendar = next(one for one in parts if one.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_filename() == "uitnodiging-bemiddeling-1-zitting-1.ics"
    assert b"METHOD:REQUEST" in calendar.get_payload(decode=True)


def test_moving_raises_the_sequence_and_keeps_what_was_sent(world: RegionWorld) -> None:
    session = planned(world)
    first = Mailing.objects.get(key="mediation_session")
    same = facts(world, place=session.place)
    with pytest.raises(Refused):
        move_session(session=session, seen=version(world, session), **same)
    mailing = move_session(session=session, seen=version(world, session), **facts(world, LATER))
    moved = events_of(mailing)
    assert {(one[1], one[2]["SEQUENCE"]) for one in moved} == {("REQUEST", 1)}
    assert {one[2].decoded("dtstart") for one in moved} == {LATER}
    assert {one[2]["UID"] for one in moved} == {events_of(first)[0][2]["UID"]}
    assert {one[2].decoded("dtstart") for one in events_of(first)} == {START}
    assert "verplaatst" in mailing.subject


def test_moved_again_before_it_was_sent_only_the_last_is_sent(world: RegionWorld) -> None:
    session = planned(world)
    first = move_session(session=session, seen=version(world, session), **facts(world, LATER))
    move_session(
        session=session,
        seen=version(world, session),
        **facts(world, LATER + timedelta(days=1)),
    )
    first.refresh_from_db()
    assert first.cancelled_at == NOW


def test_cancelling_takes_it_out_of_the_calendars(world: RegionWorld) -> None:
    session = planned(world)
    given: dict[str, Any] = {"by": world.bureau, "now": NOW}
    with pytest.raises(FaultyInput):
        cancel_session(session=session, reason="", seen=version(world, session), **given)
    mailing = cancel_session(
        session=session, reason="Ziekte.", seen=version(world, session), **given
    )
    assert mailing is not None
    for _address, method, event in events_of(mailing):
        assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert "Ziekte." in mailing.body
    with pytest.raises(NotNow):
        cancel_session(session=session, reason="Weer.", seen=version(world, session), **given)
    with pytest.raises(NotNow):
        move_session(session=session, seen=version(world, session), **facts(world, LATER))


def test_who_was_never_invited_hears_of_no_cancelling(world: RegionWorld) -> None:
    mediation = chaired(world)
    plan_session(mediation=mediation, seen=mediation.version, **facts(world))
    session = MediationSession.objects.get()
    nobody = cancel_session(
        session=session,
        reason="Vergissing.",
        seen=version(world, session),
        by=world.bureau,
        now=NOW,
    )
    assert nobody is None
    assert Mailing.objects.get(key="mediation_session").cancelled_at == NOW


def test_a_new_party_is_invited_alone(world: RegionWorld) -> None:
    session = planned(world)
    given: dict[str, Any] = {"by": world.bureau, "now": NOW}
    with pytest.raises(NotNow):
        invite_new(session=session, **given)
    add_party(
        mediation=session.mediation,
        name="Nieuw",
        email="nieuw@example.org",
        role="Bestuurder",
        institution=None,
        reason="Zo besproken.",
        seen=version(world, session),
        **given,
    )
    session = fresh(world, session.mediation).sessions.get()
    assert [one.address for one in not_invited(session)] == ["nieuw@example.org"]
    mailing = invite_new(session=session, **given)
    assert [one[0] for one in events_of(mailing)] == ["nieuw@example.org"]
    release(world, mailing)
    with pytest.raises(NotNow):
        invite_new(session=session, **given)


def test_the_record_is_written_after_it_began_and_can_be_mended(world: RegionWorld) -> None:
    session = planned(world)
    given: dict[str, Any] = {"session": session, "by": world.secretary, "now": AFTER}
    with pytest.raises(NotNow):
        record_session(
            present="x", record="x", seen=version(world, session), **given | {"now": NOW}
        )
    with pytest.raises(NotPermitted):
        record_session(
            present="x",
            record="x",
            seen=version(world, session),
            **given | {"by": world.administrator},
        )
    with pytest.raises(FaultyInput) as refusal:
        record_session(present=" ", record="", seen=version(world, session), **given)
    assert [one.column for one in refusal.value.faults] == ["present", "record"]
    record_session(
        present="Bea",
        record="Besproken.",
        seen=version(world, session),
        added=[pdf("verslag.pdf", b" ")],
        **given,
    )
    session.refresh_from_db()
    assert session.status == SessionStatus.HELD
    record_session(present="Bea, Teun", record="Besproken.", seen=version(world, session), **given)
    session.refresh_from_db()
    assert session.present == "Bea, Teun"
    assert fresh(world, session.mediation).documents.get().name == "verslag.pdf"


def test_parties_add_documents_and_others_do_not(world: RegionWorld) -> None:
    mediation = chaired(world)
    for user in (world.trainer, world.administrator, world.bureau):
        add_documents(
            mediation=mediation,
            added=[pdf(f"{user.pk}.pdf", str(user.pk).encode())],
            by=user,
            now=NOW,
        )
    assert fresh(world, mediation).documents.count() == 3
    for user in (world.coordinator, world.member, world.auditor):
        with pytest.raises(NotPermitted):
            add_documents(mediation=mediation, added=[pdf("x.pdf", b"x")], by=user, now=NOW)
    with pytest.raises(FaultyInput):
        add_documents(mediation=mediation, added=[], by=world.bureau, now=NOW)
    with pytest.raises(FaultyInput):
        add_documents(mediation=mediation, added=[pdf("x.exe", b"x")], by=world.bureau, now=NOW)
