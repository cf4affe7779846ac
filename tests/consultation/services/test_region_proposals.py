"""A region's proposal: adopted, replaced, submitted, sent back, taken over; and every refusal."""

from datetime import timedelta
from typing import Any

import pytest

from allocation.enums import PhaseStatus, TableKind
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing
from allocation.selectors.institution_tables import institution_table
from bols_portal.audit.models import Event
from consultation.enums import RegionStatus
from consultation.models import RegionProposal, SigningSheet
from consultation.selectors.regions import lacking, latest_proposals, leave_of, living_proposal
from consultation.services.divisions import GridChange, change_grid
from consultation.services.region_proposals import (
    adopt_region_proposal,
    establish_region_proposal,
    grant_region_leave,
    return_region_proposal,
    submit_region_proposal,
)
from tests.consultation.region_work import WHY, adopt, cluster_filed, ready, sign_all
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region

pytestmark = pytest.mark.django_db
NO = "NO"


@pytest.fixture
def world() -> RegionWorld:
    found = RegionWorld()
    ready(found)
    return found


def again(proposal: RegionProposal) -> RegionProposal:
    return RegionProposal.objects.get(pk=proposal.pk)


def change(world: RegionWorld) -> None:
    moved = [GridChange("05", "I001", 1, 1), GridChange("05", "I002", 2, 1)]
    left = change_grid(
        cycle=world.cycle, region=region(NO), changes=moved, by=world.coordinator, now=NOW
    )
    assert not left


def messages(refusal: FaultyInput) -> list[str]:
    return [fault.cell for fault in refusal.faults]


def test_adopting_freezes_the_division_and_asks_all_to_sign(world: RegionWorld) -> None:
    proposal = adopt(world)
    assert (proposal.number, proposal.status) == (1, RegionStatus.SIGNING)
    assert proposal.table.kind == TableKind.REGION
    assert institution_table(proposal.table).total() == 11
    assert proposal.sheet.digest == proposal.digest
    asked = {one.institution.code: one for one in proposal.sheet.slots.all()}
    assert set(asked) == {"I001", "I002", "N003", "N004"}
    assert asked["I001"].email == world.administrator.email
    assert asked["N003"].email == ""
    assert living_proposal(world.cycle, region(NO)) == proposal
    assert latest_proposals(world.cycle) == {NO: proposal}
    event = Event.objects.get(action="region_proposal.adopt")
    assert event.data["digest"] == proposal.digest


def test_everything_that_is_wrong_is_told_at_once() -> None:
    world = RegionWorld()
    cluster_filed(world, "05", {"I001": 2, "I002": 1})
    ready(world, meeting=False, division={"02": {"I001": 4, "I002": 2}, "05": {"I001": 3}})
    with pytest.raises(FaultyInput) as refused:
        adopt(world, motivation=" ", consensus=False, views="", adjustments={"05": " "})
    found = messages(refused.value)
    assert found == ["division", "division", "meeting", "motivation", "views", "adjust_05"]
    assert not RegionProposal.objects.exists()
    assert not SigningSheet.objects.filter(specialism=None).exists()


def test_a_departure_from_a_cluster_keeps_its_reason_and_no_other(world: RegionWorld) -> None:
    cluster_filed(world, "05", {"I001": 1, "I002": 2})
    proposal = adopt(world, adjustments={"05": WHY, "02": "Dit wijkt niet af."})
    kept = proposal.adjustments.select_related("specialism")
    assert [(one.specialism.code, one.reason) for one in kept] == [("05", WHY)]


def test_without_consensus_the_views_are_kept(world: RegionWorld) -> None:
    proposal = adopt(world, consensus=False, views="Vaart wil meer.")
    assert (proposal.consensus, proposal.views) == (False, "Vaart wil meer.")
    other = adopt(world, consensus=True, views="Dit geldt niet.", reason=WHY)
    assert other.views == ""


