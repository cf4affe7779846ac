"""The demo's story of phase III: two hospitals ask for mediation; one ends without consensus.

Toewijzingsprotocol 2027, fase III 2, bemiddeling. What is said in it is invented.
"""

from datetime import datetime, timedelta

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.stages_story import Story
from consultation.models import Mediation
from consultation.selectors.mediation_people import concerned_in
from consultation.selectors.mediations import planned_session
from consultation.services.mediation_parties import add_concerned, take_chair
from consultation.services.mediation_sessions import plan_session, record_session
from consultation.services.mediations import (
    accept_mediation,
    end_mediation,
    request_mediation,
)

CARLA = "carla.smeets"  # the secretary in the chair
LEIDEN, UTRECHT = "Leiden", "Utrecht"
ASKED = {
    LEIDEN: {
        "by": "kees.overbeek",
        "specialism": "41",
        "subject": "Wij kregen geen uitleg waarom van de afspraak uit het clusteroverleg is "
        "afgeweken.",
        "views": "Het ziekenhuis vindt dat het dit jaar aan de beurt was voor een plaats "
        "spoedeisende geneeskunde.",
    },
    UTRECHT: {
        "by": "jolanda.vink",
        "specialism": "19",
        "subject": "De verdeling van kindergeneeskunde is na het clusteroverleg veranderd zonder "
        "ons.",
        "views": "Het ziekenhuis wil dat het clustervoorstel blijft zoals het was.",
    },
}
PROCESS = (
    "Het cluster vergaderde op 26 maart en 6 mei. Daarna sprak de coördinator met de opleiders. Op "
    "7 mei is het punt in een apart overleg besproken; men kwam er niet uit."
)
WITH = "De opleiders van het cluster, de OOR-coördinator en de voorzitter van het Algemeen Bestuur."
RECORD = (
    "Partijen lichtten hun kant toe. De coördinator erkende dat de uitleg te laat kwam. Over het "
    "aantal plaatsen bleef men van mening verschillen."
)
OUTCOME = (
    "Over het proces zijn partijen het eens geworden: voortaan legt het bestuur van de OOR een "
    "afwijking vooraf uit. Over de plaats spoedeisende geneeskunde verschillen zij nog van mening."
)


def ask(story: Story) -> None:
    """7-11 May 2026: two requests come in, in time, and the bureau takes them up."""
    for key, at in ((LEIDEN, moment(2026, 5, 8, 10)), (UTRECHT, moment(2026, 5, 8, 15))):
        asked = ASKED[key]
        content = {
            "discussed": "yes",
            "discussed_on": "2026-05-07",
            "discussed_with": WITH,
            "protocol": "no",
            "specialisms": [asked["specialism"]],
            "subject": asked["subject"],
            "process": PROCESS,
            "views": asked["views"],
        }
        with standing_at(at):
            request_mediation(
                cycle=story.cycle, content=content, seen=0, by=story.person(asked["by"]), now=at
            )
        _take_up(story, key, moment(2026, 5, 11, 9))


def plan(story: Story) -> None:
    """12 May 2026: both sessions are planned, and the invitations leave."""
    _plan(story, LEIDEN, moment(2026, 5, 15, 14), moment(2026, 5, 12, 10))
    _plan(story, UTRECHT, moment(2026, 5, 18, 15), moment(2026, 5, 12, 11))


def end_without_consensus(story: Story) -> None:
    """15 May 2026: Leiden's session is held; the board will have to decide."""
    _hold(story, LEIDEN, moment(2026, 5, 15, 16))
    _end(story, LEIDEN, moment(2026, 5, 15, 17), consensus=False, text=OUTCOME)


def end_with_consensus(story: Story) -> None:
    """18 May 2026: in Utrecht all agree after all: one place moves."""
    _hold(story, UTRECHT, moment(2026, 5, 18, 17))
    _end(
        story,
        UTRECHT,
        moment(2026, 5, 18, 18),
        consensus=True,
        text="Eén plaats kindergeneeskunde gaat naar het St. Antonius Ziekenhuis. De werkwijze "
        "evalueren partijen in september.",
    )


def _mediation(key: str) -> Mediation:
    found = Mediation.objects.select_related("cycle", "region").filter(region__key=key)
    return found.order_by("-number")[0]


def _take_up(story: Story, key: str, now: datetime) -> None:
    with standing_at(now):
        mediation = _mediation(key)
        accept_mediation(mediation=mediation, seen=mediation.version, by=story.anna, now=now)
        story.release("mediation_intake", now)
        mediation = _mediation(key)
        concerned = [one.user.pk for one in concerned_in(mediation)]
        add_concerned(
            mediation=mediation,
            users=concerned,
            reason="Vastgesteld in overleg met beide partijen.",
            seen=mediation.version,
            by=story.anna,
            now=now,
        )
        mediation = _mediation(key)
        take_chair(
            mediation=mediation,
            declared=True,
            seen=mediation.version,
            by=story.person(CARLA),
            now=now,
        )


def _plan(story: Story, key: str, starts_at: datetime, now: datetime) -> None:
    with standing_at(now):
        mediation = _mediation(key)
        plan_session(
            mediation=mediation,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="Utrecht, vergadercentrum bij het station, zaal 4",
            seen=mediation.version,
            by=story.anna,
            now=now,
        )
        story.release("mediation_session", now)


def _hold(story: Story, key: str, now: datetime) -> None:
    with standing_at(now):
        mediation = _mediation(key)
        session = planned_session(mediation)
        if session is None:
            raise RuntimeError(f"no session is planned in {key}")
        record_session(
            session=session,
            present="Beide partijen, de coördinator, C. Smeets (voorzitter).",
            record=RECORD,
            seen=mediation.version,
            by=story.person(CARLA),
            now=now,
        )


def _end(story: Story, key: str, now: datetime, *, consensus: bool, text: str) -> None:
    with standing_at(now):
        mediation = _mediation(key)
        end_mediation(
            mediation=mediation,
            consensus=consensus,
            text=text,
            seen=mediation.version,
            by=story.person(CARLA),
            now=now,
        )
        story.release("mediation_ended", now)
        if consensus:
            story.release("mediation_region", now)
