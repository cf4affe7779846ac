"""What phase III asks of cluster chairs and coordinators: filing, and taking over."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import Cluster, Cycle, Region
from allocation.roles import Right, Role
from allocation.selectors.deadlines import DeadlineMoment, deadline_moment
from allocation.selectors.rights import held_on, held_with
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.enums import ClusterStatus
from consultation.models import ClusterProposal
from consultation.selectors.cluster_lines import lines_of, to_take_over
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.recognitions import given_to, recognised_by_region


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item a cluster that has not filed, and one a region with filed proposals that are new.

    A fixed number of queries a region.
    """
    chaired = held_on(user, Right.CHAIR, Cluster)
    coordinated = held_on(user, Right.COORDINATE, Region)
    if not (chaired or coordinated) or not phase_3_is_open(cycle.pk):
        return
    deadline = deadline_moment(cycle, "region_proposals")
    if chaired:
        yield from _to_file(user, cycle, deadline)
    for region in Region.objects.filter(pk__in=coordinated).order_by("position"):
        fresh = len(to_take_over(lines_of(cycle, region)))
        if not fresh:
            continue
        yield TodoItem(
            title=ngettext(
                "Take over %(n)s cluster proposal in the division",
                "Take over %(n)s cluster proposals in the division",
                fresh,
            )
            % {"n": fresh},
            detail=_("Filed, and not in the division of %(region)s yet.") % {"region": region.name},
            deadline=deadline,
            url=reverse("cluster_take_over", args=[cycle.year, region.key]),
            button=_("See what changes"),
            capacity=Role.COORDINATOR.label,
        )


def _to_file(user: User, cycle: Cycle, deadline: DeadlineMoment | None) -> Iterator[TodoItem]:
    """The clusters that the person chairs, with something to divide and nothing filed."""
    filed = set(
        ClusterProposal.objects.filter(cycle=cycle, status=ClusterStatus.FILED).values_list(
            "region_id", "specialism_id"
        )
    )
    recognised, given = recognised_by_region(cycle), {}
    clusters = held_with(user, Right.CHAIR, Cluster).select_related("region", "specialism")
    for one in clusters.order_by("region__position", "specialism__position"):
        if one.region_id not in given:
            given[one.region_id] = given_to(cycle, one.region)
        code, places = one.specialism.code, given[one.region_id].get(one.specialism.code, 0)
        at = recognised.get(one.region.key)
        several = at is not None and len(at.by_specialism.get(code, ())) > 1
        if not places or not several or (one.region_id, one.specialism_id) in filed:
            continue
        yield TodoItem(
            title=_("File the cluster proposal for %(name)s") % {"name": one.specialism.name},
            detail=ngettext(
                "Divide %(n)s place over the institutions of %(region)s.",
                "Divide %(n)s places over the institutions of %(region)s.",
                places,
            )
            % {"n": places, "region": one.region.name},
            deadline=deadline,
            url=reverse("cluster", args=[cycle.year, one.region.key, code]),
            button=_("To the proposal"),
            capacity=Role.CLUSTER_CHAIR.label,
        )
