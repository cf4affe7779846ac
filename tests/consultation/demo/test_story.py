"""Phases II and III of the demo, told through the services by the parties themselves."""

from datetime import date
from typing import Any, ClassVar

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from allocation.demo.loader import load
from allocation.engine.leeway import assess
from allocation.models import AllocationTable, Cycle, Mailing
from allocation.roles import Role
from allocation.selectors.deadlines import deadlines_of
from allocation.selectors.tables import places_of
from allocation.services.rights import difference
from bols_portal.accounts.models import User
from bols_portal.audit.selectors import verify
from consultation.enums import FilingKind, ProposalStatus, RoundStatus
from consultation.models import (
    AdviceCell,
    CouncilMeeting,
    DistributionChange,
    Filing,
    FilingDraft,
    Proposal,
    ProposalTest,
    Round,
    Suggestion,
)
from consultation.selectors.distribution import decided_table
from consultation.selectors.filings import latest
from consultation.selectors.framework import framework_on
from consultation.selectors.rounds import current_round
from tests.consultation.demo.story_phase_3 import RegionStory, regions_now

LAST = "preliminary_established"


def filed(number: int, kind: str) -> list[Filing]:
    filings = Filing.objects.filter(round__number=number, kind=kind)
    return list(latest(filings.select_related("specialism", "region")).values())


def assessed(table: AllocationTable) -> tuple[list[int], int]:
    """What a table does with the leeway: per region, and the places moved; no rule is broken."""
    base = Proposal.objects.get().base
    framework = framework_on(base.cycle, places_of(base))
    rows = [row for row in places_of(table).rows if row.code in framework.rows]
    found = assess(framework, tuple(tuple(cell.places for cell in row.cells) for row in rows))
    assert all(one.warning for one in found.findings)
    return list(found.region_deviation), found.moved


def standing() -> dict[str, Any]:
    """What is there at a moment of the story."""
    consultation = current_round(Cycle.objects.get()) if Cycle.objects.exists() else None
    if consultation is None:
        return {}
    number = consultation.number
    return {
        "round": number,
        "advices": len(filed(number, FilingKind.ADVICE)),
        "focus": len(filed(number, FilingKind.FOCUS)),
        "drafts": FilingDraft.objects.filter(round=consultation).count(),
        "regions": regions_now(),
    }


def counts(number: int, **found: int) -> dict[str, Any]:
    """What stands in a round, before any region has adopted a proposal."""
    return {"round": number, **found, "regions": {}}


