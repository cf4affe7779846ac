"""The people of the demo: complete, made once, and unable to sign in outside the demo."""

import pytest

from allocation.demo.people import make_bureau, make_participants, people_to_sign_in
from allocation.models import Membership
from allocation.roles import Role
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests import factories


@pytest.mark.django_db
def test_everybody_is_there_once() -> None:
    factories.make_reference_data()
    cycle = factories.make_cycle(protocol={})
    for _round in range(2):
        anna, bram = make_bureau(now=factories.NOW, since=factories.LONG_AGO)
        make_participants(cycle=cycle, by=anna, now=factories.NOW, since=factories.LONG_AGO)
        count = Membership.objects.count(), Event.objects.count()
    assert count == (Membership.objects.count(), Event.objects.count())
    assert anna != bram
    held = list(Membership.objects.values_list("role", flat=True))
    assert set(held) == set(Role) - {Role.CLUSTER_CHAIR, Role.TRAINER}, "those come in phase III"
    assert (held.count("board"), held.count("coordinator")) == (3, 8)
    assert not any(user.has_usable_password() for user in User.objects.all())
    groups = people_to_sign_in()
    assert str(groups[0].people[0].name) == "Anna Vermeer"
    shown = [person.pk for group in groups for person in group.people]
    assert len(shown) == len(set(shown)) == len(held)
