"""Who gets what of mediation: parties, bureau, board and auditor read; the bureau works on it.

The administrator asked, the trainer of the cluster is a party. The coordinator of the region and
the chair of the cluster are none, so for them it does not exist.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from consultation.models import Mediation, MediationParty
from tests.consultation.focus_world import pdf
from tests.consultation.mediation_stages import (
    asked,
    begun,
    chaired,
    given,
    newcomer,
    over,
    planned,
    taken_up,
)
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
