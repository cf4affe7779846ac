"""What must hold of phase III in the story of the demo, told once with the rest of it."""

from typing import Any, ClassVar

from django.utils import timezone

from allocation.models import Cycle, Message
from allocation.roles import Role
from allocation.selectors.deadlines import deadlines_of
from allocation.selectors.institution_tables import institution_table, previous_table
from allocation.selectors.tables import places_of
from consultation.enums import CheckOutcome, MediationStatus, SigningMethod, Stance
from consultation.models import (
    CapacityFrame,
    ClusterProposal,
    Mediation,
    PreliminaryRuling,
    RecognitionReport,
    RegionProposal,
    Signature,
)
from consultation.selectors.distribution import decided_table
from consultation.selectors.preliminary import preliminary_table
from consultation.selectors.regions import latest_proposals
from consultation.selectors.signing import states_of


def regions_now() -> dict[str, tuple[str, int, int]]:
    """Of each region that adopted a proposal: its status, and how many of whom signed."""
    cycle = Cycle.objects.first()
    found = latest_proposals(cycle) if cycle else {}
    states = states_of([one.sheet for one in found.values()])
    return {
        key: (one.status, states[one.sheet_id].signed, states[one.sheet_id].asked)
        for key, one in found.items()
    }


class RegionStory:
    """Checks of phase III; `at` holds what stood at each stage."""

    at: ClassVar[list[dict[str, Any]]]

    def test_every_region_is_in_another_state_where_phase_3_shows_itself(self) -> None:
        found = next(one["regions"] for one in self.at if len(one.get("regions", {})) == 5)
        assert set(found) == {"NO", "ON", "Utrecht", "Leiden", "ZON"}
        status, signed, asked = found["NO"]
        assert (status, signed) == ("submitted", asked)
        status, signed, asked = found["ON"]
        assert (status, signed) == ("signing", asked - 1)
        status, signed, asked = found["Leiden"]
        assert (status, signed) == ("submitted", asked - 1)

    def test_every_cluster_filed_once_and_an_institution_withheld(self) -> None:
        assert ClusterProposal.objects.filter(status="filed").count() == 191
        dissent = Signature.objects.filter(stance=Stance.DISSENTS)
        assert dissent.filter(slot__sheet__specialism=None).get().view
        assert dissent.exclude(slot__sheet__specialism=None).get().reasons
        methods = set(Signature.objects.values_list("method", flat=True))
        assert methods == {SigningMethod.PORTAL, SigningMethod.LINK}

    def test_a_frame_is_set_and_a_recognition_reported(self) -> None:
        frame, report = CapacityFrame.objects.get(), RecognitionReport.objects.get()
        assert (frame.region.key, frame.specialism.code) == ("NWN", "28")
        assert (report.region.key, report.specialism.code) == ("ZWN", "19")
        assert report.answer.outcome == CheckOutcome.CONFIRMED

    def test_who_signed_by_link_has_no_account(self) -> None:
        by_link = Signature.objects.filter(method=SigningMethod.LINK)
        assert by_link.filter(by=None).count() == by_link.count() > 100

    def test_one_mediation_ended_without_consensus_and_the_board_decided(self) -> None:
        ends = dict(Mediation.objects.values_list("region__key", "status"))
        assert ends == {
            "Leiden": MediationStatus.NO_CONSENSUS,
            "Utrecht": MediationStatus.CONSENSUS,
        }
        ruling = PreliminaryRuling.objects.get()
        assert (ruling.region.key, ruling.specialism.code) == ("Leiden", "41")
        assert ruling.mediation is not None

    def test_the_preliminary_proposal_keeps_every_total(self) -> None:
        cycle = Cycle.objects.get()
        table, decided = preliminary_table(cycle), decided_table(cycle)
        assert table is not None
        assert decided is not None
        assert sum(table.places.values()) == 1072
        for row in places_of(decided).rows:
            for cell in row.cells:
                total = table.total(specialism=row.code, region=cell.region.key)
                assert total == cell.places, (row.code, cell.region.key)

    def test_last_year_is_there_to_compare_with(self) -> None:
        last = previous_table(Cycle.objects.get())
        assert last is not None
        assert 1000 < sum(last.places.values()) < 1150

    def test_each_region_is_taken_over_and_its_table_stays(self) -> None:
        found = RegionProposal.objects.filter(status="established").select_related("table")
        assert found.count() == 7
        assert sum(sum(institution_table(one.table).places.values()) for one in found) == 1072

    def test_what_was_agreed_in_mediation_was_adopted_and_signed_anew(self) -> None:
        first, second = RegionProposal.objects.filter(region__key="Utrecht").order_by("number")
        assert (first.status, second.status) == ("replaced", "established")
        old, new = institution_table(first.table).places, institution_table(second.table).places
        moved = {key: new[key] - old[key] for key in new if new[key] != old[key]}
        assert moved["19", "Utrecht", "99030002"] == 1
        assert sorted(moved.values()) == [-1, 1]
        states = states_of([first.sheet, second.sheet])
        assert states[second.sheet_id].signed == states[second.sheet_id].asked

    def test_administrators_got_their_letter_and_can_still_complain(self) -> None:
        letters = Message.objects.filter(mailing__key="preliminary_letter")
        roles = {Role.ADMINISTRATOR, Role.LEARNING_HOUSE}
        for one in letters:
            assert one.enclosures
            if one.recipient is not None:
                assert roles & set(one.recipient.memberships.values_list("role", flat=True))
        told = {each["key"].split(":")[1] for one in letters for each in one.enclosures}
        table = preliminary_table(Cycle.objects.get())
        assert table is not None
        assert told == set(table.institutions)  # with an account or without
        days = {one.key: one.day for one in deadlines_of(Cycle.objects.get())}
        assert days["complaints"] is not None
        assert days["complaints"] > timezone.localdate()
