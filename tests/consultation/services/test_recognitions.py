"""Reports of recognitions: they count at once, all concerned are told, the bureau answers."""

from datetime import date

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.models import Mailing, Message
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.enums import CheckOutcome, RecognitionChange
from consultation.models import RecognitionAnswer, RecognitionReport
from consultation.selectors.divisions import grid_of
from consultation.selectors.recognition_reports import reports_visible_to, unanswered
from consultation.selectors.recognitions_todo import todo
from consultation.services.recognitions import Reported, answer_recognition, report_recognition
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db
NEW, LAPSED = RecognitionChange.NEW, RecognitionChange.LAPSED


def report(
    world: RegionWorld,
    at: str = "N004",
    code: str = "02",
    change: RecognitionChange = NEW,
    by: User | None = None,
    note: str = "RGS, 1 april 2026",
) -> RecognitionReport:
    reported = Reported(institution(at), specialism(code), change, date(2026, 4, 1), note)
    return report_recognition(
        cycle=world.cycle, region=region("NO"), reported=reported, by=by or world.chair, now=NOW
    )


def reply(
    world: RegionWorld, found: RecognitionReport, outcome: CheckOutcome, text: str = ""
) -> RecognitionAnswer:
    return answer_recognition(report=found, outcome=outcome, text=text, by=world.bureau, now=NOW)


def may_get(world: RegionWorld, code: str) -> set[str]:
    return set(grid_of(world.cycle, region("NO")).by_code[code].recognised)


def told(key: str) -> set[str]:
    mailing = Mailing.objects.get(key=key)
    assert mailing.released_at is not None
    assert mailing.released_by is not None
    return {str(one.recipient) for one in Message.objects.filter(mailing=mailing)}


def test_a_new_recognition_counts_at_once_and_all_concerned_are_told() -> None:
    world = RegionWorld()
    found = report(world)
    assert "N004" in may_get(world, "02")
    assert told("recognition_reported") == {
        str(world.bureau),
        str(world.secretary),
        str(world.coordinator),
    }
    assert Event.objects.latest("pk").action != ""
    event = Event.objects.get(action="recognition.reported")
    assert event.data["institution"] == "N004"
    assert [one.pk for one in unanswered(world.cycle)] == [found.pk]


def test_a_lapsed_one_makes_the_other_training_the_sole_one() -> None:
    world = RegionWorld()
    report(world, "I002", "05", LAPSED, by=world.coordinator)
    assert may_get(world, "05") == {"I001"}
    assert str(world.chair) not in told("recognition_reported")  # chairs another cluster


def test_the_bureau_confirms_and_it_keeps_counting() -> None:
    world = RegionWorld()
    reply(world, report(world), CheckOutcome.CONFIRMED)
    assert "N004" in may_get(world, "02")
    assert str(world.chair) in told("recognition_answered")
    assert Event.objects.filter(action="recognition.confirmed").exists()
    assert not unanswered(world.cycle).exists()


def test_the_bureau_refuses_with_a_reason_and_it_counts_no_longer() -> None:
    world = RegionWorld()
    found = report(world)
    with pytest.raises(FaultyInput):
        reply(world, found, CheckOutcome.REFUSED, " ")
    reply(world, found, CheckOutcome.REFUSED, "Het register kent deze opleiding niet.")
    assert "N004" not in may_get(world, "02")
    body = Mailing.objects.get(key="recognition_answered").body
    assert "Het register kent deze opleiding niet." in body
    assert Event.objects.get(action="recognition.refused").reason.startswith("Het register")


def test_a_report_is_answered_once_by_the_bureau() -> None:
    world = RegionWorld()
    found = report(world)
    for person in (world.coordinator, world.chair, world.member, world.auditor):
        with pytest.raises(NotPermitted):
            answer_recognition(
                report=found, outcome=CheckOutcome.CONFIRMED, text="", by=person, now=NOW
            )
    reply(world, found, CheckOutcome.CONFIRMED)
    with pytest.raises(Refused):
        reply(world, found, CheckOutcome.REFUSED, "Toch niet.")


@pytest.mark.parametrize("who", ["trainer", "other", "administrator", "bureau", "member"])
def test_only_the_region_and_the_chair_report(who: str) -> None:
    world = RegionWorld()
    with pytest.raises(NotPermitted):
        report(world, by=getattr(world, who))
    with pytest.raises(NotPermitted):
        report(world, code="05", by=world.chair)


@pytest.mark.parametrize(
    ("at", "code", "change", "note", "fields"),
    [
        ("I001", "02", NEW, "RGS", ["institution"]),  # recognised already
        ("N004", "02", LAPSED, "RGS", ["institution"]),  # was never recognised
        ("I003", "02", NEW, " ", ["institution", "note"]),  # another region's, and no source
    ],
)
def test_what_cannot_be_is_refused_with_all_that_is_wrong(
    at: str, code: str, change: RecognitionChange, note: str, fields: list[str]
) -> None:
    world = RegionWorld()
    with pytest.raises(FaultyInput) as refusal:
        report(world, at, code, change, world.coordinator, note)
    assert [one.cell for one in refusal.value.faults] == fields
    assert not RecognitionReport.objects.exists()


@pytest.mark.parametrize("status", [PhaseStatus.WAITING, PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_it_is_reported_and_answered_while_phase_3_runs(status: PhaseStatus) -> None:
    world = RegionWorld()
    found = report(world)
    world.set_phase(status)
    with pytest.raises(NotNow):
        report(world, code="05", by=world.coordinator)
    with pytest.raises(NotNow):
        reply(world, found, CheckOutcome.CONFIRMED)


def test_a_region_and_a_cluster_see_their_own_and_the_bureau_has_a_task() -> None:
    world = RegionWorld()
    report(world)
    report(world, "I002", "05", LAPSED, by=world.coordinator)

    def seen(person: User) -> int:
        return reports_visible_to(person, world.cycle).count()

    assert [seen(one) for one in (world.bureau, world.member, world.coordinator)] == [2, 2, 2]
    assert [seen(one) for one in (world.chair, world.trainer)] == [1, 1]
    assert [seen(one) for one in (world.other, world.administrator)] == [0, 0]
    (item,) = todo(world.bureau, world.cycle, NOW)
    assert "2" in str(item.title)
    assert list(todo(world.coordinator, world.cycle, NOW)) == []
