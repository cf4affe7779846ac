"""Roles people hold on something. Codes are stored; nothing else decides who may do what."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """On what a role is held."""

    EVERYTHING = "everything"
    CYCLE = "cycle"
    REGION = "region"
    ASSOCIATION = "association"
    INSTITUTION = "institution"
    REGION_SPECIALISM = "region_specialism"
    SPECIALISM = "specialism"


class Role(models.TextChoices):
    """Who takes part. Toewijzingsprotocol 2027, begrippenlijst en figuur 1."""

    BUREAU = "bureau", _("Bureau employee")
    SECRETARY = "secretary", _("Bureau secretary")
    BOARD = "board", _("Board member")
    COORDINATOR = "coordinator", _("Region coordinator")
    CLUSTER_CHAIR = "cluster_chair", _("Cluster chair")
    TRAINER = "trainer", _("Trainer")
    ADMINISTRATOR = "administrator", _("Administrator of an institution")
    LEARNING_HOUSE = "learning_house", _("Learning-house manager")
    ADVISER = "adviser", _("Association adviser")
    FMS = "fms", _("FMS")
    PROFESSION = "profession", _("Adviser of VSG or NVvO")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    COMMITTEE_SECRETARY = "committee_secretary", _("Committee secretary")
    VWS = "vws", _("Ministry of VWS")
    NZA = "nza", _("NZa")
    AUDITOR = "auditor", _("Auditor")


SCOPE_OF: dict[Role, Scope] = {
    Role.BUREAU: Scope.EVERYTHING,
    Role.SECRETARY: Scope.EVERYTHING,
    Role.BOARD: Scope.CYCLE,
    Role.COORDINATOR: Scope.REGION,
    Role.CLUSTER_CHAIR: Scope.REGION_SPECIALISM,
    Role.TRAINER: Scope.REGION_SPECIALISM,
    Role.ADMINISTRATOR: Scope.INSTITUTION,
    Role.LEARNING_HOUSE: Scope.INSTITUTION,
    Role.ADVISER: Scope.ASSOCIATION,
    Role.FMS: Scope.CYCLE,
    Role.PROFESSION: Scope.SPECIALISM,
    Role.COMMITTEE_MEMBER: Scope.CYCLE,
    Role.COMMITTEE_SECRETARY: Scope.CYCLE,
    Role.VWS: Scope.CYCLE,
    Role.NZA: Scope.CYCLE,
    Role.AUDITOR: Scope.CYCLE,
}

BUREAU_ROLES: frozenset[Role] = frozenset({Role.BUREAU, Role.SECRETARY})
# Notitie adherentieberekening 2026, vraag 14: usage is commercially sensitive.
CONFIDENTIAL_READERS: frozenset[Role] = BUREAU_ROLES | {Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Held:
    """A role as held at a moment: the code and what it is held on, readable in the audit trail."""

    role: str
    on: str


class Right(StrEnum):
    """What a role on an object allows: the codenames of the derived object permissions."""

    READ_CYCLE = "read_cycle"  # takes part: sees what is open to all parties
    READ_DOSSIERS = "read_dossiers"  # bureau, board, auditor
    READ_CONFIDENTIAL = "read_confidential"  # usage, shares, unrounded numbers
    READ_LOG = "read_log"
    RUN_PROCESS = "run_process"
    VOTE = "vote"
    COMPOSE = "compose"  # FMS: reads what was filed, composes the integral proposal
    COORDINATE = "coordinate"
    CHECK_INSTITUTION = "check_institution"
    SIGN = "sign"
    ADVISE = "advise"
    CHAIR = "chair"
    TRAIN = "train"


# Which rights a role gives on the object it is held on (first) and on every cycle (second).
# A role on everything gives the second on every cycle; a role on a cycle on that cycle alone.
RIGHTS_OF: dict[Role, tuple[frozenset[Right], frozenset[Right]]] = {
    role: (on_object, on_cycle | {Right.READ_CYCLE})
    for role, on_object, on_cycle in (
        (
            Role.BUREAU,
            frozenset[Right](),
            frozenset(
                {
                    Right.READ_DOSSIERS,
                    Right.READ_CONFIDENTIAL,
                    Right.READ_LOG,
                    Right.RUN_PROCESS,
                }
            ),
        ),
        (
            Role.SECRETARY,
            frozenset[Right](),
            frozenset(
                {
                    Right.READ_DOSSIERS,
                    Right.READ_CONFIDENTIAL,
                    Right.READ_LOG,
                    Right.RUN_PROCESS,
                }
            ),
        ),
        (Role.BOARD, frozenset[Right](), frozenset({Right.READ_DOSSIERS, Right.VOTE})),
        (Role.COORDINATOR, frozenset({Right.COORDINATE}), frozenset[Right]()),
        (Role.CLUSTER_CHAIR, frozenset({Right.CHAIR}), frozenset[Right]()),
        (Role.TRAINER, frozenset({Right.TRAIN}), frozenset[Right]()),
        (Role.ADMINISTRATOR, frozenset({Right.SIGN}), frozenset[Right]()),
        (Role.LEARNING_HOUSE, frozenset({Right.CHECK_INSTITUTION}), frozenset[Right]()),
        (Role.ADVISER, frozenset({Right.ADVISE}), frozenset[Right]()),
        (Role.FMS, frozenset[Right](), frozenset({Right.COMPOSE})),
        (Role.PROFESSION, frozenset({Right.ADVISE}), frozenset[Right]()),
        (Role.COMMITTEE_MEMBER, frozenset[Right](), frozenset[Right]()),
        (Role.COMMITTEE_SECRETARY, frozenset[Right](), frozenset[Right]()),
        (Role.VWS, frozenset[Right](), frozenset[Right]()),
        (Role.NZA, frozenset[Right](), frozenset[Right]()),
        (
            Role.AUDITOR,
            frozenset[Right](),
            frozenset({Right.READ_DOSSIERS, Right.READ_CONFIDENTIAL, Right.READ_LOG}),
        ),
    )
}
