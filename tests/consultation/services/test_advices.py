"""Filing an advice: all faults at once, versions that replace, and nothing lost."""

from typing import Any

import pytest

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.roles import Role
from bols_portal.audit.models import Event
from consultation.models import Filing, FilingDraft
from consultation.selectors.advices import cells_of, draft_of
from consultation.services.advices import file_advice, file_unchanged, save_advice_draft
from tests.consultation.advice_world import (
    KEYS,
    LATER,
    AdviceWorld,
    close_advices,
    grant_leave,
    make_round,
    set_intake,
    typed,
)
from tests.factories import appoint, make_user, specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> AdviceWorld:
    return AdviceWorld()


def file(
    world: AdviceWorld, content: dict[str, Any], *, seen: int | None = None, **more: Any
) -> Filing:
    """Files it over the draft that was `seen`: the last one, unless told otherwise."""
    facts: dict[str, Any] = {
        "specialism": specialism("02"),
        "by": world.adviser,
        "now": LATER,
    } | more
    if seen is None:
        draft = draft_of(world.round, facts["specialism"])
        seen = draft.version if draft else 0
    return file_advice(consultation=world.round, content=content, seen=seen, **facts)


def faults_of(world: AdviceWorld, content: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInput) as refused:
        file(world, content, **more)
    assert not Filing.objects.exists()
    assert FilingDraft.objects.get().content["cells"] == content["cells"]
    return [(one.cell, one.column) for one in refused.value.faults]


