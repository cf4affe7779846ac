"""What advisers are asked on their own page: once a specialism, until it is filed; late says so."""

from typing import Any

import pytest

from allocation.roles import Role
from consultation.selectors.advices_todo import todo
from consultation.services.advices import file_advice
from tests.consultation.advice_world import (
    LATER,
    AdviceWorld,
    close_advices,
    grant_leave,
    make_round,
    typed,
)
from tests.factories import appoint, association, specialism

pytestmark = pytest.mark.django_db

PAGE = "/toewijzing/2027/fase-2/advies/02/"


@pytest.fixture
def world() -> AdviceWorld:
    return AdviceWorld()


def asked(world: AdviceWorld) -> list[str]:
    return [str(item.detail) for item in todo(world.adviser, world.cycle, LATER)]


def test_the_adviser_is_asked_until_it_is_filed(world: AdviceWorld) -> None:
    assert [item.url for item in todo(world.adviser, world.cycle, LATER)] == [PAGE]
    assert not list(todo(world.ready.bureau, world.cycle, LATER))
    file_advice(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed(),
        seen=0,
        by=world.adviser,
        now=LATER,
    )
    assert not asked(world)
    make_round(world.ready, number=2)
    assert len(asked(world)) == 1


def test_what_is_overdue_stays_and_says_so(world: AdviceWorld) -> None:
    assert not asked(world)[0].startswith("Te laat")
    close_advices(world)
    assert asked(world)[0].startswith("Te laat")
    grant_leave(world)
    assert "tot en met 3 februari 2026" in asked(world)[0]


def test_more_specialisms_cost_no_more_queries(
    world: AdviceWorld, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(9):
        assert len(asked(world)) == 1
    appoint(world.adviser, Role.ADVISER, association("NIV"))
    with django_assert_num_queries(9):
        assert len(asked(world)) > 1
