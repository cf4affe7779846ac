"""Moving a date: with a reason, never silently out of order, and everybody concerned is told."""

from datetime import UTC, date, datetime

import pytest

from allocation.enums import MessageStatus
from allocation.errors import NotPermitted, Refused, Stale
from allocation.models import DeadlineVersion, Mailing
from allocation.policies.deadlines import conflicts_of
from allocation.roles import Role
from allocation.selectors.deadlines import deadline_moment, deadlines_of
from allocation.services.deadlines import move_deadline
from bols_portal.audit.models import Event
from tests import factories

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    factories.make_reference_data()
    return factories.make_cycle()


@pytest.fixture
def bureau():
    return factories.make_bureau()


def move(cycle, by, key="mediation", day=date(2026, 5, 13), **values):
    moment = deadline_moment(cycle, key)
    facts = {"kind": "before", "reason": "VWS is later", "seen": moment.version.number}
    return move_deadline(moment=moment, day=day, by=by, now=NOW, **facts | values)


def codes(cycle, key, day, kind="before"):
    return [one.code for one in conflicts_of(deadlines_of(cycle), key, day, kind, NOW)]


def test_a_move_adds_a_version_and_keeps_the_old_one(cycle, bureau) -> None:
    move(cycle, bureau)
    moment = deadline_moment(cycle, "mediation")
    assert [one.day for one in moment.versions] == [date(2026, 5, 12), date(2026, 5, 13)]
    assert moment.version.reason == "VWS is later"
    event = Event.objects.get(action="deadline.moved")
    assert event.reason == "VWS is later"
    assert event.data["before"] == "2026-05-12"


def test_everybody_concerned_is_told_after_the_bureau_has_seen_it(cycle, bureau) -> None:
    people = {
        "coordinator": (Role.COORDINATOR, factories.region("NO")),
        "administrator": (Role.ADMINISTRATOR, factories.institution("I001")),
        "vws": (Role.VWS, cycle),
    }
    for name, (role, on) in people.items():
        factories.appoint(factories.make_user(name, email=f"{name}@example.org"), role, on)
    moved = move(cycle, bureau)
    addresses = set(moved.mailing.messages.values_list("address", flat=True))
    assert {"coordinator@example.org", "administrator@example.org"} <= addresses
    assert "vws@example.org" not in addresses  # acts in phase VI, not in III
    assert set(moved.mailing.messages.values_list("status", flat=True)) == {MessageStatus.PREPARED}
    assert "woensdag 13 mei 2026" in moved.mailing.body
    assert "Wednesday 13 May 2026" in moved.mailing.body_en
    assert "VWS is later" in moved.mailing.body


def test_who_does_not_run_the_process_moves_nothing(cycle) -> None:
    board = factories.make_user()
    factories.appoint(board, Role.BOARD, cycle)
    with pytest.raises(NotPermitted):
        move(cycle, board)
    assert DeadlineVersion.objects.filter(number=2).count() == 0
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"reason": "  "},
        {"kind": "somewhere"},
        {"day": date(2026, 5, 12)},  # as it is already
    ],
)
def test_a_move_needs_a_reason_a_kind_and_a_new_day(cycle, bureau, values) -> None:
    with pytest.raises(Refused):
        move(cycle, bureau, **values)
    assert not Mailing.objects.exists()


def test_what_someone_else_moved_meanwhile_is_not_overwritten(cycle, bureau) -> None:
    move(cycle, bureau)
    with pytest.raises(Stale):
        move(cycle, bureau, day=date(2026, 5, 14), seen=1)


def test_mediation_after_the_region_proposals_is_a_conflict(cycle) -> None:
    assert codes(cycle, "mediation", date(2026, 5, 13)) == []
    assert codes(cycle, "mediation", date(2026, 5, 20)) == []  # both close at the same moment
    assert codes(cycle, "mediation", date(2026, 5, 21)) == ["after:region_proposals"]
    assert codes(cycle, "mediation", date(2026, 5, 20), "at_the_latest") == [
        "after:region_proposals"
    ]


def test_before_the_decision_that_it_follows_is_a_conflict(cycle) -> None:
    assert codes(cycle, "region_proposals", date(2026, 5, 8)) == ["before:mediation"]


def test_a_passed_day_and_a_weekend_are_shown(cycle) -> None:
    assert "past" in codes(cycle, "framework", date(2026, 3, 31), "at_the_latest")
    assert codes(cycle, "complaints", date(2026, 6, 13), "at_the_latest") == ["weekend"]
    assert codes(cycle, "complaints", date(2026, 6, 15)) == ["weekend"]  # last day is a Sunday
    assert codes(cycle, "complaints", date(2026, 6, 15), "at_the_latest") == []


def test_a_conflict_is_refused_until_it_was_seen(cycle, bureau) -> None:
    with pytest.raises(Refused, match="20 mei 2026") as refusal:
        move(cycle, bureau, day=date(2026, 5, 21))
    assert refusal.value.rule == "Toewijzingsprotocol 2027, voetnoten 6-8"
    assert not Mailing.objects.exists()
    moved = move(cycle, bureau, day=date(2026, 5, 21), acknowledged=["after:region_proposals"])
    assert moved.version.number == 2
    assert Event.objects.get(action="deadline.moved").data["accepted"] == ["after:region_proposals"]
