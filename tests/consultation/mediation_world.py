"""A mediation in region NO about specialism 02, for tests. Invented texts."""

from datetime import datetime, timedelta
from typing import Any

from allocation.models import Mailing
from allocation.roles import Role
from allocation.services.messages import release_mailing
from consultation.models import Mediation, MediationSession
from consultation.selectors.mediations import get_mediation
from consultation.services.mediation_parties import add_party, take_chair
from consultation.services.mediation_sessions import plan_session, record_session
from consultation.services.mediations import accept_mediation, request_mediation
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, cluster

START = NOW + timedelta(days=7)
AFTER = START + timedelta(hours=3)
CONTENT: dict[str, Any] = {
    "capacity": "",
    "discussed": "yes",
    "discussed_on": "2026-01-20",
    "discussed_with": "De opleiders van het cluster, de coördinator en het OOR-bestuur.",
    "protocol": "no",
    "specialisms": ["02"],
    "subject": "Onze instelling is niet gehoord over de verdeling.",
    "process": "Het cluster kwam één keer bijeen.",
    "views": "Wij vinden dat onze opleidingscapaciteit niet is meegewogen.",
}


def asked(world: RegionWorld, by: Any = None, **content: Any) -> Mediation:
    """A request of the administrator of I001 (or somebody else)."""
    person = by or world.administrator
    return request_mediation(
        cycle=world.cycle, content=CONTENT | content, seen=0, by=person, now=NOW
    )


def fresh(world: RegionWorld, mediation: Mediation) -> Mediation:
    """The mediation as it stands now."""
    return get_mediation(world.bureau, world.cycle, mediation.number)


def accepted(world: RegionWorld) -> Mediation:
    """Taken up by the bureau."""
    mediation = asked(world)
    accept_mediation(mediation=mediation, seen=mediation.version, by=world.bureau, now=NOW)
    return fresh(world, mediation)


def chaired(world: RegionWorld) -> Mediation:
    """With the secretary in the chair, and the trainer and a guest as parties."""
    mediation = accepted(world)
    for name, email in (("Teun Opleider", world.trainer.email), ("Gé Gast", "ge@example.org")):
        add_party(
            mediation=mediation,
            name=name,
            email=email,
            role="Opleider",
            institution=None,
            reason="Besproken met de aanvrager.",
            seen=mediation.version,
            by=world.bureau,
            now=NOW,
        )
        mediation = fresh(world, mediation)
    take_chair(
        mediation=mediation, declared=True, seen=mediation.version, by=world.secretary, now=NOW
    )
    return fresh(world, mediation)


def planned(world: RegionWorld, start: datetime = START) -> MediationSession:
    """A planned session, its invitation sent."""
    mediation = chaired(world)
    mailing = plan_session(
        mediation=mediation,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Domus Medica, Utrecht",
        seen=mediation.version,
        by=world.bureau,
        now=NOW,
    )
    release(world, mailing)
    return fresh(world, mediation).sessions.get()


def held(world: RegionWorld) -> Mediation:
    """A session was held and recorded."""
    session = planned(world)
    record_session(
        session=session,
        present="Bea Bestuurder",
        record="Beide partijen lichtten hun zienswijze toe.",
        seen=fresh(world, session.mediation).version,
        by=world.secretary,
        now=AFTER,
    )
    return fresh(world, session.mediation)


def release(world: RegionWorld, mailing: Mailing) -> None:
    """Lets a message go, as the bureau does."""
    release_mailing(mailing=mailing, by=world.bureau, now=NOW)


def second_secretary(world: RegionWorld) -> Any:
    """A secretary who once chaired the cluster of the matter."""
    from tests.factories import appoint, make_user

    user = make_user("Sien Secretaris")
    appoint(user, Role.SECRETARY)
    appoint(user, Role.CLUSTER_CHAIR, cluster("NO", "02"), until=NOW.date() - timedelta(days=200))
    return user
