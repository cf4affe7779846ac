"""Phase II of the demo, told through the services by the parties themselves."""

from typing import Any, ClassVar

from django.test import TestCase
from django.utils import timezone

from allocation.demo.loader import load
from allocation.models import Cycle, Mailing
from allocation.roles import Role
from allocation.services.rights import difference
from bols_portal.accounts.models import User
from bols_portal.audit.selectors import verify
from consultation.enums import FilingKind, RoundStatus
from consultation.models import AdviceCell, Filing, FilingDraft, Round
from consultation.selectors.filings import latest
from consultation.selectors.rounds import current_round

LAST = "filed"


def filed(number: int, kind: str) -> list[Filing]:
    filings = Filing.objects.filter(round__number=number, kind=kind)
    return list(latest(filings.select_related("specialism", "region")).values())


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
    }


class StoryTests(TestCase):
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
        assert self.at[8] == {"round": 1, "advices": 10, "focus": 3, "drafts": 13}
        assert "gerectificeerd" in second.reason

    def test_where_the_demo_starts_a_few_have_not_filed(self) -> None:
        assert self.at[12] == {"round": 2, "advices": 28, "focus": 5, "drafts": 34}

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

    def test_nothing_waits_in_the_outbox(self) -> None:
        assert not Mailing.objects.filter(released_at=None, cancelled_at=None).exists()

    def test_the_chain_is_whole_and_rights_follow_from_memberships(self) -> None:
        assert verify().whole
        assert not difference(day=timezone.localdate())

    def test_nobody_can_sign_in_outside_the_demo(self) -> None:
        assert not any(user.has_usable_password() for user in User.objects.all())
