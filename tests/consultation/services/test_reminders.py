"""Reminders: who gets one, when one can be prepared, and what the overview says of it."""

from datetime import datetime, timedelta

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import NotNow, NotPermitted
from allocation.models import Mailing, Phase, Specialism
from allocation.roles import Role
from allocation.services.messages import cancel_mailing, release_mailing
from bols_portal.audit.models import Event
from consultation.enums import FilingKind
from consultation.models import Filing, Round
from consultation.selectors.round_overview import PartyStanding, missing_in, standing
from consultation.selectors.rounds import closes_for
from consultation.selectors.rounds_todo import todo
from consultation.services.reminders import prepare_reminder
from consultation.services.rounds import grant_late_leave, open_round
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW, appoint, association, make_user, region, specialism

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def world() -> RoundWorld:
    return RoundWorld()


def file(consultation: Round, world: RoundWorld, party: str, at: datetime = LATER) -> Filing:
    kind, _colon, code = party.partition(":")
    mine = {"region": region(code)} if kind == "region" else {"specialism": specialism(code)}
    return Filing.objects.create(
        round=consultation,
        kind=FilingKind.FOCUS if kind == "region" else FilingKind.ADVICE,
        number=1,
        digest="0" * 64,
        filed_at=at,
        filed_by=world.adviser,
        **mine,
    )


def remind(consultation: Round, world: RoundWorld, at: datetime = LATER) -> Mailing:
    return prepare_reminder(consultation=consultation, by=world.bureau, now=at)


def row_of(consultation: Round, key: str) -> PartyStanding:
    return next(one for one in standing(consultation) if one.key == key)


def last_moment(world: RoundWorld, consultation: Round) -> datetime:
    closing = closes_for(consultation, region("NO"))
    assert closing is not None
    return closing - timedelta(minutes=1)


def test_who_has_not_filed_is_reminded_and_fms_is_not(world: RoundWorld) -> None:
    opened = world.open()
    other = make_user("Otto Ander")
    appoint(other, Role.ADVISER, association("NIV"))
    file(opened, world, "specialism:02")
    mailing = remind(opened, world)
    assert {one.recipient for one in mailing.messages.all()} == {world.coordinator, other}
    assert (mailing.key, mailing.object_id) == ("round_reminder", str(opened.pk))
    assert "20 april 2026" in mailing.body
    assert "20 April 2026" in mailing.body_en
    names = [kept["name"] for one in mailing.messages.all() for kept in one.enclosures]
    assert sorted(names) == ["brief-ronde-1-NIV.pdf", "brief-ronde-1-NO.pdf"]
    assert mailing.released_at is None
    event = Event.objects.get(action="round.reminder")
    assert len(event.data["parties"]) == 38


def test_the_overview_says_who_was_reminded_once_it_was_sent(world: RoundWorld) -> None:
    opened = world.open()
    file(opened, world, "specialism:02")
    mailing = remind(opened, world)
    assert row_of(opened, "region:NO").reminded_at is None
    sent = LATER + timedelta(hours=1)
    release_mailing(mailing=mailing, by=world.bureau, now=sent)
    assert row_of(opened, "region:NO").reminded_at == sent
    assert row_of(opened, "region:ON").reminded_at is None  # nobody acts for it
    file(opened, world, "region:NO", at=sent + timedelta(hours=1))
    assert row_of(opened, "region:NO").reminded_at == sent


def test_a_reminder_is_not_said_to_be_for_who_had_filed(world: RoundWorld) -> None:
    opened = world.open()
    association("NVVC").specialisms.add(specialism("10"))
    file(opened, world, "specialism:02", at=NOW)
    release_mailing(mailing=remind(opened, world), by=world.bureau, now=LATER)
    assert row_of(opened, "specialism:10").reminded_at == LATER
    assert row_of(opened, "specialism:02").reminded_at is None


def test_a_reminder_is_refused(world: RoundWorld) -> None:
    made = world.prepare()
    with pytest.raises(NotNow):
        remind(made, world)
    opened = open_round(
        consultation=made, opens_at=NOW + timedelta(days=3), by=world.bureau, now=NOW
    )
    with pytest.raises(NotNow):
        remind(opened, world)
    inside = NOW + timedelta(days=4)
    with pytest.raises(NotPermitted):
        prepare_reminder(consultation=opened, by=world.fms, now=inside)
    Phase.objects.filter(cycle=world.cycle, number=2).update(status=PhaseStatus.AT_BOARD)
    with pytest.raises(NotNow):
        remind(opened, world, inside)
    assert not Mailing.objects.filter(key="round_reminder").exists()


def test_one_reminder_waits_at_a_time(world: RoundWorld) -> None:
    opened = world.open()
    first = remind(opened, world)
    with pytest.raises(NotNow, match="Berichten"):
        remind(opened, world)
    cancel_mailing(mailing=first, by=world.bureau, now=LATER, reason="Te vroeg")
    second = remind(opened, world)
    release_mailing(mailing=second, by=world.bureau, now=LATER)
    assert remind(opened, world).pk != second.pk


def test_nobody_is_reminded_where_all_have_filed(world: RoundWorld) -> None:
    opened = world.open()
    for one in standing(opened):
        file(opened, world, one.key)
    with pytest.raises(NotNow, match="niemand"):
        remind(opened, world)


def test_who_can_no_longer_file_is_not_reminded(world: RoundWorld) -> None:
    opened = world.open()
    after = last_moment(world, opened) + timedelta(days=1)
    with pytest.raises(NotNow):
        remind(opened, world, after)
    grant_late_leave(
        consultation=opened,
        party=region("NO"),
        until=(after + timedelta(days=5)).date(),
        reason="Ziekte",
        by=world.bureau,
        now=after,
    )
    assert [one.key for one in missing_in(opened, after)] == ["region:NO"]
    mailing = remind(opened, world, after)
    assert [one.recipient for one in mailing.messages.all()] == [world.coordinator]
    assert "20 april" not in mailing.body


def test_the_bureau_is_asked_for_a_reminder_in_the_last_week(world: RoundWorld) -> None:
    opened = world.open()
    end = last_moment(world, opened)
    assert list(todo(world.bureau, world.cycle, end - timedelta(days=8))) == []
    (item,) = todo(world.bureau, world.cycle, end)
    assert item.url == "/toewijzing/2027/fase-2/consultatie/ronde-1/herinnering/"
    assert "39 partijen" in str(item.detail)
    assert list(todo(world.adviser, world.cycle, end)) == []
    assert list(todo(world.bureau, world.cycle, end + timedelta(minutes=1))) == []
    remind(opened, world)
    assert list(todo(world.bureau, world.cycle, end)) == []


def test_no_reminder_is_asked_once_all_have_filed(world: RoundWorld) -> None:
    opened = world.open()
    for one in standing(opened):
        file(opened, world, one.key)
    assert Specialism.objects.count() + 7 == len(standing(opened))
    assert list(todo(world.bureau, world.cycle, last_moment(world, opened))) == []