def change(content: dict[str, Any], key: str, **fields: str) -> dict[str, Any]:
    content["cells"][key] |= fields
    return content


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (change(typed(), "NO", places="4,5"), ("NO", "places")),
        (change(typed(), "NO", highest=""), ("NO", "highest")),
        (change(typed(), "NO", lowest="6"), ("NO", "lowest")),
        (change(typed(), "NO", highest="4"), ("NO", "highest")),
        (change(typed(NO=6, ON=4), "NO", reason=" "), ("NO", "reason")),
        (typed(NO=6), ("", "")),
    ],
)
def test_each_fault_is_named_and_what_was_typed_is_kept(
    world: AdviceWorld, content: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert faults_of(world, content) == [fault]


def test_all_faults_come_at_once(world: AdviceWorld) -> None:
    content = change(typed(NO=6), "NO", reason="", lowest="7", highest="5")
    change(content, "ON", lowest="9")
    assert faults_of(world, content) == [
        ("NO", "lowest"),
        ("NO", "highest"),
        ("NO", "reason"),
        ("ON", "lowest"),
        ("", ""),
    ]


def test_a_region_without_places_stays_zero(world: AdviceWorld) -> None:
    geriatrics, adviser = specialism("23"), make_user("Gea Geriater")
    appoint(adviser, Role.PROFESSION, geriatrics)
    set_intake(world.ready, 30, "23")
    more: dict[str, Any] = {"specialism": geriatrics, "by": adviser}
    assert faults_of(world, typed(Leiden=1, NO=4), **more) == [("Leiden", "places")]
    content = change(typed(), "Leiden", places="", lowest="", highest="")
    assert cells_of(file(world, content, **more))["Leiden"].highest == 0


def test_outside_the_framework_there_is_no_base_to_depart_from(world: AdviceWorld) -> None:
    sports, adviser = specialism("46"), make_user("Sam Sport")
    appoint(adviser, Role.PROFESSION, sports)
    set_intake(world.ready, 7, "46")
    content = typed(**dict.fromkeys(KEYS, 1))
    silent = content | {"motivation": ""}  # also where every region has its reason
    assert faults_of(world, silent, specialism=sports, by=adviser) == [("", "motivation")]
    for cell in content["cells"].values():
        cell["reason"] = ""
    assert faults_of(world, change(content, "NO", places="2"), specialism=sports, by=adviser) == [
        ("", "")
    ]
    filing = file(world, change(content, "NO", places="1"), specialism=sports, by=adviser)
    assert sum(cell.places for cell in cells_of(filing).values()) == 7


def test_a_new_version_replaces_and_the_first_stays(world: AdviceWorld) -> None:
    first = file(world, typed())
    with pytest.raises(Refused, match="1"):
        file(world, typed(), seen=1)
    second = file(world, typed(NO=6, ON=4), seen=2)
    assert (first.number, second.number) == (1, 2)
    assert first.digest != second.digest
    assert len(first.digest) == 64
    assert cells_of(first)["NO"].places == 5
    assert cells_of(second)["NO"].places == 6
    assert Event.objects.filter(action="advice.filed").count() == 2


def test_a_draft_is_kept_as_typed_and_a_colleague_is_not_overwritten(world: AdviceWorld) -> None:
    both: dict[str, Any] = {
        "consultation": world.round,
        "specialism": specialism("02"),
        "now": LATER,
    }
    wrong = typed(NO="veel")
    draft = save_advice_draft(content=wrong, seen=0, by=world.adviser, **both)
    assert draft.content["cells"]["NO"]["places"] == "veel"
    with pytest.raises(Stale):
        save_advice_draft(content=typed(), seen=0, by=world.adviser, **both)
    with pytest.raises(Stale):
        file(world, typed(), seen=0)
    assert FilingDraft.objects.get().content == wrong
    assert not Filing.objects.exists()
    assert not Event.objects.filter(action__startswith="advice").exists()


def test_another_association_cannot_file_or_save(world: AdviceWorld) -> None:
    with pytest.raises(NotPermitted):
        file(world, typed(), by=world.other)
    with pytest.raises(NotPermitted):
        file(world, typed(), by=world.ready.bureau)
    with pytest.raises(NotPermitted):
        file_unchanged(
            consultation=world.round, specialism=specialism("02"), by=world.other, now=LATER
        )


def test_after_the_deadline_only_with_leave_and_then_it_is_late(world: AdviceWorld) -> None:
    assert not file(world, typed()).late
    close_advices(world)
    with pytest.raises(NotNow):
        file(world, typed(NO=6, ON=4), seen=1)
    grant_leave(world)
    assert file(world, typed(NO=6, ON=4), seen=1).late


def test_an_earlier_advice_that_still_holds_is_confirmed(world: AdviceWorld) -> None:
    first = file(world, change(typed(NO=6, ON=4), "Leiden", reason="Leiden houdt wat het heeft."))
    second_round = make_round(world.ready, number=2, shifted=2)
    confirm: dict[str, Any] = {
        "consultation": second_round,
        "specialism": specialism("02"),
        "now": LATER,
    }
    again = file_unchanged(by=world.adviser, **confirm)
    assert (again.unchanged_from, again.number, again.round) == (first, 1, second_round)
    assert cells_of(again)["NO"].places == 6
    assert Event.objects.filter(action="advice.confirmed").count() == 1
    with pytest.raises(Refused):
        file_unchanged(by=world.adviser, **confirm)
    set_intake(world.ready, 36)
    with pytest.raises(FaultyInput):
        file_unchanged(by=world.adviser, **confirm)
    assert Filing.objects.count() == 2


def test_an_earlier_advice_without_the_reasons_asked_now_is_not_confirmed(
    world: AdviceWorld,
) -> None:
    file(world, typed(NO=6, ON=4))  # Leiden had 5 as its base, and has no reason
    second_round = make_round(world.ready, number=2, shifted=2)
    with pytest.raises(FaultyInput) as refused:
        file_unchanged(
            consultation=second_round, specialism=specialism("02"), by=world.adviser, now=LATER
        )
    assert [(one.cell, one.column) for one in refused.value.faults] == [("Leiden", "reason")]
    assert Filing.objects.count() == 1
    assert not FilingDraft.objects.filter(round=second_round).exists()


def test_an_advice_has_its_grounds(world: AdviceWorld) -> None:
    silent = typed() | {"motivation": " "}
    assert faults_of(world, silent) == [("", "motivation")]
    assert file(world, change(silent, "NO", reason="Hier groeit de vraag.")).number == 1
