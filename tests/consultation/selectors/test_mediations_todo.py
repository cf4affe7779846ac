"""Whom a mediation asks for the next step."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from allocation.enums import PhaseStatus
from bols_portal.accounts.models import User
from consultation.enums import MediationStatus
from consultation.models import Mediation
from consultation.selectors.mediations_todo import todo
from consultation.services.mediation_drafts import save_mediation_draft
from tests.consultation.mediation_world import (
    AFTER,
    CONTENT,
    accepted,
    asked,
    chaired,
    held,
    planned,
)
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> RegionWorld:
    settings.MEDIA_ROOT = tmp_path
    return RegionWorld()


def asks(world: RegionWorld, user: User, now: Any = NOW) -> list[str]:
    """Where what is asked leads to."""
    return [one.url for one in todo(user, world.cycle, now)]


ONE = ["/toewijzing/2027/fase-3/bemiddeling/1/"]


def test_the_bureau_is_asked_for_the_intake(world: RegionWorld) -> None:
    asked(world)
    assert asks(world, world.bureau) == ONE
    for user in (world.administrator, world.coordinator, world.member, world.auditor):
        assert asks(world, user) == []
    world.set_phase(PhaseStatus.AT_BOARD)
    assert asks(world, world.bureau) == []


def test_a_secretary_is_asked_for_the_chair(world: RegionWorld) -> None:
    accepted(world)
    assert asks(world, world.secretary) == ONE
    assert asks(world, world.bureau) == []


def test_the_bureau_is_asked_to_plan(world: RegionWorld) -> None:
    chaired(world)
    assert asks(world, world.bureau) == ONE


def test_parties_are_asked_to_come_and_the_chair_to_record(world: RegionWorld) -> None:
    planned(world)
    assert asks(world, world.trainer) == ONE
    assert asks(world, world.administrator) == ONE
    assert asks(world, world.coordinator) == []
    assert asks(world, world.secretary) == []
    assert asks(world, world.secretary, AFTER) == ONE
    assert asks(world, world.trainer, AFTER) == []


def test_the_chair_is_asked_for_the_outcome(world: RegionWorld) -> None:
    held(world)
    assert asks(world, world.secretary, AFTER) == ONE
    assert asks(world, world.bureau, AFTER) == []


def test_after_consensus_the_coordinator_adopts_a_changed_proposal(world: RegionWorld) -> None:
    mediation = held(world)
    Mediation.objects.update(status=MediationStatus.CONSENSUS, ended_at=AFTER)
    (item,) = todo(world.coordinator, world.cycle, AFTER)
    assert item.url.endswith("/NO/")
    assert mediation.subject not in str(item.detail)
    assert asks(world, world.other, AFTER) == []


def test_a_draft_is_asked_to_be_sent_until_the_deadline(world: RegionWorld) -> None:
    save_mediation_draft(cycle=world.cycle, content=CONTENT, seen=0, by=world.trainer, now=NOW)
    assert len(asks(world, world.trainer)) == 1
    assert asks(world, world.trainer, NOW + timedelta(days=25)) == []


def test_it_costs_the_same_for_many(world: RegionWorld, django_assert_num_queries: Any) -> None:
    for number in (1, 6):
        while Mediation.objects.count() < number:
            asked(world)
        user = User.objects.get(pk=world.bureau.pk)
        with django_assert_num_queries(7):
            assert len(list(todo(user, world.cycle, NOW))) == number
