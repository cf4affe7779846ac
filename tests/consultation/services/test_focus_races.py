"""Two coordinators at the same moment: one outcome, no file too many, and no deadlock."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allocation.errors import NotNow, Refused, Stale
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.enums import RoundStatus
from consultation.models import Attachment, Filing, FilingDraft
from consultation.services.focus import file_focus, file_focus_unchanged, save_focus_draft
from consultation.services.rounds import open_round, prepare_round
from tests.at_once import at_once, outcomes
from tests.consultation.focus_world import TEXTS, FocusWorld, pdf, without_a_day
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> FocusWorld:
    settings.MEDIA_ROOT = tmp_path
    made = FocusWorld()
    without_a_day(made)
    return made


def step(
    world: FocusWorld, service: Callable[..., object], by: User, text: str, **more: Any
) -> Callable[[], object]:
    facts: dict[str, Any] = {"seen": 0, "now": NOW} | more
    return lambda: service(
        consultation=world.round,
        region=world.region,
        texts=TEXTS | {"size": text},
        by=by,
        **facts,
    )


def test_two_coordinators_file_at_the_same_moment(world: FocusWorld) -> None:
    steps = [
        step(world, file_focus, world.coordinator, "Van Coen", added=[pdf("coen.pdf", b" ")]),
        step(world, file_focus, world.colleague, "Van Cato", added=[pdf("cato.pdf", b"  ")]),
    ]
    assert outcomes(*steps) == ["Stale", "done"]
    filing = Filing.objects.get()
    mine = filing.points.get(category="size").text == "Van Coen"
    assert [one.name for one in Attachment.objects.all()] == ["coen.pdf" if mine else "cato.pdf"]
    assert filing.attachments.count() == 1
    assert FilingDraft.objects.get().version == 1


def test_files_are_added_by_two_at_once_and_never_more_than_five(world: FocusWorld) -> None:
    many = [pdf(f"{n}.pdf", b" " * n) for n in range(4)]
    others = [pdf(f"a{n}.pdf", b"a" * n) for n in range(1, 5)]
    steps = [
        step(world, save_focus_draft, world.coordinator, "Van Coen", added=many),
        step(world, save_focus_draft, world.colleague, "Van Cato", added=others),
    ]
    assert outcomes(*steps) == ["Stale", "done"]
    assert Attachment.objects.count() == 4


def test_an_earlier_entry_is_confirmed_once(world: FocusWorld) -> None:
    world.file(added=[pdf()])
    second = world.next_round()

    def confirm() -> None:
        file_focus_unchanged(
            consultation=second, region=world.region, by=world.coordinator, now=NOW
        )

    assert outcomes(confirm, confirm, confirm) == ["Refused", "Refused", "done"]
    assert Filing.objects.filter(round=second).count() == 1
    assert Attachment.objects.filter(round=second, dropped=False).count() == 1
    assert Event.objects.filter(action="focus.confirmed").count() == 1


def test_filing_at_the_moment_that_the_round_is_replaced(world: FocusWorld) -> None:
    adopt_framework(world.ready, world.round.table)
    prepared = prepare_round(
        cycle=world.cycle, reason="Het kader is gerectificeerd.", by=world.bureau, now=NOW
    )

    def replace() -> None:
        open_round(consultation=prepared, opens_at=NOW, by=world.bureau, now=NOW)

    steps = [
        step(world, file_focus, world.coordinator, "Van Coen"),
        replace,
        step(world, save_focus_draft, world.colleague, "Van Cato"),
    ]
    filing, opening, saving = at_once(*steps)
    assert opening is None
    for raised in (filing, saving):
        assert raised is None or isinstance(raised, NotNow | Stale)
    world.round.refresh_from_db()
    assert world.round.status == RoundStatus.REPLACED
    assert Filing.objects.count() == (0 if isinstance(filing, Refused) else 1)
