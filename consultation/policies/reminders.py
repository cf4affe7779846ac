"""When the bureau can prepare a reminder."""

from datetime import datetime

from django.utils.translation import gettext as _

from allocation.policies import OPEN, Moment
from consultation.enums import RoundStatus
from consultation.models import Round
from consultation.permissions import CONSULT
from consultation.policies.filings import base_holds
from consultation.policies.phase import phase_2_runs
from consultation.selectors.reminders import reminder_mailings
from consultation.selectors.round_overview import missing_in


def may_remind(consultation: Round, now: datetime) -> Moment:
    """While the round runs and a party that can still file has not; one reminder at a time."""
    opens_at = consultation.opens_at
    if consultation.status != RoundStatus.OPEN or opens_at is None or now < opens_at:
        return _closed(_("A reminder can be prepared while the round runs."))
    if not (runs := phase_2_runs(consultation.cycle_id)):
        return runs
    if not (holds := base_holds(consultation)):
        return holds
    if reminder_mailings(consultation).filter(released_at__isnull=True).exists():
        return _closed(_("A reminder waits in Messages already. Send that one or drop it first."))
    if not missing_in(consultation, now):
        return _closed(_("Every party that can still file has filed: there is nobody to remind."))
    return OPEN


def _closed(reason: str) -> Moment:
    return Moment(open=False, reason=reason, rule=CONSULT)
