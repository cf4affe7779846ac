"""Object permissions follow from memberships, in one place."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from allocation.models import CycleUserObjectPermission, Region
from allocation.permissions import has_right
from allocation.roles import RIGHTS_OF, SCOPE_OF, Right, Role, Scope
from allocation.selectors.rights import forget_rights, held_with
from allocation.services.rights import difference, sync_rights
from bols_portal.accounts.models import User
from tests import factories

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    factories.make_reference_data()


def on_for(role: Role, cycle: object) -> object:
    return {
        Scope.EVERYTHING: lambda: None,
        Scope.CYCLE: lambda: cycle,
        Scope.REGION: factories.region,
        Scope.ASSOCIATION: factories.association,
        Scope.INSTITUTION: factories.institution,
        Scope.REGION_SPECIALISM: factories.cluster,
        Scope.SPECIALISM: factories.specialism,
    }[SCOPE_OF[role]]()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gives_exactly_its_rights(role: Role) -> None:
    cycle, other = factories.make_cycle(2027, protocol={}), factories.make_cycle(2026, protocol={})
    user = factories.make_user()
    on = on_for(role, cycle)
    factories.appoint(user, role, on)  # type: ignore[arg-type]
    on_object, on_cycle = RIGHTS_OF[role]
    for right in Right:
        if on is not None and on is not cycle:
            assert has_right(user, right, on) is (right in on_object)  # type: ignore[arg-type]
        assert has_right(user, right, cycle) is (right in on_cycle)
        everywhere = SCOPE_OF[role] is not Scope.CYCLE
        assert has_right(user, right, other) is (everywhere and right in on_cycle)


def test_two_roles_are_a_union_and_ending_one_keeps_the_other() -> None:
    cycle = factories.make_cycle(protocol={})
    user = factories.make_user()
    leaving = factories.appoint(user, Role.BOARD, cycle)
    factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
    assert has_right(user, Right.VOTE, cycle)
    assert has_right(user, Right.COORDINATE, factories.region("NO"))
    leaving.until = TODAY - timedelta(days=1)
    leaving.save()
    sync_rights(day=TODAY, users=[user])
    assert not has_right(user, Right.VOTE, cycle)
    assert has_right(user, Right.READ_CYCLE, cycle), "the coordinator still takes part"
    assert has_right(user, Right.COORDINATE, factories.region("NO"))


def test_days_count_from_the_first_to_the_last() -> None:
    cycle = factories.make_cycle(protocol={})
    user = factories.make_user()
    factories.appoint(
        user, Role.BOARD, cycle, since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=2)
    )
    held = []
    for day in range(4):
        sync_rights(day=TODAY + timedelta(days=day))
        forget_rights(user)
        held.append(has_right(user, Right.VOTE, cycle))
    assert held == [False, True, True, False]


def test_a_deactivated_person_keeps_no_right() -> None:
    cycle = factories.make_cycle(protocol={})
    user = factories.make_bureau()
    User.objects.filter(pk=user.pk).update(is_active=False)
    change = sync_rights(day=TODAY)
    assert {grant.right for grant in change.surplus} == {
        right.value for right in RIGHTS_OF[Role.BUREAU][1]
    }
    assert not has_right(User.objects.get(pk=user.pk), Right.RUN_PROCESS, cycle)


def test_nobody_is_anonymous() -> None:
    cycle = factories.make_cycle(protocol={})
    assert not has_right(AnonymousUser(), Right.READ_CYCLE, cycle)
    assert not held_with(AnonymousUser(), Right.COORDINATE, Region).exists()


def test_guardian_agrees() -> None:
    cycle = factories.make_cycle(protocol={})
    user = factories.make_user()
    factories.appoint(user, Role.COORDINATOR, factories.region("ZON"))
    assert user.has_perm("allocation.coordinate", factories.region("ZON"))
    assert not user.has_perm("allocation.coordinate", factories.region("NO"))
    assert user.has_perm("allocation.read_cycle", cycle)
    assert not user.has_perm("allocation.read_cycle"), "no right without an object"


def test_syncing_again_changes_nothing_and_mends_what_was_tampered_with() -> None:
    factories.make_cycle(protocol={})
    user = factories.make_bureau()
    assert not sync_rights(day=TODAY)
    CycleUserObjectPermission.objects.filter(permission__codename="run_process").delete()
    assert {grant.right for grant in difference(day=TODAY).missing} == {"run_process"}
    assert {grant.user_id for grant in sync_rights(day=TODAY).missing} == {user.pk}
    assert not difference(day=TODAY)


@pytest.mark.parametrize("people", [1, 20])
def test_syncing_costs_the_same_for_one_person_and_for_many(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.make_cycle(protocol={})
    for _ in range(people):
        factories.appoint(factories.make_user(), Role.COORDINATOR, factories.region("NO"))
    CycleUserObjectPermission.objects.all().delete()
    with django_assert_num_queries(13):
        sync_rights(day=TODAY)


@pytest.mark.parametrize("asked", [1, 7])
def test_asking_for_rights_is_one_query_a_request(
    asked: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = factories.make_user()
    factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
    regions = list(Region.objects.all())[:asked]
    fresh = User.objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        assert any([has_right(fresh, Right.COORDINATE, region) for region in regions])  # noqa: C419
