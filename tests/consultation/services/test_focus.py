"""Filing focus points: versions that replace, warnings read once, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.roles import Role
from bols_portal.audit.models import Event
from consultation.enums import RoundStatus
from consultation.models import Attachment, Filing, FilingDraft, LateLeave, Round
from consultation.selectors.focus import points_in
from consultation.services.focus import (
    UnreadWarning,
    file_focus_unchanged,
    save_focus_draft,
)
from consultation.services.focus_content import QUOTE, warning_texts
from tests.consultation.advice_world import LATER
from tests.consultation.focus_world import TEXTS, WISHES, FocusWorld, pdf, set_day
from tests.factories import NOW, appoint, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FocusWorld:
    return FocusWorld()


def draft(world: FocusWorld, texts: dict[str, str], *, seen: int = 0, **more: Any) -> FilingDraft:
    facts: dict[str, Any] = {"region": world.region, "by": world.coordinator, "now": LATER} | more
    return save_focus_draft(consultation=world.round, texts=texts, seen=seen, **facts)


def unchanged(world: FocusWorld, **more: Any) -> Filing:
    facts: dict[str, Any] = {"region": world.region, "by": world.coordinator, "now": LATER} | more
    return file_focus_unchanged(consultation=world.round, **facts)


def test_a_filed_version_holds_what_was_written_and_leaves_a_trace(world: FocusWorld) -> None:
    filing = world.file(TEXTS | {"size": "  \r\n"})
    assert (filing.number, filing.late, filing.warnings, filing.specialism) == (1, False, [], None)
    found = points_in(world.round)["NO"]
    assert found.texts == TEXTS
    assert [one.key for one in found.subjects] == ["spearheads", "demand"]
    event = Event.objects.get(action="focus.filed")
    assert event.data["digest"] == filing.digest
    assert "ouderenzorg" not in str(event.data)


def test_a_new_version_replaces_the_one_before(world: FocusWorld) -> None:
    first = world.file()
    second = world.file({"size": "Wij zijn klein."}, seen=1)
    assert (second.number, second.digest != first.digest) == (2, True)
    assert points_in(world.round)["NO"].filing == second
    assert Filing.objects.count() == 2


def test_the_digest_follows_from_the_content_alone(world: FocusWorld) -> None:
    first = world.file(TEXTS)
    world.file({"size": "Anders."}, seen=1)
    third = world.file(dict(reversed(TEXTS.items())), seen=2)
    assert third.digest != first.digest  # the number of the version belongs to it
    assert len(third.digest) == 64


def test_at_least_one_text(world: FocusWorld) -> None:
    with pytest.raises(FaultyInput) as refused:
        world.file({"size": " \n "})
    assert [one.column for one in refused.value.faults] == ["spearheads"]
    assert not Filing.objects.exists()


def test_what_could_not_be_filed_is_kept_as_a_draft_with_its_files(world: FocusWorld) -> None:
    with pytest.raises(UnreadWarning):
        world.file(WISHES, added=[pdf()])
    kept = FilingDraft.objects.get()
    assert kept.content["texts"]["capacity"] == WISHES["capacity"]
    assert Attachment.objects.get(dropped=False).name == "brief.pdf"
    assert not Filing.objects.exists()


def test_the_same_again_is_refused(world: FocusWorld) -> None:
    world.file()
    with pytest.raises(Refused, match="1"):
        world.file(seen=1)
    assert world.file(seen=2, added=[pdf()]).number == 2


def test_a_text_that_is_too_long_is_refused_and_not_cut_off(world: FocusWorld) -> None:
    with pytest.raises(Refused, match=r"4\.000|4,000"):
        world.file({"size": "x" * 4001})
    assert not FilingDraft.objects.exists()
    # A line end counts once, as the browser counts it.
    assert world.file({"size": "x\r\n" * 2000}).number == 1


def test_a_list_of_numbers_is_filed_once_the_warning_was_read(world: FocusWorld) -> None:
    with pytest.raises(UnreadWarning):
        world.file(WISHES)
    filing = world.file(WISHES, seen=1, confirmed=True)
    assert filing.warnings == ["numbers:capacity"]
    assert points_in(world.round)["NO"].warned == {"capacity"}
    assert QUOTE in warning_texts(filing.warnings)[-1]
    # Once a subject: another list asks again, the same one does not.
    again = world.file(WISHES | {"size": "Wij zijn klein."}, seen=2)
    assert again.warnings == ["numbers:capacity"]
    with pytest.raises(UnreadWarning):
        world.file(WISHES | {"size": WISHES["capacity"]}, seen=3)


def test_what_a_colleague_saved_is_not_overwritten(world: FocusWorld) -> None:
    draft(world, {"size": "Van Cato"}, by=world.colleague)
    with pytest.raises(Stale):
        draft(world, {"size": "Van Coen"})
    with pytest.raises(Stale):
        world.file({"size": "Van Coen"}, added=[pdf()])
    assert FilingDraft.objects.get().content["texts"]["size"] == "Van Cato"
    assert not Attachment.objects.exists()


def test_only_the_coordinator_of_the_region(world: FocusWorld) -> None:
    for somebody in (world.other, world.bureau, world.fms):
        with pytest.raises(NotPermitted):
            draft(world, TEXTS, by=somebody)
        with pytest.raises(NotPermitted):
            world.file(by=somebody)
        with pytest.raises(NotPermitted):
            unchanged(world, by=somebody)
    assert not FilingDraft.objects.exists()


def test_after_the_last_day_only_with_leave(world: FocusWorld) -> None:
    set_day(world, timezone.localdate(LATER) - timedelta(days=1))
    with pytest.raises(NotNow):
        draft(world, TEXTS)
    with pytest.raises(NotNow):
        world.file()
    LateLeave.objects.create(
        round=world.round,
        region=region("NO"),
        until=timezone.localdate(LATER),
        reason="Ziekte",
        granted_at=NOW,
        granted_by=world.bureau,
    )
    assert world.file().late
    with pytest.raises(NotNow):
        draft(world, TEXTS, region=region("Leiden"), by=world.other)


def test_not_before_the_round_opens_nor_when_it_is_replaced(world: FocusWorld) -> None:
    with pytest.raises(NotNow):
        draft(world, TEXTS, now=NOW - timedelta(minutes=1))
    Round.objects.update(status=RoundStatus.REPLACED)
    with pytest.raises(NotNow):
        world.file()
    with pytest.raises(NotNow):
        unchanged(world)


def test_no_change_takes_the_earlier_texts_files_and_warnings(world: FocusWorld) -> None:
    first = world.file(WISHES, added=[pdf()], confirmed=True)
    world.next_round()
    draft(world, {"size": "Toch iets getypt"}, added=[pdf("ander.pdf", b" ")])
    filing = unchanged(world)
    assert (filing.unchanged_from, filing.number, filing.round.number) == (first, 1, 2)
    found = points_in(world.round)["NO"]
    assert found.texts == WISHES
    assert found.warned == {"capacity"}
    assert [one.name for one in found.attachments] == ["brief.pdf"]
    assert FilingDraft.objects.get(round=world.round).content["texts"]["size"] == ""
    assert Event.objects.filter(action="focus.confirmed").count() == 1


def test_no_change_needs_an_earlier_entry_and_none_in_this_round(world: FocusWorld) -> None:
    with pytest.raises(Refused):
        unchanged(world)
    world.file()
    world.next_round()
    world.file({"size": "Nieuw"})
    with pytest.raises(Refused):
        unchanged(world)


def test_the_draft_of_a_new_round_begins_with_the_earlier_files(world: FocusWorld) -> None:
    world.file(added=[pdf()])
    world.next_round()
    filing = world.file(TEXTS | {"size": "Nieuw"})
    assert [one.name for one in filing.attachments.all()] == ["brief.pdf"]


def test_points_of_a_round_cost_the_same_for_one_and_for_seven(
    world: FocusWorld, django_assert_num_queries: Any
) -> None:
    world.file(added=[pdf()])
    with django_assert_num_queries(4):
        assert list(points_in(world.round)) == ["NO"]
    for key in ("ZON", "ON", "Utrecht", "NWN", "ZWN"):
        appoint(world.coordinator, Role.COORDINATOR, region(key))
        world.file(region=region(key))
    world.file(region=region("Leiden"), by=world.other)
    with django_assert_num_queries(4):
        found = points_in(world.round)
        assert list(found) == ["NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON"]
