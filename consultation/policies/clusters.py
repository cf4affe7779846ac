"""When a cluster can file its proposal, and when there is nothing to file."""

from django.utils.translation import gettext as _

from allocation.policies import OPEN, Moment
from consultation.permissions import CLUSTERS
from consultation.policies.divisions import may_change_grid
from consultation.selectors.clusters import ClusterGround


def has_to_divide(ground: ClusterGround) -> Moment:
    """Whether there is something to divide: places, and several recognised trainings.

    Toewijzingsprotocol 2027, fase III 1.1: a sole training gets the region's places as they are.
    """
    name = {"name": ground.specialism.name}
    if not ground.given:
        reason = _("The region gets no places for %(name)s, so there is nothing to file.") % name
    elif not ground.institutions:
        reason = (
            _("No institution of the region has a recognised training for %(name)s. Report it.")
            % name
        )
    elif ground.is_sole:
        reason = _(
            "%(institution)s has the only training for %(name)s in this region, and gets all "
            "places by itself. There is nothing to file."
        ) % {**name, "institution": ground.institutions[0].name}
    else:
        return OPEN
    return Moment(open=False, reason=reason, rule=CLUSTERS)


def may_file_now(ground: ClusterGround) -> Moment:
    """While the region can work on its division, and there is something to divide."""
    if not (runs := may_change_grid(ground.cycle, ground.region)):
        return runs
    return has_to_divide(ground)
