"""Versions of the proposal: what they freeze, what is missing, submitting and what follows."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation.engine.leeway import assess
from allocation.enums import TableKind
from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Deadline, DeadlineVersion, Mailing, Phase
from allocation.selectors.tables import places_of, tables_visible_to
from bols_portal.audit.models import Event
from consultation.enums import ProposalStatus
from consultation.models import Proposal
from consultation.selectors.framework import framework_on
from consultation.selectors.proposal_checks import lacking
from consultation.selectors.proposals import proposals_visible_to, submitted_proposal
from consultation.selectors.proposals_todo import todo
from consultation.services.proposals import end_proposal, submit_proposal, withdraw_proposal
from consultation.services.workbench import fill_workbench
from tests.consultation.advice_world import KEYS, make_round
from tests.consultation.compose_world import WHY, ComposeWorld
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> ComposeWorld:
    return ComposeWorld()


def keys_of(proposal: Proposal) -> list[str]:
    return [one.key for one in lacking(proposal, NOW)]


def test_a_version_freezes_what_departs_with_its_reasons(world: ComposeWorld) -> None:
    saved = world.save()
    assert (saved.number, saved.status, saved.round) == (1, ProposalStatus.SAVED, world.round)
    assert (saved.table.kind, saved.base) == (TableKind.PROPOSAL, world.ready.table)
    cell = places_of(saved.table).cell("02", "NO")
    assert cell is not None
    assert cell.places == 7
    zero = places_of(saved.table).cell("23", "Leiden")
    assert zero is not None
    assert zero.structural_zero
    told = [
        (one.specialism.code if one.specialism else "", one.region.key)
        for one in saved.reasons.all()
    ]
    assert sorted(told) == [("", "NO"), ("", "ON"), ("02", "NO"), ("02", "ON")]
    assert saved.motivation == WHY
    assert len(saved.digest) == 64
    with pytest.raises(Refused):
        world.save()
    world.reason("Anders verwoord.")
    assert world.save().digest != saved.digest
    assert places_of(saved.table).cell("02", "NO") == cell


def test_saving_is_refused(world: ComposeWorld) -> None:
    with pytest.raises(NotPermitted):
        world.save(by=world.bureau)
    with pytest.raises(Stale):
        world.save(seen=1)
    Phase.objects.filter(cycle=world.cycle, number=2).update(status="at_board")
    with pytest.raises(NotNow):
        world.save()
    assert not Proposal.objects.exists()


def test_nothing_is_saved_without_a_workbench_or_a_round(world: ComposeWorld) -> None:
    workbench = world.bench().workbench
    world.round.opened_at = None
    world.round.save()
    with pytest.raises(Refused):
        world.save()
    workbench.cells.all().delete()
    workbench.regions.all().delete()
    workbench.delete()
    with pytest.raises(Refused):
        world.save()


def test_it_is_submitted_and_the_bureau_is_told(world: ComposeWorld) -> None:
    sent = world.submit()
    assert sent.status == ProposalStatus.SUBMITTED
    assert (sent.submitted_by, sent.version) == (world.fms, 1)
    assert submitted_proposal(world.cycle) == sent
    mailing = Mailing.objects.get(key="proposal_submitted")
    assert "/fase-2/voorstel/1/" in mailing.body
    assert "integral proposal" in mailing.subject_en
    assert mailing.messages.count() == 2
    assert mailing.released_at is None
    assert Event.objects.filter(action="proposal.submit").count() == 1
    with pytest.raises(NotNow):
        submit_proposal(proposal=sent, by=world.fms, now=NOW)


def test_everything_that_is_missing_comes_at_once() -> None:
    world = ComposeWorld(met=False)
    world.reason("")
    seen = world.bench().workbench.version
    wanted = {("05", "NO"): 6, ("23", "Leiden"): 1}
    fill_workbench(cycle=world.cycle, places=wanted, seen=seen, by=world.fms, now=NOW)
    saved = world.save()
    found = lacking(saved, NOW)
    assert [one.key for one in found] == [
        *("structural_zero", "row_total", "row_total"),
        *("region_reason",) * 3,
        *("reason",) * 4,
        *("motivation", "meeting"),
    ]
    assert all(one.text and one.href.startswith("/toewijzing/2027/") for one in found)
    with pytest.raises(FaultyInput) as refused:
        world.submit(saved)
    assert len(refused.value.faults) == len(found)
    saved.refresh_from_db()
    assert saved.status == ProposalStatus.SAVED
    assert not Mailing.objects.filter(key="proposal_submitted").exists()


def test_leeway_is_kept(world: ComposeWorld) -> None:
    for code in ("05", "10", "17"):
        world.shift(code, "ON", "NO", 5)
    assert keys_of(world.save()) == ["region_total", "region_total"]


def test_an_old_base_distribution_or_round_stops_it(world: ComposeWorld) -> None:
    saved = world.save()
    world.rectify()
    assert keys_of(saved) == ["base"]
    make_round(world.ready, number=2)
    assert keys_of(saved) == ["base", "round"]
    with pytest.raises(FaultyInput):
        world.submit(saved)


def test_the_agenda_and_the_phase_stop_it(world: ComposeWorld) -> None:
    saved = world.save()
    deadline = Deadline.objects.get(cycle=world.cycle, key="integral_proposal")
    DeadlineVersion.objects.create(
        deadline=deadline,
        number=2,
        day=(NOW - timedelta(days=1)).date(),
        kind="at_the_latest",
        set_at=NOW,
        set_by=world.bureau,
    )
    Phase.objects.filter(cycle=world.cycle, number=2).update(status="at_board")
    assert keys_of(saved) == ["phase", "deadline"]
    with pytest.raises(NotNow):
        world.submit(saved)


def test_one_proposal_at_a_time_lies_with_bols(world: ComposeWorld) -> None:
    first = world.submit()
    world.reason("Anders verwoord.")
    second = world.save()
    assert keys_of(second) == ["other"]
    with pytest.raises(Refused):
        withdraw_proposal(proposal=first, reason=" ", by=world.fms, now=NOW)
    gone = withdraw_proposal(proposal=first, reason="Nog een advies.", by=world.fms, now=NOW)
    assert (gone.status, gone.remark, gone.ended_at) == ("withdrawn", "Nog een advies.", NOW)
    assert world.submit(second).number == 2


def test_only_fms_submits_and_withdraws_and_not_before_the_board(world: ComposeWorld) -> None:
    saved = world.save()
    with pytest.raises(NotPermitted):
        submit_proposal(proposal=saved, by=world.bureau, now=NOW)
    sent = world.submit(saved)
    facts: dict[str, Any] = {"proposal": sent, "reason": "Toch niet.", "now": NOW}
    with pytest.raises(NotPermitted):
        withdraw_proposal(by=world.bureau, **facts)
    Phase.objects.filter(cycle=world.cycle, number=2).update(status="at_board")
    with pytest.raises(NotNow):
        withdraw_proposal(by=world.fms, **facts)


@pytest.mark.parametrize(
    ("action", "remark", "status"),
    [("return", "Graag opnieuw.", "returned"), ("decide", "", "decided")],
)
def test_the_board_ends_it(world: ComposeWorld, action: str, remark: str, status: str) -> None:
    sent = world.submit()
    facts: dict[str, Any] = {"action": action, "by": world.bureau, "now": NOW}
    ended = end_proposal(proposal=sent, remark=remark, **facts)
    assert (ended.status, ended.remark) == (status, remark)
    with pytest.raises(NotNow):
        end_proposal(proposal=ended, remark=remark, **facts)


def test_setting_it_aside_needs_a_remark_and_nobody_is_first_twice(world: ComposeWorld) -> None:
    sent = world.submit()
    facts: dict[str, Any] = {"action": "set_aside", "by": world.bureau, "now": NOW}
    with pytest.raises(Refused):
        end_proposal(proposal=sent, remark="", **facts)
    Proposal.objects.filter(pk=sent.pk).update(version=9)
    with pytest.raises(Stale):
        end_proposal(proposal=sent, remark="Geen draagvlak.", **facts)


def test_who_sees_which_version(world: ComposeWorld) -> None:
    world.submit()
    world.reason("Anders verwoord.")
    world.save()

    def seen(user: Any) -> list[int]:
        visible = proposals_visible_to(user, world.cycle)
        return sorted(visible.values_list("number", flat=True))

    assert seen(world.fms) == [1, 2]
    assert seen(world.bureau) == [1]
    assert seen(world.adviser) == seen(world.coordinator) == seen(make_user()) == []
    kinds = tables_visible_to(world.bureau, world.cycle).values_list("kind", flat=True)
    assert TableKind.PROPOSAL not in kinds


def test_fms_is_asked_to_submit_what_is_ready(world: ComposeWorld) -> None:
    assert list(todo(world.fms, world.cycle, NOW)) == []
    saved = world.save()
    assert [one.url for one in todo(world.fms, world.cycle, NOW)] == [
        "/toewijzing/2027/fase-2/voorstel/1/indienen/"
    ]
    assert list(todo(world.bureau, world.cycle, NOW)) == []
    world.submit(saved)
    assert list(todo(world.fms, world.cycle, NOW)) == []


SHIFTS = st.lists(
    st.tuples(
        st.sampled_from(["02", "05", "10", "23"]),
        st.sampled_from(KEYS),
        st.sampled_from(KEYS),
        st.integers(1, 5),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shifts=SHIFTS)
def test_what_was_submitted_keeps_to_the_framework(world: ComposeWorld, shifts: Any) -> None:
    bench = world.bench()
    wanted = dict(bench.base_places)
    for code, giving, taking, places in shifts:
        places = min(places, wanted[code, giving])
        wanted[code, giving] -= places
        wanted[code, taking] += places
    seen = bench.workbench.version
    fill_workbench(cycle=world.cycle, places=wanted, seen=seen, by=world.fms, now=NOW)
    world.reason(f"Reden {seen}.")
    saved = world.save()
    table = tuple(tuple(c.places for c in row.cells) for row in places_of(saved.table).rows)
    fits = assess(framework_on(saved.cycle, places_of(saved.base)), table).fits
    try:
        sent = world.submit(saved)
    except FaultyInput:
        assert not fits
    else:
        assert fits
        withdraw_proposal(proposal=sent, reason="Volgende.", by=world.fms, now=NOW)
