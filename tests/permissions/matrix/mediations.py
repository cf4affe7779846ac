"""Who gets what of mediation: parties, bureau, board and auditor read; the bureau works on it.

The administrator asked, the trainer of the cluster is a party. The coordinator of the region and
the chair of the cluster are none, so for them it does not exist.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from consultation.models import Mediation, MediationParty, MediationSession
from consultation.services.mediation_parties import add_party, take_chair
from consultation.services.mediation_sessions import add_documents, plan_session
from consultation.services.mediations import accept_mediation, request_mediation
from tests.consultation.focus_world import pdf
from tests.consultation.mediation_world import CONTENT
from tests.consultation.region_world import RegionWorld
from tests.permissions.table import BUREAU, DOSSIERS, OUTSIDERS, Outcome, Row, row
from tests.permissions.world import World

YEAR = {"year": 2027}
ONE = {"year": 2027, "number": 1}
SESSION = ONE | {"session": 1}
ASKERS = ("coordinator", "coordinator_elsewhere", "cluster_chair", "trainer", "administrator")
# An administrator of another institution has no training in a region of this world.
READERS = (*DOSSIERS, "administrator", "trainer")
READ: dict[Outcome, str | Iterable[str]] = {200: READERS}
STEP: dict[Outcome, str | Iterable[str]] = {
    302: BUREAU,
    403: ("board", "auditor", "administrator", "trainer"),
}
FORM: dict[Outcome, str | Iterable[str]] = {
    200: BUREAU,
    403: ("board", "auditor", "administrator", "trainer"),
}
REASON = {"reason": "Zo besproken.", "seen": "0"}


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


def document(world: World) -> dict[str, Any]:
    return ONE | {"pk": Mediation.objects.get().documents.get().pk}


def party(world: World) -> dict[str, Any]:
    return ONE | {"party": MediationParty.objects.get(user=world.people["trainer"]).pk}


def when(world: World) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=5)
    return {
        "day": day.isoformat(),
        "starts": "10:00",
        "ends": "12:00",
        "place": "Utrecht",
        "seen": str(Mediation.objects.get().version),
    }


def guest(world: World) -> dict[str, Any]:
    return {
        "name": "Gé Gast",
        "email": "ge@example.org",
        "role": "Adviseur",
        "reason": "Zo besproken.",
        "seen": str(Mediation.objects.get().version),
    }


def concerned(world: World) -> dict[str, Any]:
    seen = str(Mediation.objects.get().version)
    return {"users": [world.people["coordinator"].pk], "reason": "Zo besproken.", "seen": seen}


def seen(**fields: str) -> Any:
    return lambda world: fields | {"seen": str(Mediation.objects.get().version)}


ROWS: list[Row] = [
    row("mediations", "GET", {200: (*DOSSIERS, *ASKERS), 404: OUTSIDERS}, args=YEAR, given=given),
    row("mediation_new", "GET", {200: ASKERS, 404: OUTSIDERS}, args=YEAR, given=given),
    row(
        "mediation_new",
        "POST",
        {302: ASKERS, 404: OUTSIDERS},
        args=YEAR,
        given=given,
        data={"action": "draft", "seen": "0", "subject": "Een begin"},
    ),
    row(
        "mediation",
        "GET",
        {200: (*DOSSIERS, "administrator")},
        rest=404,
        args=ONE,
        given=asked,
    ),
    row("mediation", "GET", READ, rest=404, args=ONE, given=taken_up, variant="a party"),
    row("mediation_receipt", "GET", READ, rest=404, args=ONE, given=taken_up),
    row("mediation_document", "GET", READ, rest=404, args=document, given=taken_up),
    row(
        "mediation_documents",
        "POST",
        {302: (*BUREAU, "administrator", "trainer"), 403: ("board", "auditor")},
        rest=404,
        args=ONE,
        given=taken_up,
        data=lambda world: {"files": pdf("nog-een.pdf", b"  ")},
    ),
    row(
        "mediation_accept",
        "POST",
        {302: BUREAU, 403: ("board", "auditor", "administrator")},
        rest=404,
        args=ONE,
        given=asked,
        data={"seen": "0"},
    ),
    row(
        "mediation_refuse",
        "GET",
        {200: BUREAU, 403: ("board", "auditor", "administrator")},
        rest=404,
        args=ONE,
        given=asked,
    ),
    row(
        "mediation_refuse",
        "POST",
        {302: BUREAU, 403: ("board", "auditor", "administrator")},
        rest=404,
        args=ONE,
        given=asked,
        data=REASON,
    ),
    row("mediation_parties", "GET", FORM, rest=404, args=ONE, given=taken_up),
    row("mediation_parties", "POST", STEP, rest=404, args=ONE, given=taken_up, data=concerned),
    row("mediation_party_add", "POST", STEP, rest=404, args=ONE, given=taken_up, data=guest),
    row("mediation_party_drop", "GET", FORM, rest=404, args=party, given=taken_up),
    row(
        "mediation_party_drop",
        "POST",
        STEP,
        rest=404,
        args=party,
        given=taken_up,
        data=seen(reason="Trekt zich terug."),
    ),
    *(
        row(
            "mediation_chair",
            method,
            {
                outcome: "secretary",
                403: ("bureau", "board", "auditor", "administrator", "trainer"),
            },
            rest=404,
            args=ONE,
            given=taken_up,
            **more,
        )
        for method, outcome, more in (
            ("GET", 200, {}),
            ("POST", 302, {"data": seen(declared="on")}),
        )
    ),
    row("mediation_plan", "GET", FORM, rest=404, args=ONE, given=chaired),
    row("mediation_plan", "POST", STEP, rest=404, args=ONE, given=chaired, data=when),
    row("mediation_move", "GET", FORM, rest=404, args=SESSION, given=planned),
    row("mediation_move", "POST", STEP, rest=404, args=SESSION, given=planned, data=when),
    row("mediation_cancel", "GET", FORM, rest=404, args=SESSION, given=planned),
    row(
        "mediation_cancel",
        "POST",
        STEP,
        rest=404,
        args=SESSION,
        given=planned,
        data=seen(reason="Ziekte."),
    ),
    row("mediation_invite", "POST", STEP, rest=404, args=SESSION, given=newcomer),
    row("mediation_record", "GET", FORM, rest=404, args=SESSION, given=begun),
    row(
        "mediation_record",
        "POST",
        STEP,
        rest=404,
        args=SESSION,
        given=begun,
        data=seen(present="Allen", record="Besproken."),
    ),
    *(
        row(
            "mediation_outcome",
            method,
            {
                outcome: "secretary",
                403: ("bureau", "board", "auditor", "administrator", "trainer"),
            },
            rest=404,
            args=ONE,
            given=over,
            **more,
        )
        for method, outcome, more in (
            ("GET", 200, {}),
            ("POST", 302, {"data": seen(consensus="no", text="Over één plaats.")}),
        )
    ),
    *(
        row(
            "mediation_withdraw",
            method,
            {outcome: "administrator", 403: (*DOSSIERS, "trainer")},
            rest=404,
            args=ONE,
            given=taken_up,
            **more,
        )
        for method, outcome, more in (
            ("GET", 200, {}),
            ("POST", 302, {"data": seen(reason="Wij zijn eruit.")}),
        )
    ),
]
