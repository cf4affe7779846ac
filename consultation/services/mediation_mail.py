"""What a mediation mails. The bureau reads and releases it, except what only tells the requester
what they sent themselves."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Mailing, Message
from allocation.roles import Role
from allocation.selectors.recipients import CAPACITY_LENGTH, Recipient, recipients_with
from allocation.services.mail_texts import draft
from allocation.services.messages import lapse_mailings, prepare_mailing, release_at_once
from bols_portal.accounts.models import User
from consultation.models import Mediation, MediationSession, PreliminaryRuling
from consultation.selectors.mediations import parties_of
from consultation.services.mediation_calendar import CANCEL, REQUEST, invitation

INTAKE, SESSION, ENDED = "mediation_intake", "mediation_session", "mediation_ended"
REGION, DECIDED = "mediation_region", "mediation_decided"


def recipients_of(
    mediation: Mediation,
    session: MediationSession | None = None,
    method: str = REQUEST,
    *,
    with_chair: bool = False,
) -> list[Recipient]:
    """All parties, who asked for it and who is in the chair, each once; those without an address
    can't be mailed. With a session each gets its own calendar file.

    `with_chair`: also who is in the chair, as for an invitation.
    """
    people: dict[str, tuple[User | None, str, str]] = {}
    for one in parties_of(mediation):
        address = one.user.email if one.user else one.email
        if address:
            people.setdefault(address.lower(), (one.user, one.name, one.role))
    asker = mediation.requested_by
    people.setdefault(asker.email.lower(), (asker, str(asker), mediation.capacity))
    if with_chair and mediation.chair is not None:
        chair = mediation.chair
        people.setdefault(chair.email.lower(), (chair, str(chair), _("Chair of the mediation")))
    return [
        _recipient(user, address, name, role, session, method)
        for address, (user, name, role) in people.items()
    ]


def _recipient(
    user: User | None,
    address: str,
    name: str,
    role: str,
    session: MediationSession | None,
    method: str,
) -> Recipient:
    at = user.email if user else address
    files = () if session is None else (invitation(session, method, name, at, session.planned_at),)
    return Recipient(user, at, role[:CAPACITY_LENGTH], files)


def mail_received(mediation: Mediation, *, by: User, now: datetime) -> None:
    """Tells the requester at once that the request is in, or why it was refused at once."""
    mailing = _prepare(mediation, INTAKE, _asker(mediation), by, now)
    release_at_once(mailing=mailing, now=now)


def mail_intake(mediation: Mediation, *, by: User, now: datetime) -> Mailing:
    """Tells the requester what the bureau decided."""
    return _prepare(mediation, INTAKE, _asker(mediation), by, now)


def mail_session(session: MediationSession, *, step: str, by: User, now: datetime) -> Mailing:
    """Invites, moves or cancels (`step`), with the calendar file. An earlier one that waits
    lapses."""
    lapse_session(session, by=by, now=now)
    method = CANCEL if step == "cancelled" else REQUEST
    recipients = recipients_of(session.mediation, session, method, with_chair=True)
    return _prepare(
        session.mediation, SESSION, recipients, by, now, session, session=session, step=step
    )


def lapse_session(session: MediationSession, *, by: User, now: datetime) -> None:
    """An invitation that waits in the outbox lapses, because the session changed."""
    reason = _("The session was moved or cancelled since.")
    lapse_mailings(about=session, key=SESSION, by=by, now=now, reason=reason)


def was_invited(session: MediationSession) -> bool:
    """Whether an invitation to this session was ever sent."""
    return Mailing.objects.filter(
        key=SESSION,
        object_type=session._meta.label,
        object_id=str(session.pk),
        released_at__isnull=False,
    ).exists()


def not_invited(session: MediationSession) -> list[Recipient]:
    """Who takes part and was never sent an invitation to this session, such as a new party."""
    told = Message.objects.filter(
        mailing__key=SESSION,
        mailing__object_type=session._meta.label,
        mailing__object_id=str(session.pk),
        mailing__cancelled_at__isnull=True,
    )
    known = {address.lower() for address in told.values_list("address", flat=True)}
    return [
        one
        for one in recipients_of(session.mediation, session, with_chair=True)
        if one.address.lower() not in known
    ]


def mail_new(session: MediationSession, *, by: User, now: datetime) -> Mailing:
    """Invites who was not invited yet; the others get nothing."""
    told = not_invited(session)
    return _prepare(
        session.mediation, SESSION, told, by, now, session, session=session, step="planned"
    )


def mail_ended(mediation: Mediation, *, by: User, now: datetime) -> Mailing:
    """Tells all parties how it ended."""
    return _prepare(mediation, ENDED, recipients_of(mediation), by, now)


def mail_region(mediation: Mediation, *, by: User, now: datetime) -> Mailing | None:
    """Tells the coordinators of the region that a changed proposal must be adopted and signed.

    They need not be party: they hear that, and nothing of what was said.
    """
    told = [
        one
        for one in recipients_with({Role.COORDINATOR}, mediation.cycle)
        if one.user is not None
        and one.user.memberships.filter(role=Role.COORDINATOR, region=mediation.region_id).exists()
    ]
    return _prepare(mediation, REGION, told, by, now) if told else None


def mail_decided(
    mediation: Mediation, rulings: Sequence[PreliminaryRuling], *, by: User, now: datetime
) -> Mailing:
    """Tells all parties what the board decided, and how it weighed the arguments.

    Toewijzingsprotocol 2027, fase III 2: the board "bericht alle betrokkenen hierover".
    """
    return _prepare(mediation, DECIDED, recipients_of(mediation), by, now, rulings=rulings)


def _asker(mediation: Mediation) -> list[Recipient]:
    asker = mediation.requested_by
    return [Recipient(asker, asker.email, mediation.capacity[:CAPACITY_LENGTH])]


def _prepare(
    mediation: Mediation,
    key: str,
    recipients: list[Recipient],
    by: User,
    now: datetime,
    about: models.Model | None = None,
    **facts: Any,
) -> Mailing:
    cycle = mediation.cycle
    text = draft(
        key,
        cycle=str(cycle),
        mediation=mediation,
        specialisms=", ".join(one.name for one in mediation.specialisms.all()),
        link=f"{settings.SITE_URL}{reverse('mediation', args=[cycle.year, mediation.number])}",
        **facts,
    )
    return prepare_mailing(
        cycle=cycle,
        key=key,
        **asdict(text),
        recipients=recipients,
        by=by,
        now=now,
        about=about or mediation,
    )
