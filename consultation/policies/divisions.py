"""When a region can work on its division, set frames and report recognitions."""

from django.utils.translation import gettext as _

from allocation.models import Cycle, Region
from allocation.policies import OPEN, Moment
from consultation.enums import RegionStatus
from consultation.models import RegionProposal
from consultation.permissions import BUNDLE
from consultation.policies.phase import phase_3_runs

WITH_BOLS = (RegionStatus.SUBMITTED, RegionStatus.ESTABLISHED)


def may_change_grid(cycle: Cycle, region: Region) -> Moment:
    """While phase III is open, and the region's proposal does not lie with BOLS."""
    if not (runs := phase_3_runs(cycle.pk)):
        return runs
    if RegionProposal.objects.filter(cycle=cycle, region=region, status__in=WITH_BOLS).exists():
        return Moment(
            open=False,
            reason=_(
                "The proposal of your region lies with BOLS. You can change the division again "
                "when the bureau sends it back."
            ),
            rule=BUNDLE,
        )
    return OPEN