def test_a_new_version_replaces_and_closes_the_sheet(world: RegionWorld) -> None:
    first = adopt(world)
    sign_all(world, first)
    assert not lacking(world.cycle, region(NO))
    change(world)
    with pytest.raises(FaultyInput) as refused:
        adopt(world)
    assert messages(refused.value) == ["reason"]
    second = adopt(world, reason=WHY)
    first = again(first)
    assert (first.status, first.remark, first.sheet.closed_because) == (
        RegionStatus.REPLACED,
        WHY,
        "replaced",
    )
    assert (second.number, second.sheet.closed_at) == (2, None)
    assert second.digest != first.digest
    assert len(lacking(world.cycle, region(NO))) == 4
    known = second.sheet.slots.get(institution__code="N003")
    assert (known.name, known.email) == ("Wim Wolddijk", "wim@wolddijk.example")


def test_an_identical_version_is_refused(world: RegionWorld) -> None:
    adopt(world)
    with pytest.raises(Refused, match="versie 1"):
        adopt(world, reason=WHY)
    assert RegionProposal.objects.count() == 1
    assert adopt(world, motivation="Anders verwoord.", reason=WHY).number == 2


@pytest.mark.parametrize("seen", [{"seen": 0}, {"replaces": 1}])
def test_who_looked_at_something_older_looks_again(
    world: RegionWorld, seen: dict[str, int]
) -> None:
    with pytest.raises(Stale):
        adopt(world, **seen)
    assert not RegionProposal.objects.exists()


def test_only_the_own_coordinator_adopts_and_submits(world: RegionWorld) -> None:
    for person in (world.other, world.bureau, world.administrator, world.chair):
        with pytest.raises(NotPermitted):
            adopt(world, by=person)
    proposal = adopt(world)
    for person in (world.other, world.bureau):
        with pytest.raises(NotPermitted):
            submit_region_proposal(proposal=proposal, incomplete=True, by=person, now=NOW)


def test_submitting_asks_for_what_is_missing_or_a_confirmation(world: RegionWorld) -> None:
    proposal = adopt(world)
    with pytest.raises(FaultyInput) as refused:
        submit_region_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    assert messages(refused.value) == [
        f"unsigned:{code}" for code in ("N004", "I001", "I002", "N003")
    ]
    done = submit_region_proposal(proposal=proposal, incomplete=True, by=world.coordinator, now=NOW)
    assert (done.status, done.late, len(done.lacking)) == (RegionStatus.SUBMITTED, False, 4)
    assert done.sheet.closed_at is None
    mailing = Mailing.objects.get(key="region_submitted")
    assert "nog niet getekend" in mailing.body
    assert "has not signed yet" in mailing.body_en
    sign_all(world, done)
    assert not lacking(world.cycle, region(NO))


def test_a_complete_proposal_in_time_needs_no_confirmation(world: RegionWorld) -> None:
    proposal = adopt(world)
    sign_all(world, proposal)
    done = submit_region_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    assert (done.status, done.lacking) == (RegionStatus.SUBMITTED, [])
    for step in (
        lambda: submit_region_proposal(proposal=proposal, by=world.coordinator, now=NOW),
        lambda: adopt(world, reason=WHY),
        lambda: change(world),
    ):
        with pytest.raises(NotNow):
            step()


def test_after_the_deadline_only_with_leave(world: RegionWorld) -> None:
    proposal = adopt(world)
    world.set_day("region_proposals", NOW.date())
    given: dict[str, Any] = {"proposal": proposal, "incomplete": True, "by": world.coordinator}
    with pytest.raises(NotNow, match="tot en met 1 februari 2026"):
        submit_region_proposal(**given, now=NOW)
    until = NOW.date() + timedelta(days=2)
    grant_region_leave(
        cycle=world.cycle, region=region(NO), until=until, reason=WHY, by=world.bureau, now=NOW
    )
    with pytest.raises(NotNow):
        submit_region_proposal(**given, now=NOW + timedelta(days=3))
    done = submit_region_proposal(**given, now=NOW + timedelta(days=2))
    assert done.late
    assert [one.user for one in _asked("region_leave")] == [world.coordinator]


def _asked(key: str) -> list[Any]:
    found = Mailing.objects.get(key=key).messages.select_related("recipient")
    return [type("One", (), {"user": one.recipient}) for one in found]


