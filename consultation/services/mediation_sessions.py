"""Planning, moving, cancelling and recording a mediation session (bemiddelingsgesprek).

Toewijzingsprotocol 2027, fase III 2: the bureau facilitates it, a secretary is in the chair.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, NotNow, NotPermitted, Refused
from allocation.models import Mailing
from allocation.permissions import may_run_process
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.enums import SessionStatus
from consultation.models import Mediation, MediationSession
from consultation.permissions import SIGN
from consultation.policies.mediations import may_add, may_hold, may_plan, may_work
from consultation.selectors.mediation_people import is_party
from consultation.services.mediation_content import LONGEST
from consultation.services.mediation_files import MOST, Uploads, attach, stored
from consultation.services.mediation_mail import (
    lapse_session,
    mail_new,
    mail_session,
    not_invited,
    was_invited,
)
from consultation.services.mediation_steps import changed, hold

LONGEST_PLACE, LONGEST_REASON = 200, 300


@transaction.atomic
def plan_session(
    *,
    mediation: Mediation,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    seen: int,
    by: User,
    now: datetime,
) -> Mailing:
    """Plans a session; the invitation waits in the outbox for the bureau to send."""
    may_run_process(by, mediation.cycle).enforce()
    held = hold(mediation, seen)
    may_plan(held).enforce()
    _refuse_faults(starts_at, ends_at, place, now)
    session = MediationSession.objects.create(
        mediation=held,
        number=held.sessions.count() + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        planned_at=now,
        planned_by=by,
    )
    changed(held)
    _audit("mediation.session_planned", session, by, now)
    return mail_session(session, step="planned", by=by, now=now)


@transaction.atomic
def move_session(
    *,
    session: MediationSession,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    seen: int,
    by: User,
    now: datetime,
) -> Mailing:
    """Moves a planned session; calendars take the new time, because its SEQUENCE is higher."""
    held = _begin(session, seen, by)
    may_work(held).enforce()
    current = _planned(session)
    _refuse_faults(starts_at, ends_at, place, now)
    if (starts_at, ends_at, place.strip()) == (current.starts_at, current.ends_at, current.place):
        raise Refused(_("Nothing differs from what was planned."), rule=SIGN)
    was = was_invited(current)
    current.starts_at, current.ends_at, current.place = starts_at, ends_at, place.strip()
    current.planned_at = now
    current.version += 1
    current.save(update_fields=["starts_at", "ends_at", "place", "planned_at", "version"])
    changed(held)
    _audit("mediation.session_moved", current, by, now)
    return mail_session(current, step="moved" if was else "planned", by=by, now=now)


@transaction.atomic
def invite_new(*, session: MediationSession, by: User, now: datetime) -> Mailing:
    """Invites who became a party after the invitation went out."""
    may_run_process(by, session.mediation.cycle).enforce()
    held = hold(session.mediation)
    may_work(held).enforce()
    current = _planned(session)
    if not not_invited(current):
        raise NotNow(_("Everybody who takes part was invited."), rule=SIGN)
    return mail_new(current, by=by, now=now)


@transaction.atomic
def cancel_session(
    *, session: MediationSession, reason: str, seen: int, by: User, now: datetime
) -> Mailing | None:
    """Cancels a planned session, with the reason; None where nobody was ever invited."""
    held = _begin(session, seen, by)
    may_work(held).enforce()
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        text = _("Give the reason, in at most %(most)s characters.") % {"most": LONGEST_REASON}
        raise FaultyInput(_("The session was not cancelled."), [Fault(text, column="reason")])
    mailing = drop_planned(_planned(session), reason.strip(), by=by, now=now)
    changed(held)
    return mailing


def drop_planned(
    session: MediationSession, reason: str, *, by: User, now: datetime
) -> Mailing | None:
    """Cancels a planned session of a mediation that is held, and takes it out of calendars."""
    session.status, session.cancelled_because = SessionStatus.CANCELLED, reason
    session.version += 1
    session.planned_at = now
    session.save(update_fields=["status", "cancelled_because", "version", "planned_at"])
    _audit("mediation.session_cancelled", session, by, now)
    if was_invited(session):
        return mail_session(session, step="cancelled", by=by, now=now)
    lapse_session(session, by=by, now=now)
    return None


@transaction.atomic
def record_session(
    *,
    session: MediationSession,
    present: str,
    record: str,
    seen: int,
    by: User,
    now: datetime,
    added: Uploads = (),
) -> MediationSession:
    """Records that the session was held: who was present and what was discussed.

    By the secretary in the chair or a bureau employee; it can be mended until there is an outcome.
    """
    held = _begin(session, seen, by)
    current = MediationSession.objects.select_related("mediation").get(pk=session.pk)
    may_hold(current, now).enforce()
    faults = []
    if not present.strip():
        faults.append(Fault(_("Say who were present."), column="present"))
    if not record.strip() or len(record) > LONGEST:
        text = _("Write what was discussed, in at most %(most)s characters.") % {"most": LONGEST}
        faults.append(Fault(text, column="record"))
    if faults:
        raise FaultyInput(_("The session was not recorded."), faults, rule=SIGN)
    lapse_session(current, by=by, now=now)
    _add(held, added, by, now)
    first = current.status == SessionStatus.PLANNED
    current.status = SessionStatus.HELD
    current.present, current.record = present.strip(), record.strip()
    current.save(update_fields=["status", "present", "record"])
    changed(held)
    action = "mediation.session_held" if first else "mediation.record_changed"
    _audit(action, current, by, now)
    return current


@transaction.atomic
def add_documents(*, mediation: Mediation, added: Uploads, by: User, now: datetime) -> Mediation:
    """Puts documents in the file: parties, who asked for it, and the bureau."""
    if not (is_party(by, mediation) or may_run_process(by, mediation.cycle)):
        raise NotPermitted(_("Only the parties and the bureau add documents."), rule=SIGN)
    held = hold(mediation)
    may_add(held).enforce()
    if not added:
        fault = Fault(_("Choose at least one file."), column="files")
        raise FaultyInput(_("No file was added."), [fault])
    _add(held, added, by, now)
    label = f"{held.region}, {held.number}"
    audit.write("mediation.documents_added", by=by, now=now, subject=held, label=label,
                cycle=held.cycle, number=held.number, files=len(added))  # fmt: skip
    return held


def _add(held: Mediation, added: Uploads, by: User, now: datetime) -> None:
    there = list(held.documents.values("digest"))
    attach(held, stored(added, held.cycle.year, there, MOST), by, now)


def _begin(session: MediationSession, seen: int, by: User) -> Mediation:
    may_run_process(by, session.mediation.cycle).enforce()
    return hold(session.mediation, seen)


def _planned(session: MediationSession) -> MediationSession:
    current = MediationSession.objects.select_related("mediation__cycle").get(pk=session.pk)
    if current.status != SessionStatus.PLANNED:
        raise NotNow(
            _("This session is not planned any more: %(status)s.")
            % {"status": current.get_status_display().lower()},
            rule=SIGN,
        )
    return current


def _refuse_faults(starts_at: datetime, ends_at: datetime, place: str, now: datetime) -> None:
    faults = []
    if starts_at <= now:
        faults.append(Fault(_("Choose a moment that lies ahead."), column="day"))
    if ends_at <= starts_at:
        faults.append(Fault(_("The end comes after the start."), column="ends"))
    if not place.strip() or len(place.strip()) > LONGEST_PLACE:
        text = _("Say where it is, or how one takes part from elsewhere.")
        faults.append(Fault(text, column="place"))
    if faults:
        raise FaultyInput(_("The session was not planned."), faults, rule=SIGN)


def _audit(action: str, session: MediationSession, by: User, now: datetime) -> None:
    mediation = session.mediation
    audit.write(
        action,
        by=by,
        now=now,
        subject=session,
        label=f"{mediation.region}, {mediation.number}",
        cycle=mediation.cycle,
        number=mediation.number,
        session=session.number,
        version=session.version,
    )
