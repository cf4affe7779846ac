"""Reading mediations (bemiddeling): whose they are, their parties, sessions and documents.

Files are for the parties, bureau and board alone; auditors read everything. Toewijzingsprotocol
2027, fase III 2.
"""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from allocation.models import Cycle, Mailing, Region, Specialism
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right
from bols_portal.accounts.models import User
from consultation.enums import MediationStatus, SessionStatus
from consultation.models import (
    Mediation,
    MediationDocument,
    MediationDraft,
    MediationParty,
    MediationSession,
)

RUNNING = (MediationStatus.REQUESTED, MediationStatus.ACCEPTED)
_PARTS = (
    Prefetch("specialisms", Specialism.objects.order_by("position")),
    Prefetch(
        "parties",
        MediationParty.objects.select_related(
            "user", "institution", "added_by", "dropped_by"
        ).order_by("pk"),
    ),
    Prefetch("sessions", MediationSession.objects.select_related("planned_by").order_by("number")),
    Prefetch("documents", MediationDocument.objects.select_related("added_by").order_by("pk")),
)


def mediations_visible_to(user: Person, cycle: Cycle) -> QuerySet[Mediation]:
    """The mediations that a person may read, the latest first, each with all its parts.

    A fixed number of queries. A coordinator whose region asked nothing is no party, so sees none.
    """
    found = (
        Mediation.objects.filter(cycle=cycle)
        .select_related("cycle", "region", "institution", "requested_by", "chair")
        .prefetch_related(*_PARTS)
        .order_by("-number")
    )
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return found
    if not isinstance(user, User):
        return found.none()
    takes_part = MediationParty.objects.filter(user=user, dropped_at__isnull=True)
    return found.filter(Q(requested_by=user) | Q(pk__in=takes_part.values("mediation")))


def get_mediation(user: Person, cycle: Cycle, number: int) -> Mediation:
    """The mediation of this number; Http404 where the person may not read it."""
    found = mediations_visible_to(user, cycle).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_session(mediation: Mediation, number: int) -> MediationSession:
    """A session of a mediation that was already found to be visible; Http404 otherwise."""
    for one in mediation.sessions.all():
        if one.number == number:
            return one
    raise Http404


def get_document(mediation: Mediation, pk: int) -> MediationDocument:
    """A document of a mediation that was already found to be visible; Http404 otherwise."""
    for one in mediation.documents.all():
        if one.pk == pk:
            return one
    raise Http404


def parties_of(mediation: Mediation) -> list[MediationParty]:
    """Who takes part now, in the order in which they were added."""
    return [one for one in mediation.parties.all() if one.dropped_at is None]


def planned_session(mediation: Mediation) -> MediationSession | None:
    """The session that is to be held; at most one is planned at a time."""
    sessions = mediation.sessions.all()
    return next((one for one in sessions if one.status == SessionStatus.PLANNED), None)


def held_sessions(mediation: Mediation) -> list[MediationSession]:
    """The sessions that were held."""
    return [one for one in mediation.sessions.all() if one.status == SessionStatus.HELD]


def draft_of(cycle: Cycle, user: User) -> MediationDraft | None:
    """What a person typed of a request and has not sent yet."""
    return MediationDraft.objects.filter(cycle=cycle, user=user).first()


def waiting_mailings(mediation: Mediation) -> list[Mailing]:
    """The messages about a mediation that the bureau has not sent yet; for the bureau's eyes."""
    keys = [(mediation._meta.label, str(mediation.pk))]
    keys += [(one._meta.label, str(one.pk)) for one in mediation.sessions.all()]
    condition = Q()
    for label, pk in keys:
        condition |= Q(object_type=label, object_id=pk)
    waiting = Mailing.objects.filter(condition, released_at__isnull=True, cancelled_at__isnull=True)
    return list(waiting.order_by("prepared_at", "pk"))


def open_mediations(cycle: Cycle) -> list[Mediation]:
    """What was asked or taken up and has no end yet. Who may read is for the caller."""
    return _of(cycle, status__in=RUNNING)


def in_region(cycle: Cycle, region: Region) -> list[Mediation]:
    """Everything that was asked in a region. Who may read is for the caller."""
    return _of(cycle, region=region)


def _of(cycle: Cycle, **condition: object) -> list[Mediation]:
    found = Mediation.objects.filter(cycle=cycle, **condition)
    parts = found.select_related("cycle", "region", "institution", "requested_by", "chair")
    return list(parts.prefetch_related(*_PARTS).order_by("region__position", "number"))