@pytest.mark.parametrize(
    ("days", "reason", "wrong"),
    [
        (-1, WHY, ["until"]),
        (29, WHY, ["until"]),
        (40, " ", ["reason"]),
        (-1, "", ["until", "reason"]),
    ],
)
def test_leave_needs_a_day_after_the_deadline_and_a_reason(
    world: RegionWorld, days: int, reason: str, wrong: list[str]
) -> None:
    until = NOW.date() + timedelta(days=days)
    given: dict[str, Any] = {"cycle": world.cycle, "region": region(NO), "until": until}
    with pytest.raises(FaultyInput) as refused:
        grant_region_leave(**given, reason=reason, by=world.bureau, now=NOW)
    assert messages(refused.value) == wrong
    with pytest.raises(NotPermitted):
        grant_region_leave(**given, reason=WHY, by=world.coordinator, now=NOW)
    assert leave_of(world.cycle, region(NO)) is None


def test_the_bureau_sends_it_back_and_what_was_signed_stays(world: RegionWorld) -> None:
    proposal = adopt(world)
    sign_all(world, proposal)
    submit_region_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    with pytest.raises(Refused):
        return_region_proposal(proposal=proposal, reason=" ", by=world.bureau, now=NOW)
    with pytest.raises(NotPermitted):
        return_region_proposal(proposal=proposal, reason=WHY, by=world.coordinator, now=NOW)
    back = return_region_proposal(proposal=proposal, reason=WHY, by=world.bureau, now=NOW)
    assert (back.status, back.remark) == (RegionStatus.SIGNING, WHY)
    assert WHY in Mailing.objects.get(key="region_returned").body
    assert not lacking(world.cycle, region(NO))
    done = submit_region_proposal(proposal=proposal, by=world.coordinator, now=NOW)
    assert done.status == RegionStatus.SUBMITTED


def test_sent_back_after_the_deadline_it_needs_a_new_last_day(world: RegionWorld) -> None:
    proposal = adopt(world)
    submit_region_proposal(proposal=proposal, incomplete=True, by=world.coordinator, now=NOW)
    world.set_day("region_proposals", NOW.date())
    given: dict[str, Any] = {"proposal": proposal, "reason": WHY, "by": world.bureau, "now": NOW}
    with pytest.raises(FaultyInput) as refused:
        return_region_proposal(**given)
    assert messages(refused.value) == ["until"]
    return_region_proposal(**given, until=NOW.date() + timedelta(days=5))
    leave = leave_of(world.cycle, region(NO))
    assert leave is not None
    assert leave.until == NOW.date() + timedelta(days=5)


def test_the_board_takes_it_over_and_nothing_is_signed_any_more(world: RegionWorld) -> None:
    proposal = adopt(world)
    with pytest.raises(NotNow):
        establish_region_proposal(proposal=proposal, by=world.member, now=NOW)
    done = submit_region_proposal(proposal=proposal, incomplete=True, by=world.coordinator, now=NOW)
    establish_region_proposal(proposal=done, by=world.member, now=NOW)
    done = again(done)
    assert done.status == RegionStatus.ESTABLISHED
    assert done.sheet.closed_at == NOW


def test_nothing_moves_while_the_phase_does_not_run(world: RegionWorld) -> None:
    proposal = adopt(world)
    world.set_phase(PhaseStatus.AT_BOARD)
    for step in (
        lambda: adopt(world, reason=WHY),
        lambda: submit_region_proposal(
            proposal=proposal, incomplete=True, by=world.coordinator, now=NOW
        ),
        lambda: grant_region_leave(
            cycle=world.cycle,
            region=region(NO),
            until=NOW.date() + timedelta(days=40),
            reason=WHY,
            by=world.bureau,
            now=NOW,
        ),
    ):
        with pytest.raises(NotNow):
            step()


def test_the_reason_needs_more_than_signs_that_nothing_can_hold(world: RegionWorld) -> None:
    adopt(world)
    with pytest.raises(FaultyInput):
        adopt_region_proposal(
            cycle=world.cycle,
            region=region(NO),
            consensus=True,
            motivation="Anders.",
            views="",
            adjustments={},
            reason="\x00 ",
            seen=1,
            by=world.coordinator,
            now=NOW,
        )
