"""Taking a request up, who takes part, who is in the chair, and how it ends."""

from typing import Any

import pytest

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.models import Mailing
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from consultation.enums import MediationStatus, SessionStatus
from consultation.models import Mediation
from consultation.selectors.mediation_people import concerned_in
from consultation.selectors.mediations import (
    in_region,
    mediations_visible_to,
    open_mediations,
    parties_of,
)
from consultation.services.mediation_parties import (
    add_concerned,
    add_party,
    drop_party,
    take_chair,
)
from consultation.services.mediations import (
    accept_mediation,
    end_mediation,
    refuse_mediation,
    withdraw_mediation,
)
from tests.consultation.mediation_world import (
    AFTER,
    accepted,
    asked,
    chaired,
    fresh,
    held,
    planned,
    second_secretary,
)
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


def take_up(world: RegionWorld, mediation: Mediation, by: User, seen: int = 0) -> Mediation:
    return accept_mediation(mediation=mediation, seen=seen, by=by, now=NOW)


def refuse(mediation: Mediation, by: User, reason: str = "Niet volledig.") -> Mediation:
    return refuse_mediation(mediation=mediation, reason=reason, seen=0, by=by, now=NOW)


def add(world: RegionWorld, mediation: Mediation, **changed: Any) -> Any:
    facts: dict[str, Any] = {
        "name": "Gé Gast",
        "email": "ge@example.org",
        "role": "Adviseur",
        "institution": None,
        "reason": "Zo besproken.",
        "seen": mediation.version,
        "by": world.bureau,
    }
    return add_party(mediation=mediation, now=NOW, **(facts | changed))


def chair(mediation: Mediation, by: User, declared: bool = True) -> Mediation:
    return take_chair(
        mediation=mediation, declared=declared, seen=mediation.version, by=by, now=NOW
    )


def end(world: RegionWorld, mediation: Mediation, consensus: bool, **changed: Any) -> Mediation:
    facts: dict[str, Any] = {"text": "Eén plaats schuift.", "by": world.secretary}
    facts |= {"seen": mediation.version} | changed
    return end_mediation(mediation=mediation, consensus=consensus, now=AFTER, **facts)


def test_the_bureau_takes_it_up_and_the_asker_is_a_party(world: RegionWorld) -> None:
    mediation = take_up(world, asked(world), world.bureau)
    assert mediation.status == MediationStatus.ACCEPTED
    assert [one.user for one in parties_of(mediation)] == [world.administrator]
    mailing = Mailing.objects.get(released_at__isnull=True)
    assert "in behandeling genomen" in mailing.subject


def test_only_the_bureau_decides_and_only_once(world: RegionWorld) -> None:
    mediation = asked(world)
    for user in (world.administrator, world.coordinator, world.member, world.auditor):
        with pytest.raises(NotPermitted):
            take_up(world, mediation, user)
        with pytest.raises(NotPermitted):
            refuse(mediation, user)
    with pytest.raises(Stale):
        take_up(world, mediation, world.bureau, seen=3)
    with pytest.raises(Refused):
        refuse(mediation, world.bureau, " ")
    assert refuse(mediation, world.bureau).status == MediationStatus.REFUSED
    with pytest.raises(NotNow):
        take_up(world, mediation, world.bureau, seen=1)


def test_whom_it_concerns_is_suggested_and_added(world: RegionWorld) -> None:
    mediation = accepted(world)
    people = concerned_in(mediation)
    assert {one.user for one in people} == {world.coordinator, world.chair, world.trainer}
    facts: dict[str, Any] = {"mediation": mediation, "by": world.bureau, "now": NOW}
    with pytest.raises(FaultyInput) as refusal:
        add_concerned(users=[world.other.pk], reason="", seen=mediation.version, **facts)
    assert [one.column for one in refusal.value.faults] == ["users", "reason"]
    chosen = [world.coordinator.pk, world.chair.pk]
    add_concerned(users=chosen, reason="Met beide besproken.", seen=mediation.version, **facts)
    now = fresh(world, mediation)
    assert len(parties_of(now)) == 3
    assert {one.user for one in concerned_in(now)} == {world.trainer}
    with pytest.raises(Stale):
        add_concerned(users=[world.trainer.pk], reason="Ook.", seen=mediation.version, **facts)


def test_somebody_without_an_account_is_a_party(world: RegionWorld) -> None:
    mediation = accepted(world)
    with pytest.raises(FaultyInput) as refusal:
        add(world, mediation, name="", email="nergens", role="", reason="")
    assert {one.column for one in refusal.value.faults} == {"name", "email", "role", "reason"}
    party = add(world, mediation)
    assert party.user is None
    with pytest.raises(FaultyInput, match=r"(toegevoegd|added)"):
        add(world, fresh(world, mediation), email="GE@example.org")
    with_account = add(world, fresh(world, mediation), email=world.trainer.email.upper())
    assert with_account.user == world.trainer
    assert mediations_visible_to(world.trainer, world.cycle).get() == mediation


