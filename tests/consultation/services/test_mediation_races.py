"""Two at the same moment: a request is decided once, and no step gets lost."""

from pathlib import Path
from typing import Any

import pytest

from consultation.enums import MediationStatus
from consultation.models import Mediation, MediationParty
from consultation.services.mediation_parties import take_chair
from consultation.services.mediations import (
    accept_mediation,
    refuse_mediation,
    request_mediation,
    withdraw_mediation,
)
from tests.at_once import outcomes
from tests.consultation.mediation_world import CONTENT, accepted, asked
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, make_bureau

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> RegionWorld:
    settings.MEDIA_ROOT = tmp_path
    return RegionWorld()


def test_one_takes_it_up_and_one_refuses(world: RegionWorld) -> None:
    mediation, colleague = asked(world), make_bureau("Collega")
    facts: dict[str, Any] = {"mediation": mediation, "seen": 0, "now": NOW}
    found = outcomes(
        lambda: accept_mediation(by=world.bureau, **facts),
        lambda: refuse_mediation(by=colleague, reason="Te vaag.", **facts),
    )
    assert found == ["NotNow", "done"]
    mediation.refresh_from_db()
    took_up = mediation.status == MediationStatus.ACCEPTED
    assert took_up or mediation.refusal == "Te vaag."
    assert MediationParty.objects.count() == int(took_up)
    assert mediation.version == 1


def test_withdrawn_while_it_is_taken_up(world: RegionWorld) -> None:
    mediation = asked(world)
    facts: dict[str, Any] = {"mediation": mediation, "seen": 0, "now": NOW}
    found = outcomes(
        lambda: accept_mediation(by=world.bureau, **facts),
        lambda: withdraw_mediation(by=world.administrator, reason="Opgelost.", **facts),
    )
    assert found in (["NotNow", "done"], ["Stale", "done"])


def test_two_requests_get_numbers_of_their_own(world: RegionWorld) -> None:
    def ask(user: Any) -> Any:
        return lambda: request_mediation(
            cycle=world.cycle, content=CONTENT, seen=0, by=user, now=NOW
        )

    assert outcomes(ask(world.administrator), ask(world.trainer)) == ["done", "done"]
    assert sorted(Mediation.objects.values_list("number", flat=True)) == [1, 2]


def test_two_windows_send_one_request(world: RegionWorld) -> None:
    def ask() -> Any:
        return request_mediation(
            cycle=world.cycle, content=CONTENT, seen=0, by=world.trainer, now=NOW
        )

    found = outcomes(ask, ask)
    assert found in (["Stale", "done"], ["done", "done"])
    assert Mediation.objects.count() == found.count("done")


def test_the_chair_is_taken_once(world: RegionWorld) -> None:
    from allocation.roles import Role
    from tests.factories import appoint, make_user

    mediation, other = accepted(world), make_user("Sien Secretaris")
    appoint(other, Role.SECRETARY)
    facts: dict[str, Any] = {"mediation": mediation, "declared": True, "now": NOW}
    found = outcomes(
        lambda: take_chair(by=world.secretary, seen=1, **facts),
        lambda: take_chair(by=other, seen=1, **facts),
    )
    assert found == ["Stale", "done"]
