"""Chair and coordinator at the same moment: one outcome, nothing lost, and no deadlock."""

from collections.abc import Callable
from typing import Any

import pytest

from consultation.enums import ClusterStatus, Stance
from consultation.models import ClusterDraft, ClusterProposal
from consultation.selectors.clusters import places_of
from consultation.selectors.divisions import grid_of
from consultation.selectors.signing import state_of
from consultation.services.clusters import (
    file_cluster,
    return_cluster,
    save_cluster_draft,
    take_over_all,
)
from consultation.services.divisions import GridChange, change_grid
from consultation.services.signing import sign
from tests.at_once import outcomes
from tests.consultation.cluster_world import a_pdf, filed, typed
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region, specialism

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

OTHER = {"I001": "2", "I002": "2", "N003": "1"}


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def step(world: RegionWorld, service: Callable[..., object], **more: Any) -> Callable[[], object]:
    facts: dict[str, Any] = {
        "cycle": world.cycle,
        "region": region("NO"),
        "specialism": specialism("02"),
        "content": typed(),
        "seen": 0,
        "by": world.chair,
        "now": NOW,
        "report": a_pdf(),
    } | more
    return lambda: service(**facts)


def test_chair_and_coordinator_file_at_the_same_moment(world: RegionWorld) -> None:
    steps = [
        step(world, file_cluster),
        step(world, file_cluster, by=world.coordinator, content=typed(OTHER)),
        step(world, save_cluster_draft, content=typed(motivation="Derde.")),
    ]
    found = outcomes(*steps)
    assert found[:2] == ["Stale", "Stale"]
    assert found[2] == "done"
    assert ClusterDraft.objects.get().version == 1
    assert ClusterProposal.objects.count() <= 1


def test_two_new_versions_at_the_same_moment_give_one(world: RegionWorld) -> None:
    filed(world)
    steps = [
        step(world, file_cluster, seen=1, content=typed(OTHER)),
        step(world, file_cluster, seen=1, by=world.coordinator, content=typed(motivation="Kort.")),
    ]
    assert outcomes(*steps) == ["Stale", "done"]
    versions = ClusterProposal.objects.order_by("number").values_list("number", "status")
    assert list(versions) == [(1, ClusterStatus.REPLACED), (2, ClusterStatus.FILED)]


def test_a_new_version_against_sending_back(world: RegionWorld) -> None:
    first = filed(world)
    back = step(world, file_cluster, seen=1, content=typed(OTHER))
    found = outcomes(
        back, lambda: return_cluster(proposal=first, reason="Nee.", by=world.coordinator, now=NOW)
    )
    assert found in (["NotNow", "done"], ["done", "done"])
    assert ClusterProposal.objects.get(number=2).status == ClusterStatus.FILED
    first.refresh_from_db()
    assert first.status in (ClusterStatus.RETURNED, ClusterStatus.REPLACED)


def test_signing_against_a_new_version(world: RegionWorld) -> None:
    content = typed()
    content["trainers"]["I001"]["email"] = world.trainer.email
    first = filed(world, content)
    slot = first.sheet.slots.get(institution__code="I001")
    new = content | {"places": OTHER}
    found = outcomes(
        step(world, file_cluster, seen=1, content=new),
        lambda: sign(slot=slot, stance=Stance.AGREES, by=world.trainer, now=NOW),
    )
    assert found in (["NotNow", "done"], ["done", "done"])
    second = ClusterProposal.objects.get(number=2)
    assert state_of(second.sheet).signed == 0


def test_taking_over_against_a_new_version_and_a_typed_number(world: RegionWorld) -> None:
    first = filed(world)
    facts: dict[str, Any] = {"cycle": world.cycle, "region": region("NO"), "now": NOW}
    change = GridChange("02", "I001", 5, 0)
    found = outcomes(
        lambda: take_over_all(proposals=[first.pk], seen=0, by=world.coordinator, **facts),
        lambda: change_grid(changes=[change], by=world.coordinator, **facts),
        step(world, file_cluster, seen=1, content=typed(OTHER)),
    )
    assert set(found) <= {"done", "Stale"}
    row = grid_of(world.cycle, region("NO")).by_code["02"]
    # Either the whole version that was seen, or the number that was typed: never a mix.
    assert dict(row.places) in (
        places_of(first),
        {"I001": 5, "I002": None, "N003": None},
    )
