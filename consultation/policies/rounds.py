"""When a consultation round can be prepared, and opened."""

from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.policies import OPEN, Moment
from allocation.selectors.decisions import adopted_framework
from consultation.enums import RoundStatus
from consultation.models import Round
from consultation.permissions import CONSULT
from consultation.policies.phase import phase_2_runs


def may_prepare(cycle: Cycle) -> Moment:
    """While phase II is open, on an adopted framework, one round at a time."""
    if not (runs := phase_2_runs(cycle.pk)):
        return runs
    if adopted_framework(cycle) is None:
        return _closed(_("There is no framework in force yet. A round is about its table."))
    if Round.objects.filter(cycle=cycle, status=RoundStatus.PREPARED).exists():
        return _closed(_("A round is being prepared already. Open or cancel that one first."))
    return OPEN


def may_open(consultation: Round) -> Moment:
    """While phase II is open, on the table of the framework that is in force now."""
    if not (runs := phase_2_runs(consultation.cycle_id)):
        return runs
    framework = adopted_framework(consultation.cycle)
    if framework is None or framework.table_id != consultation.table_id:
        return _closed(
            _("The framework has changed since. Cancel this round and prepare a new one.")
        )
    return OPEN


def _closed(reason: str) -> Moment:
    return Moment(open=False, reason=reason, rule=CONSULT)
