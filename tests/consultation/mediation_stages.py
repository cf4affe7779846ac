"""A mediation of the permission matrix, stage by stage; each begins with the one before."""

from datetime import timedelta

from django.utils import timezone

from consultation.models import MediationSession
from consultation.services.mediation_parties import add_party, take_chair
from consultation.services.mediation_sessions import add_documents, plan_session
from consultation.services.mediations import accept_mediation, request_mediation
from tests.consultation.focus_world import pdf
from tests.consultation.mediation_world import CONTENT
from tests.consultation.region_world import RegionWorld
from tests.permissions.world import World


def given(world: World) -> None:
    """Phase III is open, and no day is set."""
    RegionWorld(world.cycle).without_a_day()


def asked(world: World) -> None:
    """The administrator asked for mediation."""
    given(world)
    world.kept["mediation"] = request_mediation(
        cycle=world.cycle,
        content=CONTENT,
        seen=0,
        by=world.people["administrator"],
        now=timezone.now(),
    )


def taken_up(world: World) -> None:
    """The bureau took it up; the trainer is a party, and a document was added."""
    asked(world)
    now, bureau = timezone.now(), world.people["bureau"]
    mediation = accept_mediation(mediation=world.kept["mediation"], seen=0, by=bureau, now=now)
    world.kept["party"] = add_party(
        mediation=mediation,
        name="trainer",
        email=world.people["trainer"].email,
        role="Opleider",
        institution=None,
        reason="Zo besproken.",
        seen=1,
        by=bureau,
        now=now,
    )
    add_documents(mediation=mediation, added=[pdf("stuk.pdf", b" ")], by=bureau, now=now)


def chaired(world: World) -> None:
    """The secretary is in the chair."""
    taken_up(world)
    take_chair(
        mediation=world.kept["mediation"],
        declared=True,
        seen=2,
        by=world.people["secretary"],
        now=timezone.now(),
    )


def planned(world: World) -> None:
    """A session is planned."""
    chaired(world)
    now = timezone.now()
    plan_session(
        mediation=world.kept["mediation"],
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=3, hours=2),
        place="Domus Medica",
        seen=3,
        by=world.people["bureau"],
        now=now,
    )


def newcomer(world: World) -> None:
    """Somebody became a party after the invitation was prepared."""
    planned(world)
    add_party(
        mediation=world.kept["mediation"],
        name="Nieuw",
        email="nieuw@example.org",
        role="Bestuurder",
        institution=None,
        reason="Zo besproken.",
        seen=4,
        by=world.people["bureau"],
        now=timezone.now(),
    )


def begun(world: World) -> None:
    """The planned session has begun."""
    planned(world)
    now = timezone.now()
    MediationSession.objects.update(starts_at=now - timedelta(hours=2), ends_at=now)


def over(world: World) -> None:
    """The session was held."""
    begun(world)
    MediationSession.objects.update(status="held", record="Besproken.", present="Allen")
