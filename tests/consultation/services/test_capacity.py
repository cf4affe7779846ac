"""Capacity frames: who sets them, what is refused, and that nothing set before is lost."""

import pytest

from allocation.enums import PhaseStatus
from allocation.errors import FaultyInput, NotNow, NotPermitted, Stale
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.models import CapacityFrame
from consultation.selectors.capacity import frames_in, history_of, latest_frame
from consultation.services.capacity import FrameWish, set_frames
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region, specialism

pytestmark = pytest.mark.django_db


def put(
    world: RegionWorld,
    by: User | None = None,
    code: str = "02",
    seen: int | None = None,
    **frames: FrameWish,
) -> int:
    """Sets frames of a cluster, as one who saw the latest."""
    last = latest_frame(world.cycle, region("NO"), specialism(code))
    return set_frames(
        cycle=world.cycle,
        region=region("NO"),
        specialism=specialism(code),
        frames=frames,
        seen=last if seen is None else seen,
        by=by or world.chair,
        now=NOW,
    )


def test_the_chair_sets_frames_and_only_what_differs_is_kept() -> None:
    world = RegionWorld()
    assert put(world, I001=FrameWish(2, 4, "Twee zalen"), I002=FrameWish(None, None)) == 1
    assert put(world, I001=FrameWish(2, 4, "Twee zalen"), I002=FrameWish(None, 1)) == 1
    assert put(world, I001=FrameWish(None, None), I002=FrameWish(None, 1)) == 1
    assert set(frames_in(world.cycle, region("NO"))) == {("02", "I002")}
    assert len(history_of(world.cycle, region("NO"), specialism("02"))) == 3
    assert Event.objects.filter(action="capacity.set").count() == 3


def test_the_coordinator_sets_frames_of_every_cluster() -> None:
    world = RegionWorld()
    assert put(world, world.coordinator, "05", I001=FrameWish(1, 2)) == 1


@pytest.mark.parametrize("who", ["trainer", "other", "administrator", "bureau", "member"])
def test_nobody_else_sets_frames(who: str) -> None:
    world = RegionWorld()
    with pytest.raises(NotPermitted):
        put(world, getattr(world, who), I001=FrameWish(1, 2))
    with pytest.raises(NotPermitted):
        put(world, world.chair, "05", I001=FrameWish(1, 2))  # another cluster's


def test_all_faults_come_at_once_and_nothing_is_kept() -> None:
    world = RegionWorld()
    with pytest.raises(FaultyInput) as refusal:
        put(
            world,
            I001=FrameWish(3, 2),
            I002=FrameWish(None, 1_000),
            N003=FrameWish(1, 2),
            N004=FrameWish(1, 2),
        )
    assert [one.cell for one in refusal.value.faults] == ["I001", "I002", "N004"]
    assert not CapacityFrame.objects.exists()


def test_who_did_not_see_the_latest_has_to_look_first() -> None:
    world = RegionWorld()
    put(world, I001=FrameWish(2, 4))
    with pytest.raises(Stale):
        put(world, world.coordinator, seen=0, I001=FrameWish(1, 4))


@pytest.mark.parametrize("status", [PhaseStatus.WAITING, PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_frames_are_set_while_phase_3_runs(status: PhaseStatus) -> None:
    world = RegionWorld()
    world.set_phase(status)
    with pytest.raises(NotNow):
        put(world, I001=FrameWish(2, 4))
