"""Two advisers, or an adviser and the bureau, at the same moment: one outcome, and no deadlock."""

from collections.abc import Callable
from typing import Any

import pytest

from allocation.errors import NotNow, Refused, Stale
from allocation.models import Association, Region
from allocation.roles import Role
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.enums import RoundStatus
from consultation.models import Filing, FilingDraft
from consultation.services.advices import file_advice, file_unchanged, save_advice_draft
from consultation.services.rounds import open_round, prepare_round
from tests.at_once import at_once, outcomes
from tests.consultation.advice_world import AdviceWorld, make_round, typed, without_a_day
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW, appoint, make_user, specialism

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> AdviceWorld:
    made = AdviceWorld()
    without_a_day(made.ready)
    return made


def colleague() -> User:
    made = make_user("Cato Collega")
    appoint(made, Role.ADVISER, Association.objects.get(code="NVVC"))
    return made


def step(
    world: AdviceWorld, service: Callable[..., object], by: User, *, seen: int = 0, **places: int
) -> Callable[[], object]:
    facts: dict[str, Any] = {
        "consultation": world.round,
        "specialism": specialism("02"),
        "by": by,
        "now": NOW,
        "content": typed(**places),
        "seen": seen,
    }
    return lambda: service(**facts)


def numbers() -> list[int]:
    return list(Filing.objects.order_by("round", "number").values_list("number", flat=True))


def test_two_advisers_file_at_the_same_moment(world: AdviceWorld) -> None:
    other = colleague()
    steps = [
        step(world, file_advice, world.adviser, NO=6, ON=4),
        step(world, file_advice, other, NO=4, ON=6),
    ] * 2
    assert outcomes(*steps) == ["Stale", "Stale", "Stale", "done"]
    assert numbers() == [1]
    assert FilingDraft.objects.get().version == 1
    again = [
        step(world, file_advice, world.adviser, seen=1, NO=7, ON=3),
        step(world, file_advice, other, seen=1, NO=3, ON=7),
    ]
    assert outcomes(*again) == ["Stale", "done"]
    assert numbers() == [1, 2]
    assert Event.objects.filter(action="advice.filed").count() == 2


def test_a_draft_is_saved_while_a_colleague_files(world: AdviceWorld) -> None:
    other = colleague()
    steps = [
        step(world, file_advice, world.adviser, NO=6, ON=4),
        step(world, save_advice_draft, other, NO=9),
    ]
    assert outcomes(*steps) == ["Stale", "done"]
    draft = FilingDraft.objects.get()
    assert draft.version == 1
    # Whoever was first: what was filed and what stands in the draft are the same, or not filed.
    assert numbers() == ([1] if draft.content["cells"]["NO"]["places"] == "6" else [])


def test_an_earlier_advice_is_confirmed_once(world: AdviceWorld) -> None:
    step(world, file_advice, world.adviser, NO=6, ON=4)()
    second = make_round(world.ready, number=2)

    def confirm() -> None:
        file_unchanged(consultation=second, specialism=specialism("02"), by=world.adviser, now=NOW)

    assert outcomes(confirm, confirm, confirm) == ["Refused", "Refused", "done"]
    assert numbers() == [1, 1]


def test_filing_at_the_moment_that_the_round_is_replaced(world: AdviceWorld) -> None:
    adopt_framework(world.ready, world.round.table)
    bureau = world.ready.bureau
    prepared = prepare_round(
        cycle=world.cycle, reason="Het kader is gerectificeerd.", by=bureau, now=NOW
    )

    def replace() -> None:
        open_round(consultation=prepared, opens_at=NOW, by=bureau, now=NOW)

    steps = [
        step(world, file_advice, world.adviser, NO=6, ON=4),
        replace,
        step(world, save_advice_draft, colleague(), NO=9),
    ]
    filing, opening, saving = at_once(*steps)
    assert opening is None
    for raised in (filing, saving):
        assert raised is None or isinstance(raised, NotNow | Stale)
    world.round.refresh_from_db()
    assert world.round.status == RoundStatus.REPLACED
    assert numbers() == ([] if isinstance(filing, Refused) else [1])
    assert Region.objects.count() * len(numbers()) == sum(
        filing.cells.count() for filing in Filing.objects.all()
    )
