"""`manage.py sync_permissions --check` names every difference."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from allocation.models import CycleUserObjectPermission, RegionUserObjectPermission
from allocation.roles import Role
from allocation.selectors.rights import permission_rows
from tests import factories


@pytest.mark.django_db
def test_check_names_what_is_missing_and_what_is_surplus() -> None:
    factories.make_reference_data()
    cycle = factories.make_cycle(protocol={})
    user = factories.make_user("Marijke", email="marijke@example.org")
    factories.appoint(user, Role.COORDINATOR, factories.region("NO"))
    out = StringIO()
    call_command("sync_permissions", "--check", stdout=out)
    assert "follow from the memberships" in out.getvalue()

    CycleUserObjectPermission.objects.all().delete()
    RegionUserObjectPermission.objects.create(
        user=user,
        content_object=factories.region("ON"),
        permission_id=permission_rows()["region", "coordinate"],
    )
    out = StringIO()
    with pytest.raises(CommandError, match="2 differences"):
        call_command("sync_permissions", "--check", stdout=out)
    assert out.getvalue().splitlines() == [
        f"missing: marijke@example.org read_cycle on cycle {cycle.pk}",
        f"surplus: marijke@example.org coordinate on region {factories.region('ON').pk}",
    ]
    call_command("sync_permissions", stdout=StringIO())
    call_command("sync_permissions", "--check", stdout=StringIO())
