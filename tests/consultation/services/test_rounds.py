"""Preparing, opening, replacing and cancelling rounds; the letter; leave to file late."""

from datetime import timedelta
from typing import Any

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import BoardDecision, Mailing, Phase
from bols_portal.audit.models import Event
from consultation.enums import RoundStatus
from consultation.models import LateLeave, Round
from consultation.policies.filings import may_file
from consultation.selectors.round_letters import letter_of
from consultation.selectors.round_overview import standing
from consultation.selectors.rounds import closes_for
from consultation.selectors.rounds_todo import todo
from consultation.services.rounds import (
    cancel_round,
    grant_late_leave,
    open_round,
    prepare_round,
    save_letter,
)
from tests.consultation.round_world import RoundWorld, adopt_framework
from tests.factories import NOW, region, specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RoundWorld:
    return RoundWorld()


def test_a_round_is_prepared_with_a_letter(world: RoundWorld) -> None:
    made = world.prepare()
    assert (made.number, made.status, made.table) == (1, RoundStatus.PREPARED, world.ready.table)
    letter = letter_of(made)
    assert letter is not None
    assert "consultatieronde 1" in letter.subject
    assert "/fase-2/consultatie/ronde-1/" in letter.body
    assert not Mailing.objects.filter(key="round_opened").exists()
    assert Event.objects.filter(action="round.prepare").count() == 1


def test_only_the_bureau_prepares(world: RoundWorld) -> None:
    with pytest.raises(NotPermitted):
        prepare_round(cycle=world.cycle, reason="", by=world.adviser, now=NOW)
    assert not Round.objects.exists()


def test_nothing_is_prepared_outside_phase_2(world: RoundWorld) -> None:
    Phase.objects.filter(cycle=world.cycle, number=2).update(status=PhaseStatus.WAITING)
    with pytest.raises(NotNow):
        world.prepare()


def test_nothing_is_prepared_without_a_framework(world: RoundWorld) -> None:
    BoardDecision.objects.update(status="replaced")
    with pytest.raises(NotNow):
        world.prepare()


def test_one_round_is_prepared_at_a_time(world: RoundWorld) -> None:
    world.prepare()
    with pytest.raises(NotNow):
        world.prepare("Nogmaals.")


def test_a_second_round_needs_a_reason_and_replaces_the_first(world: RoundWorld) -> None:
    first = world.open()
    with pytest.raises(Refused):
        world.prepare()
    second = world.open("Het kader is hersteld.")
    first.refresh_from_db()
    assert (first.status, first.ended_at) == (RoundStatus.REPLACED, NOW)
    assert (second.number, second.status) == (2, RoundStatus.OPEN)
    assert Event.objects.filter(action="round.replace").count() == 1


def test_opening_prepares_the_letter_for_who_is_asked(world: RoundWorld) -> None:
    opened = world.open()
    mailing = Mailing.objects.get(key="round_opened")
    letter = letter_of(opened)
    assert letter is not None
    assert mailing.subject == letter.subject
    to = {message.recipient for message in mailing.messages.all()}
    assert to == {world.coordinator, world.adviser, world.fms}
    assert (opened.opens_at, opened.opened_by) == (NOW, world.bureau)


def test_the_letter_tells_each_kind_of_party_what_it_does(world: RoundWorld) -> None:
    letter = letter_of(world.prepare())
    assert letter is not None
    told = {line.split(": ")[0]: line for line in letter.body.splitlines() if ": u " in line}
    assert list(told) == ["Wetenschappelijke verenigingen, VSG en NVvO", "Regio’s", "FMS"]
    assert "dient" not in told["FMS"]  # it files nothing: it reads and composes
    assert "FMS: you read in the portal what was filed" in letter.body_en


def test_opening_is_refused(world: RoundWorld) -> None:
    made = world.prepare()
    with pytest.raises(NotPermitted):
        open_round(consultation=made, opens_at=NOW, by=world.fms, now=NOW)
    past = NOW - timedelta(days=1)
    with pytest.raises(Refused, match="verleden"):
        open_round(consultation=made, opens_at=past, by=world.bureau, now=NOW)
    with pytest.raises(Stale):
        open_round(consultation=made, opens_at=NOW, by=world.bureau, now=NOW, seen=7)
    adopt_framework(world.ready, world.ready.calculate(1))
    with pytest.raises(NotNow):
        open_round(consultation=made, opens_at=NOW, by=world.bureau, now=NOW)
    made.refresh_from_db()
    assert made.status == RoundStatus.PREPARED
    assert not Mailing.objects.filter(key="round_opened").exists()


def test_the_letter_changes_in_versions(world: RoundWorld) -> None:
    made = world.prepare()
    words: dict[str, Any] = {"consultation": made, "subject": "Brief", "body": "Tekst.", "now": NOW}
    saved = save_letter(**words, seen=1, by=world.bureau)
    assert (saved.number, made.letters.count()) == (2, 2)
    with pytest.raises(Stale):
        save_letter(**words, seen=1, by=world.bureau)
    with pytest.raises(NotPermitted):
        save_letter(**words, seen=2, by=world.coordinator)
    with pytest.raises(Refused):
        save_letter(**words | {"body": " "}, seen=2, by=world.bureau)
    open_round(consultation=made, opens_at=NOW, by=world.bureau, now=NOW)
    with pytest.raises(NotNow):
        save_letter(**words, seen=2, by=world.bureau)


