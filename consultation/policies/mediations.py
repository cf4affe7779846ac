"""When mediation can be asked, and what can be done with a mediation.

Toewijzingsprotocol 2027, fase III 2.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.policies import OPEN, Moment
from allocation.selectors.deadlines import deadline_moment
from bols_portal.ui.formats import date_text
from consultation.enums import SessionStatus
from consultation.models import Mediation, MediationSession
from consultation.permissions import SIGN
from consultation.policies.phase import phase_3_runs
from consultation.selectors.mediations import held_sessions, planned_session
from consultation.transitions import MEDIATION


def may_ask(cycle: Cycle, now: datetime) -> Moment:
    """While phase III is open, until its own deadline; the bureau has no leave to give."""
    if not (runs := phase_3_runs(cycle.pk)):
        return runs
    deadline = deadline_moment(cycle, "mediation")
    if deadline is None or deadline.closes_at is None:
        return OPEN
    if now < deadline.closes_at:
        return Moment(open=True, closes_at=deadline.closes_at)
    return Moment(
        open=False,
        reason=_(
            "Mediation could be asked until and including %(day)s. The protocol sets this day, so "
            "the bureau can’t take a request up later. Talk on inside your region: its proposal "
            "goes to BOLS after this day. Once the preliminary proposal is established, an "
            "institution can file a complaint (phase IV)."
        )
        % {"day": date_text(deadline.last_day) if deadline.last_day else ""},
        rule=SIGN,
        closes_at=deadline.closes_at,
    )


def may_step(mediation: Mediation, action: str) -> Moment:
    """Whether phase and status allow a step of the table of transitions."""
    if not (runs := phase_3_runs(mediation.cycle_id)):
        return runs
    if MEDIATION.allows(mediation.status, action):
        return OPEN
    return _closed(
        _("The status of this mediation is “%(status)s”: this can’t be done with it now.")
        % {"status": mediation.get_status_display()}
    )


def may_work(mediation: Mediation) -> Moment:
    """Setting parties, taking the chair and planning: while it is taken up and has no end."""
    return may_step(mediation, "agree")


def may_add(mediation: Mediation) -> Moment:
    """Adding documents: until it has an end."""
    return may_step(mediation, "withdraw")


def may_plan(mediation: Mediation) -> Moment:
    """Planning a session: with a secretary in the chair, and one session at a time."""
    if not (works := may_work(mediation)):
        return works
    if mediation.chair_id is None:
        return _closed(_("First a secretary of the bureau takes the chair."))
    if planned_session(mediation) is not None:
        return _closed(_("A session is planned already. Move that one, or cancel it first."))
    return OPEN


def may_hold(session: MediationSession, now: datetime) -> Moment:
    """Recording a session: once it has begun, and until the mediation has an end."""
    if not (works := may_work(session.mediation)):
        return works
    if session.status == SessionStatus.CANCELLED:
        return _closed(_("This session was cancelled."))
    if now < session.starts_at:
        return _closed(_("The record can be written once the session has begun."))
    return OPEN


def may_end(mediation: Mediation) -> Moment:
    """Recording the outcome: after a session was held, with none still planned."""
    if not (works := may_work(mediation)):
        return works
    if planned_session(mediation) is not None:
        return _closed(_("A session is still planned. Record or cancel it first."))
    if not held_sessions(mediation):
        return _closed(_("No session was held yet. The outcome comes after it."))
    return OPEN


def _closed(reason: str) -> Moment:
    return Moment(open=False, reason=reason, rule=SIGN)
