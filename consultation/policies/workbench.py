"""When FMS can work on the integral proposal."""

from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.policies import OPEN, Moment
from allocation.selectors.decisions import adopted_framework
from consultation.models import Round, Workbench
from consultation.permissions import COMPOSE
from consultation.policies.phase import phase_2_runs


def may_begin(cycle: Cycle) -> Moment:
    """While phase II is open, after a round was opened, on the framework in force."""
    if not (runs := phase_2_runs(cycle.pk)):
        return runs
    if not Round.objects.filter(cycle=cycle, opened_at__isnull=False).exists():
        return _closed(
            _("No consultation round was opened yet. The proposal rests on what it brings.")
        )
    if adopted_framework(cycle) is None:
        return _closed(_("There is no framework in force yet. The proposal is about its table."))
    return OPEN


def may_change(workbench: Workbench) -> Moment:
    """While it may be begun, and the base distribution below it is the one in force."""
    if not (begins := may_begin(workbench.cycle)):
        return begins
    framework = adopted_framework(workbench.cycle)
    if framework is None or framework.table_id != workbench.table_id:
        return _closed(
            _(
                "The base distribution was rectified. Take the workbench over on the new base "
                "distribution first; nothing is lost by that."
            )
        )
    return OPEN


def _closed(reason: str) -> Moment:
    return Moment(open=False, reason=reason, rule=COMPOSE)