def test_the_letter_has_an_english_text_or_none(world: RoundWorld) -> None:
    made = world.prepare()
    first = letter_of(made)
    assert first is not None
    assert "consultation round 1" in first.subject_en
    words: dict[str, Any] = {"consultation": made, "subject": "Brief", "body": "Tekst.", "now": NOW}
    with pytest.raises(Refused):
        save_letter(**words, subject_en="Letter", seen=1, by=world.bureau)
    with pytest.raises(Refused):
        save_letter(**words, body_en="Text.", seen=1, by=world.bureau)
    save_letter(**words, subject_en="Letter", body_en="Text.", seen=1, by=world.bureau)
    open_round(consultation=made, opens_at=NOW, by=world.bureau, now=NOW)
    mailing = Mailing.objects.get(key="round_opened")
    assert (mailing.subject_en, mailing.body_en) == ("Letter", "Text.")


def test_a_round_can_open_later_but_not_after_a_last_day(world: RoundWorld) -> None:
    made = world.prepare()
    closing = closes_for(made, region("NO"))
    assert closing is not None
    asked: dict[str, Any] = {"consultation": made, "by": world.bureau, "now": NOW}
    with pytest.raises(Refused, match="uiterste dag"):
        open_round(**asked, opens_at=closing)
    later = NOW + timedelta(days=2)
    opened = open_round(**asked, opens_at=later)
    assert (opened.status, opened.opens_at, opened.opened_at) == (RoundStatus.OPEN, later, NOW)
    assert not may_file(opened, specialism("02"), NOW)
    assert may_file(opened, specialism("02"), later)


def test_cancelling_needs_a_reason_and_a_prepared_round(world: RoundWorld) -> None:
    made = world.prepare()
    with pytest.raises(Refused):
        cancel_round(consultation=made, reason="", by=world.bureau, now=NOW)
    with pytest.raises(NotPermitted):
        cancel_round(consultation=made, reason="Fout", by=world.fms, now=NOW)
    done = cancel_round(consultation=made, reason="Fout", by=world.bureau, now=NOW)
    assert (done.status, done.ended_at) == (RoundStatus.CANCELLED, NOW)
    with pytest.raises(NotNow):
        cancel_round(consultation=done, reason="Fout", by=world.bureau, now=NOW)
    assert world.prepare("Opnieuw.").number == 2


def test_leave_lets_one_party_file_longer(world: RoundWorld) -> None:
    opened = world.open()
    party = specialism("02")
    closing = closes_for(opened, party)
    assert closing is not None
    asked: dict[str, Any] = {"consultation": opened, "party": party, "reason": "Ziekte", "now": NOW}
    day = (closing + timedelta(days=5)).date()
    with pytest.raises(NotPermitted):
        grant_late_leave(**asked, until=day, by=world.coordinator)
    with pytest.raises(Refused):
        grant_late_leave(**asked | {"reason": " "}, until=day, by=world.bureau)
    with pytest.raises(Refused):
        grant_late_leave(**asked, until=(NOW - timedelta(days=2)).date(), by=world.bureau)
    early = max(NOW.date(), (closing - timedelta(days=2)).date())
    with pytest.raises(Refused):
        grant_late_leave(**asked, until=early, by=world.bureau)
    assert not LateLeave.objects.exists()
    grant_late_leave(**asked, until=day, by=world.bureau)
    later = closes_for(opened, party)
    assert later is not None
    assert later > closing
    assert closes_for(opened, specialism("10")) == closing
    held = {one.key: one.leave_until for one in standing(opened)}
    assert (held["specialism:02"], held["specialism:10"]) == (day, None)


def test_a_region_gets_leave_too(world: RoundWorld) -> None:
    opened = world.open()
    party = region("NO")
    closing = closes_for(opened, party)
    assert closing is not None
    day = (closing + timedelta(days=5)).date()
    grant_late_leave(
        consultation=opened, party=party, until=day, reason="Ziekte", by=world.bureau, now=NOW
    )
    held = {one.key: one.leave_until for one in standing(opened)}
    assert (held["region:NO"], held["region:ON"]) == (day, None)
    assert not may_file(opened, region("ON"), closing)
    assert may_file(opened, party, closing)


def test_no_leave_in_a_round_that_is_not_open(world: RoundWorld) -> None:
    made = world.prepare()
    until = (NOW + timedelta(days=900)).date()
    with pytest.raises(NotNow):
        grant_late_leave(
            consultation=made,
            party=specialism("02"),
            until=until,
            reason="Ziekte",
            by=world.bureau,
            now=NOW,
        )


def test_the_bureau_is_asked_for_a_round_until_one_runs(world: RoundWorld) -> None:
    assert [one.url for one in todo(world.bureau, world.cycle, NOW)] == [
        "/toewijzing/2027/fase-2/consultatie/"
    ]
    assert list(todo(world.adviser, world.cycle, NOW)) == []
    world.open()
    assert list(todo(world.bureau, world.cycle, NOW)) == []
    adopt_framework(world.ready, world.ready.calculate(1))
    assert len(list(todo(world.bureau, world.cycle, NOW))) == 1
