"""Taking proposals of clusters over into the grid of the region.

Toewijzingsprotocol 2027, fase III 1.2.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Refused, Stale
from allocation.models import Cycle, Region
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import ClusterProposal
from consultation.permissions import BUNDLE, may_divide
from consultation.selectors.clusters import filed_in
from consultation.services.divisions import fill_grid


def take_over(*, proposal: ClusterProposal, seen: int, by: User, now: datetime) -> None:
    """Takes the numbers of one filed version over into the grid. `seen`: the grid's version."""
    take_over_all(
        cycle=proposal.cycle,
        region=proposal.region,
        proposals=[proposal.pk],
        seen=seen,
        by=by,
        now=now,
    )


@transaction.atomic
def take_over_all(
    *,
    cycle: Cycle,
    region: Region,
    proposals: Collection[int],
    seen: int,
    by: User,
    now: datetime,
) -> int:
    """Takes filed versions (numbers of their rows) over at once; returns how many.

    All or none. Raises Stale where a cluster replaced one of them, or a cell changed after version
    `seen` of the grid.
    """
    may_divide(by, region).enforce()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    wanted = set(proposals)
    found = [one for one in filed_in(held, region).values() if one.pk in wanted]
    if len(found) != len(wanted):
        raise Stale(
            _("A cluster has filed a new version, or it was sent back. Look at the changes again.")
        )
    if not found:
        raise Refused(_("There is nothing to take over."), rule=BUNDLE)
    places = {
        (one.specialism.code, cell.institution.code): cell.places
        for one in found
        for cell in one.cells.all()
    }
    fill_grid(cycle=held, region=region, places=places, seen=seen, by=by, now=now)
    for one in found:
        audit.write(
            "cluster.taken_over",
            by=by,
            now=now,
            subject=one,
            label=f"{region.key} {one.specialism.code} {one.specialism.name}",
            cycle=held,
            number=one.number,
            digest=one.digest,
        )
    return len(found)
