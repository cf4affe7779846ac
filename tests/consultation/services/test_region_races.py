"""Two coordinators of a region at once: on PostgreSQL, for SQLite lets writers in one by one."""

import pytest
from django.db import connection

from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.models import RegionProposal, SigningSheet
from consultation.services.divisions import GridChange, change_grid
from consultation.services.region_proposals import submit_region_proposal
from tests.at_once import outcomes
from tests.consultation.region_work import WHY, adopt, ready
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, appoint, make_user, region

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> RegionWorld:
    found = RegionWorld()
    ready(found)
    return found


@pytest.fixture
def second(world: RegionWorld) -> User:
    user = make_user("Tweede Coordinator")
    appoint(user, Role.COORDINATOR, region("NO"))
    return user


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_it_runs_on_a_real_server() -> None:
    assert connection.vendor == "postgresql"


def test_two_who_adopt_make_one_version(world: RegionWorld, second: User) -> None:
    found = outcomes(
        lambda: adopt(world, replaces=0),
        lambda: adopt(world, replaces=0, motivation="Anders.", reason=WHY, by=fresh(second)),
    )
    assert found == ["Stale", "done"]
    assert RegionProposal.objects.count() == 1
    assert SigningSheet.objects.filter(closed_at__isnull=True).count() == 1


def test_two_who_replace_leave_one_living_version(world: RegionWorld, second: User) -> None:
    adopt(world)
    found = outcomes(
        lambda: adopt(world, replaces=1, motivation="Eerste.", reason=WHY),
        lambda: adopt(world, replaces=1, motivation="Tweede.", reason=WHY, by=fresh(second)),
    )
    assert found == ["Stale", "done"]
    assert list(RegionProposal.objects.order_by("number").values_list("number", "status")) == [
        (1, "replaced"),
        (2, "signing"),
    ]


def test_who_adopts_while_a_colleague_divides_gets_what_was_seen_or_nothing(
    world: RegionWorld, second: User
) -> None:
    def divide() -> None:
        change_grid(
            cycle=world.cycle,
            region=region("NO"),
            changes=[GridChange("05", "I001", 1, 1), GridChange("05", "I002", 2, 1)],
            by=fresh(second),
            now=NOW,
        )

    found = outcomes(lambda: adopt(world, seen=1), divide)
    assert found in (["Stale", "done"], ["done", "done"])
    kept = RegionProposal.objects.filter(table__cells__places=2, table__cells__institution=None)
    assert not kept.exists()
    for proposal in RegionProposal.objects.all():
        cells = proposal.table.cells.filter(specialism__code="05", institution__code="I001")
        assert cells.get().places == 2


def test_two_who_submit_submit_once(world: RegionWorld, second: User) -> None:
    proposal = adopt(world)
    found = outcomes(
        *(
            lambda by=user: submit_region_proposal(
                proposal=RegionProposal.objects.get(pk=proposal.pk),
                incomplete=True,
                by=fresh(by),
                now=NOW,
            )
            for user in (world.coordinator, second)
        )
    )
    assert found == ["NotNow", "done"]
