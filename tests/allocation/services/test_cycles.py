"""Opening a cycle: what comes into being, once, and who may."""

from datetime import UTC, datetime

import pytest

from allocation import protocols
from allocation.enums import PhaseStatus
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import Association, Cluster, Cycle, Region, Specialism
from allocation.roles import Right, Role
from allocation.selectors.cycles import cycles_visible_to, protocol_of
from allocation.selectors.rights import forget_rights, has_right
from allocation.services import reference_data
from allocation.services.cycles import open_cycle
from bols_portal.audit.models import Event
from tests import factories

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def opened(by, **values):
    return open_cycle(
        **{"protocol_key": "2027", "name": "Toewijzing 2027", "by": by, "now": NOW} | values
    )


def test_a_cycle_gets_its_phases_dates_and_reference_data() -> None:
    bureau = factories.make_bureau()
    cycle = opened(bureau, demo=True)
    assert (cycle.year, cycle.is_demo) == (2027, True)
    statuses = list(cycle.phases.values_list("status", flat=True))
    assert statuses == [PhaseStatus.OPEN] + [PhaseStatus.WAITING] * 5
    assert cycle.deadlines.count() == 18
    assert Region.objects.count() == 7
    assert Specialism.objects.count() == 32
    assert Cluster.objects.count() == 7 * 32 - 2  # not where there is no training
    assert not Cluster.objects.filter(region__key="Leiden", specialism__code="23").exists()
    assert Association.objects.get(code="VSG").specialisms.get().code == "46"
    event = Event.objects.get(action="cycle.opened")
    assert event.data["digest"] == cycle.protocol_digest == protocols.load("2027").digest


def test_rights_on_the_new_cycle_are_derived_at_once() -> None:
    bureau = factories.make_bureau()
    factories.make_reference_data()
    coordinator = factories.make_user("Coordinator")
    factories.appoint(coordinator, Role.COORDINATOR, factories.region("NO"))
    cycle = opened(bureau)
    for person in (bureau, coordinator):
        forget_rights(person)
    assert has_right(bureau, Right.RUN_PROCESS, cycle)
    assert list(cycles_visible_to(coordinator)) == [cycle]
    assert not has_right(coordinator, Right.RUN_PROCESS, cycle)


def test_the_protocol_is_frozen_with_the_cycle() -> None:
    cycle = opened(factories.make_bureau())
    stored = Cycle.objects.get(pk=cycle.pk)
    assert protocol_of(stored) == protocols.load("2027")
    stored.protocol["text"] = stored.protocol["text"].replace("total = 30", "total = 20")
    leeway = protocol_of(stored).leeway
    assert leeway is not None
    assert leeway.total == 20  # what the cycle stored counts, not the file


def test_only_the_bureau_opens_a_cycle() -> None:
    with pytest.raises(NotPermitted):
        opened(factories.make_user())
    assert not Cycle.objects.exists()


def test_a_second_cycle_of_the_same_year_is_refused() -> None:
    bureau = factories.make_bureau()
    opened(bureau)
    with pytest.raises(NotNow, match="2027"):
        opened(bureau, name="Another one")
    assert Cycle.objects.count() == 1


def test_a_protocol_that_distributes_by_history_can_not_be_opened() -> None:
    with pytest.raises(NotNow) as refusal:
        opened(factories.make_bureau(), protocol_key="2016")
    assert refusal.value.rule == "Toewijzingsprotocol 2016, hoofdstuk 1 a"


def test_unknown_protocol_empty_name_and_changed_file_are_refused() -> None:
    bureau = factories.make_bureau()
    with pytest.raises(Refused):
        opened(bureau, protocol_key="1999")
    with pytest.raises(Refused):
        opened(bureau, name="  ")
    with pytest.raises(Stale):
        opened(bureau, protocol_digest="0" * 64)
    assert not Cycle.objects.exists()


def test_reference_data_come_in_twice_without_new_rows() -> None:
    protocol = protocols.load("2027")
    reference_data.bring_in(protocol)
    before = dict(Region.objects.values_list("code", "pk"))
    clusters = Cluster.objects.count()
    reference_data.bring_in(protocol)
    assert dict(Region.objects.values_list("code", "pk")) == before
    assert Cluster.objects.count() == clusters


def test_reference_data_in_another_order_are_put_in_order() -> None:
    Region.objects.create(code="OO8", key="ZON", name="old name", position=1)
    Region.objects.create(code="OO9", key="Elders", name="an older region", position=2)
    reference_data.bring_in(protocols.load("2027"))
    keys = list(Region.objects.order_by("position").values_list("key", flat=True))
    assert keys == ["NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON", "Elders"]
    assert Region.objects.get(code="OO8").name == "Zuidoost-Nederland"