def test_who_is_taken_out_reads_no_more_and_the_log_stays(world: RegionWorld) -> None:
    mediation = chaired(world)
    party = next(one for one in parties_of(mediation) if one.user == world.trainer)
    facts: dict[str, Any] = {"by": world.bureau, "now": NOW}
    with pytest.raises(FaultyInput):
        drop_party(party=party, reason="", seen=mediation.version, **facts)
    drop_party(party=party, reason="Trekt zich terug.", seen=mediation.version, **facts)
    assert not mediations_visible_to(world.trainer, world.cycle).exists()
    now = fresh(world, mediation)
    with pytest.raises(NotNow):
        drop_party(party=party, reason="Nog eens.", seen=now.version, **facts)
    asker = next(one for one in parties_of(now) if one.user == world.administrator)
    with pytest.raises(Refused):
        drop_party(party=asker, reason="Weg.", seen=now.version, **facts)
    assert Event.objects.filter(action="mediation.party_dropped").count() == 1


def test_only_a_secretary_without_an_interest_takes_the_chair(world: RegionWorld) -> None:
    mediation = accepted(world)
    for user in (world.bureau, world.coordinator, world.member):
        with pytest.raises(NotPermitted):
            chair(mediation, user)
    with pytest.raises(Refused, match="NO"):
        chair(mediation, second_secretary(world))
    with pytest.raises(FaultyInput):
        chair(mediation, world.secretary, declared=False)
    assert chair(mediation, world.secretary).chair == world.secretary
    with pytest.raises(NotNow):
        chair(fresh(world, mediation), world.secretary)


def test_a_new_party_gives_the_chair_no_interest(world: RegionWorld) -> None:
    from allocation.roles import Role
    from tests.factories import appoint

    mediation = chaired(world)
    appoint(world.secretary, Role.LEARNING_HOUSE, institution("I003"))
    with pytest.raises(Refused):
        add(world, mediation, email="nieuw@example.org", institution=institution("I003"))
    with pytest.raises(Refused):
        add(world, mediation, email=world.secretary.email)


@pytest.mark.parametrize("consensus", [True, False])
def test_the_chair_records_the_outcome_and_all_parties_are_told(
    world: RegionWorld, consensus: bool
) -> None:
    mediation = held(world)
    with pytest.raises(NotPermitted):
        end(world, mediation, consensus, by=world.bureau)
    with pytest.raises(Refused):
        end(world, mediation, consensus, text="  ")
    assert [one.pk for one in open_mediations(world.cycle)] == [mediation.pk]
    ended = end(world, mediation, consensus)
    told = Mailing.objects.get(key="mediation_ended")
    addresses = {one.address for one in told.messages.all()}
    assert addresses == {world.administrator.email, world.trainer.email, "ge@example.org"}
    assert "Eén plaats schuift." in told.body
    region_mail = Mailing.objects.filter(key="mediation_region")
    if consensus:
        assert ended.status == MediationStatus.CONSENSUS
        assert region_mail.get().messages.get().recipient == world.coordinator
        assert "Eén plaats" not in region_mail.get().body
    else:
        assert ended.status == MediationStatus.NO_CONSENSUS
        assert not region_mail.exists()
    assert open_mediations(world.cycle) == []
    assert [one.pk for one in in_region(world.cycle, region("NO"))] == [mediation.pk]
    with pytest.raises(NotNow):
        end(world, fresh(world, mediation), consensus)


def test_no_outcome_before_a_session(world: RegionWorld) -> None:
    with pytest.raises(NotNow):
        end(world, chaired(world), True)
    assert Mediation.objects.get().status == MediationStatus.ACCEPTED


def test_no_outcome_while_a_session_is_planned(world: RegionWorld) -> None:
    session = planned(world)
    with pytest.raises(NotNow):
        end(world, fresh(world, session.mediation), True)


def test_the_asker_withdraws_and_the_session_is_cancelled(world: RegionWorld) -> None:
    session = planned(world)
    mediation = fresh(world, session.mediation)
    facts: dict[str, Any] = {"mediation": mediation, "seen": mediation.version, "now": NOW}
    with pytest.raises(NotPermitted):
        withdraw_mediation(reason="Weg.", by=world.trainer, **facts)
    with pytest.raises(Refused):
        withdraw_mediation(reason=" ", by=world.administrator, **facts)
    withdraw_mediation(reason="Wij zijn eruit.", by=world.administrator, **facts)
    session.refresh_from_db()
    assert session.status == SessionStatus.CANCELLED
    waiting = set(Mailing.objects.filter(released_at__isnull=True).values_list("key", flat=True))
    assert {"mediation_session", "mediation_ended"} <= waiting
    assert fresh(world, mediation).outcome == "Wij zijn eruit."
