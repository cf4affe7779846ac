"""The demo cycle, loaded through the services: its end is the published table of 2027."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from allocation.demo.files import FILES, FOLDER
from allocation.demo.loader import already_loaded, load
from allocation.demo.published import published_base
from allocation.demo.stages import stages
from allocation.enums import DecisionKind, DecisionStatus
from allocation.models import (
    AllocationTable,
    BoardDecision,
    Calculation,
    Cycle,
    LineCheck,
    Mailing,
    UsageImport,
)
from allocation.selectors.calculations import latest_base_table
from allocation.selectors.todo import todo_of
from allocation.services.rights import difference
from bols_portal.accounts.models import User
from bols_portal.audit.selectors import verify
from consultation.models import Round


def places(table: AllocationTable) -> dict[tuple[str, str], int]:
    cells = table.cells.select_related("specialism", "region")
    return {(cell.specialism.code, cell.region.key): cell.places for cell in cells}


class LoadedTests(TestCase):
    """The whole story, told once."""

    said: ClassVar[list[str]] = []

    @classmethod
    def setUpTestData(cls) -> None:
        cls.said = []
        load("adopted", cls.said.append)

    def test_the_last_calculation_is_the_published_table(self) -> None:
        published = published_base()
        table = latest_base_table(Cycle.objects.get())
        assert table is not None
        found = places(table)
        assert len(found) == 210
        wanted = {
            (code, region): published.places[row][column]
            for row, code in enumerate(published.specialisms)
            for column, region in enumerate(published.regions)
        }
        assert found == wanted
        totals = [
            sum(found[code, region] for code in published.specialisms)
            for region in published.regions
        ]
        assert totals == [196, 117, 142, 177, 105, 197, 119]

    def test_the_first_calculation_shows_the_error(self) -> None:
        first, last = Calculation.objects.order_by("pk")
        assert first.raised == []
        assert last.raised == ["Leiden"]
        wrong, right = places(first.table), places(last.table)
        assert wrong != right

        def total(table: dict[tuple[str, str], int], key: str) -> int:
            return sum(count for (_code, region), count in table.items() if region == key)

        assert total(wrong, "Leiden") > total(right, "Leiden")
        assert total(wrong, "NO") < total(right, "NO")

    def test_decisions_follow_one_another_and_the_first_framework_is_replaced(self) -> None:
        found = {one.kind: one for one in BoardDecision.objects.all()}
        assert found[DecisionKind.ASSIGNMENT].status == DecisionStatus.ADOPTED
        assert found[DecisionKind.FRAMEWORK].status == DecisionStatus.REPLACED
        rectification = found[DecisionKind.RECTIFICATION]
        assert rectification.status == DecisionStatus.ADOPTED
        assert rectification.replaces == found[DecisionKind.FRAMEWORK]
        assert rectification.reason
        assert sorted(vote.choice for vote in rectification.votes.all()) == [
            "approve",
            "approve",
            "reject",
        ]
        assert timezone.localdate(rectification.decided_at).isoformat() == "2026-04-02"

    def test_usage_was_accepted_by_a_second_employee(self) -> None:
        imports = list(UsageImport.objects.all())
        assert {one.source for one in imports} == {"vektis", "dhd"}
        for one in imports:
            assert one.status == "accepted"
            assert one.judged_by != one.uploaded_by

    def test_an_objection_was_answered(self) -> None:
        objection = LineCheck.objects.get(outcome="objected")
        assert objection.answer.outcome == "next_cycle"

    def test_the_message_about_the_rectification_waits_for_the_bureau(self) -> None:
        waiting = set(Mailing.objects.filter(released_at=None).values_list("key", flat=True))
        assert "framework_rectified" in waiting
        assert "framework_adopted" not in waiting
        anna = User.objects.get(email="anna.vermeer@example.org")
        assert any(
            "verzend" in str(item.url)
            for item in todo_of(anna, Cycle.objects.get(), timezone.now())
        )

    def test_every_moment_lies_in_the_story(self) -> None:
        for one in Calculation.objects.all():
            assert one.calculated_at.year == 2026
            assert one.calculated_at.month in {2, 3}

    def test_the_chain_is_whole_and_rights_follow_from_memberships(self) -> None:
        assert verify().whole
        assert not difference(day=timezone.localdate())

    def test_everything_is_marked_as_a_demo(self) -> None:
        assert Cycle.objects.get().is_demo
        assert len(self.said) == len([stage for stage in stages() if stage.phase == 1]) == 10

    def test_nothing_of_phase_2_has_been_done(self) -> None:
        statuses = list(Cycle.objects.get().phases.values_list("status", flat=True))
        assert statuses == ["closed", "open", *["waiting"] * 4]
        assert not Round.objects.exists()

    def test_a_second_time_nothing_happens(self) -> None:
        count = Mailing.objects.count()
        assert already_loaded()
        with TemporaryDirectory() as folder, override_settings(VAR=Path(folder)):
            call_command("demo", if_empty=True, stdout=StringIO())
            assert {path.name for path in (Path(folder) / FOLDER).iterdir()} == set(FILES)
            with pytest.raises(CommandError, match="--reset"):
                call_command("demo", phase=2)
        assert Mailing.objects.count() == count


@pytest.mark.django_db
def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        load("nowhere", print)
    with pytest.raises(ValueError, match="corrected"):
        load("corrected", print, mistaken=False)