class StoryTests(RegionStory, TestCase):
    """The whole story, told once; `at[n]` is how things stood when the n-th stage was told."""

    at: ClassVar[list[dict[str, Any]]] = []

    @classmethod
    def setUpTestData(cls) -> None:
        cls.at = []
        # The title is said before a stage is told: then the one before it stands.
        load(LAST, lambda _title: cls.at.append(standing()))

    def test_the_first_round_ran_on_the_mistaken_table(self) -> None:
        first, second = Round.objects.order_by("number")
        assert first.status == RoundStatus.REPLACED
        assert first.table != second.table
        assert self.at[8] == counts(1, advices=10, focus=3, drafts=13)
        assert "gerectificeerd" in second.reason

    def test_where_the_demo_starts_a_few_have_not_filed(self) -> None:
        assert self.at[12] == counts(2, advices=28, focus=5, drafts=34)

    def test_the_page_about_the_demo_names_who_can_do_what(self) -> None:
        page = self.client.get(reverse("demo")).content.decode()
        for name in ("Sanne de Graaf", "Menno Tiggelaar", "Carla Smeets", "Anna Vermeer"):
            assert name in page
            assert User.objects.filter(name=name).exists()

    def test_in_the_end_all_32_and_7_have_filed_by_themselves(self) -> None:
        found = filed(2, FilingKind.ADVICE)
        assert len(found) == 32
        assert len(filed(2, FilingKind.FOCUS)) == 7
        for one in found:
            roles = set(one.filed_by.memberships.values_list("role", flat=True))
            assert roles <= {Role.ADVISER, Role.PROFESSION}
        for one in filed(2, FilingKind.FOCUS):
            assert one.filed_by.memberships.get().region == one.region

    def test_the_advices_add_up_to_the_national_intake(self) -> None:
        cells = AdviceCell.objects.filter(filing__in=filed(2, FilingKind.ADVICE))
        inside = cells.exclude(filing__specialism__code__in=("31", "46"))
        assert sum(inside.values_list("places", flat=True)) == 1053
        outside = cells.filter(filing__specialism__code__in=("31", "46"))
        assert sum(outside.values_list("places", flat=True)) == 19

    def test_some_changed_nothing_one_was_late_and_one_was_warned(self) -> None:
        found = filed(2, FilingKind.ADVICE)
        same = [one.specialism.code for one in found if one.unchanged_from_id and one.specialism]
        assert sorted(same) == ["02", "10", "28", "30", "32", "43"]
        late = [one.specialism.code for one in found if one.late and one.specialism]
        assert late == ["19"]
        warned = [str(one.region) for one in filed(2, FilingKind.FOCUS) if one.warnings]
        assert warned == ["OOR ZWN"]

    def test_fms_took_over_the_nearest_fitting_proposal(self) -> None:
        found = Suggestion.objects.get().result
        assert (found["outside_bounds"], found["deviation_from_advice"]) == (0, 8)
        assert found["deviation_from_base"] == 62
        proposal = Proposal.objects.get()
        assert proposal.status == ProposalStatus.DECIDED
        assert assessed(proposal.table) == ([10, 8, -5, -8, -8, -6, 9], 27)
        assert proposal.reasons.filter(specialism=None).count() == 7
        cells = proposal.reasons.exclude(specialism=None)
        assert cells.count() == 59
        assert not cells.filter(text="").exists()
        meeting = CouncilMeeting.objects.get()
        assert len(meeting.present) == 27
        assert meeting.minutes_digest

    def test_the_bureau_found_everything_but_the_floor_of_leiden(self) -> None:
        test = ProposalTest.objects.get()
        assert test.careful
        assert [one["key"] for one in test.checks if not one["passed"]] == ["floor"]

    def test_the_board_decided_with_one_change_within_the_framework(self) -> None:
        cycle = Cycle.objects.get()
        table = decided_table(cycle)
        assert table is not None
        assert assessed(table) == ([9, 8, -4, -8, -8, -6, 9], 26)
        rows = {row.code: sum(cell.places for cell in row.cells) for row in places_of(table).rows}
        assert (sum(rows.values()), rows["31"], rows["46"]) == (1053 + 19, 12, 7)
        changes = DistributionChange.objects.values_list(
            "specialism__code", "region__key", "proposed", "decided"
        )
        assert sorted(changes) == [("41", "NO", 11, 10), ("41", "Utrecht", 5, 6)]

    def test_phase_4_is_open_and_phases_2_and_3_are_done(self) -> None:
        cycle = Cycle.objects.get()
        statuses = list(cycle.phases.order_by("number").values_list("status", flat=True))
        assert statuses == ["closed", "closed", "closed", "open", "waiting", "waiting"]
        days = {one.key: one.day for one in deadlines_of(cycle)}
        assert days["board_regions"] == date(2026, 5, 5)
        assert days["mediation"] == date(2026, 5, 12)

    def test_nothing_waits_in_the_outbox(self) -> None:
        assert not Mailing.objects.filter(released_at=None, cancelled_at=None).exists()

    def test_the_chain_is_whole_and_rights_follow_from_memberships(self) -> None:
        assert verify().whole
        assert not difference(day=timezone.localdate())

    def test_nobody_can_sign_in_outside_the_demo(self) -> None:
        assert not any(user.has_usable_password() for user in User.objects.all())
