"""The world in which every row of the matrix is asked: one cycle, and one person for each role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import timezone

from allocation.models import Cycle
from allocation.roles import Role
from bols_portal.accounts.models import User
from tests import factories

On = Callable[["World"], models.Model | None]

# Who asks: name in the matrix, role, and on what it is held. "…_elsewhere" holds the same role on
# another object than the rows are about (region NO, institution I001, association NVVC).
PEOPLE: dict[str, tuple[Role, On]] = {
    "bureau": (Role.BUREAU, lambda world: None),
    "secretary": (Role.SECRETARY, lambda world: None),
    "board": (Role.BOARD, lambda world: world.cycle),
    "coordinator": (Role.COORDINATOR, lambda world: factories.region("NO")),
    "coordinator_elsewhere": (Role.COORDINATOR, lambda world: factories.region("Leiden")),
    "cluster_chair": (Role.CLUSTER_CHAIR, lambda world: factories.cluster("NO", "02")),
    "trainer": (Role.TRAINER, lambda world: factories.cluster("NO", "02")),
    "administrator": (Role.ADMINISTRATOR, lambda world: factories.institution("I001")),
    "administrator_elsewhere": (Role.ADMINISTRATOR, lambda world: factories.institution("I004")),
    "learning_house": (Role.LEARNING_HOUSE, lambda world: factories.institution("I001")),
    "learning_house_elsewhere": (Role.LEARNING_HOUSE, lambda world: factories.institution("I004")),
    "adviser": (Role.ADVISER, lambda world: factories.association("NVVC")),
    "adviser_elsewhere": (Role.ADVISER, lambda world: factories.association("NIV")),
    "fms": (Role.FMS, lambda world: world.cycle),
    "profession": (Role.PROFESSION, lambda world: factories.specialism("46")),
    "committee_member": (Role.COMMITTEE_MEMBER, lambda world: world.cycle),
    "committee_secretary": (Role.COMMITTEE_SECRETARY, lambda world: world.cycle),
    "vws": (Role.VWS, lambda world: world.cycle),
    "nza": (Role.NZA, lambda world: world.cycle),
    "auditor": (Role.AUDITOR, lambda world: world.cycle),
    "board_2026": (Role.BOARD, lambda world: world.last_cycle),
    "auditor_2026": (Role.AUDITOR, lambda world: world.last_cycle),
}
# Besides those: not signed in, signed in without a role, and once a bureau employee.
EVERYBODY: tuple[str, ...] = ("anonymous", "nobody", "former_bureau", *PEOPLE)


@dataclass(slots=True)
class World:
    """Built once for a module; what a row changes is rolled back after each person.

    `kept` is room for what an area's `given` makes, so that its `args` and `data` can name it.
    """

    cycle: Cycle
    last_cycle: Cycle
    people: dict[str, User] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    _sessions: dict[str, str] = field(default_factory=dict)

    def client(self, person: str) -> Client:
        """A browser in which this person is signed in (or nobody is)."""
        client = Client(raise_request_exception=False)
        if person != "anonymous":
            if person not in self._sessions:
                signing_in = Client()
                signing_in.force_login(self.people[person], settings.AUTHENTICATION_BACKENDS[1])
                self._sessions[person] = signing_in.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[person]
        return client


def build() -> World:
    """The world: two cycles, and everybody of PEOPLE."""
    factories.make_reference_data()
    opener = factories.make_user("Opener")
    world = World(
        cycle=factories.make_cycle(2027, opened_by=opener),
        last_cycle=factories.make_cycle(2026, opened_by=opener),
    )
    for name, (role, on) in PEOPLE.items():
        world.people[name] = factories.make_user(name)
        factories.appoint(world.people[name], role, on(world))
    world.people["nobody"] = factories.make_user("nobody")
    world.people["former_bureau"] = factories.make_user("former_bureau")
    yesterday = timezone.localdate() - timedelta(days=1)
    factories.appoint(world.people["former_bureau"], Role.BUREAU, until=yesterday)
    for name in world.people:
        world.client(name)
    return world
