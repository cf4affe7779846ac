"""What the pages of clusters share: the way to them, their rules and their deadline."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.selectors.deadlines import deadline_moment
from allocation.views.deadline_parts import deadline_of
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import BUNDLE, CLUSTERS, may_read_division

if TYPE_CHECKING:
    from allocation.models import Cycle, Region
    from allocation.selectors.rights import Person

PAGES = "consultation/phase_3/clusters/"


def crumbs(
    user: "Person", cycle: "Cycle", region: "Region | None" = None, *after: Link
) -> list[Link]:
    """The way to a page of clusters."""
    phase = Link(_("Phase %(number)s") % {"number": "III"}, reverse("phase", args=[cycle.year, 3]))
    way = [phase, Link(_("Cluster proposals"), reverse("my_clusters", args=[cycle.year]))]
    if region is not None and may_read_division(user, cycle, region):
        way.append(Link(region.name, reverse("region_clusters", args=[cycle.year, region.key])))
    return [*way, *after]


def help_note(cycle: "Cycle") -> Help:
    """What holds for a cluster's proposal, and until when."""
    deadline = deadline_of(deadline_moment(cycle, "region_proposals"), timezone.now())
    return Help(
        rules=[
            Rule(
                _(
                    "The trainers meet at least once and divide exactly the places of the region. "
                    "All sign; who does not agree gives a view with reasons, which stays with the "
                    "proposal."
                ),
                CLUSTERS,
            ),
            Rule(
                _(
                    "The coordinator brings the proposals of all clusters together for the general "
                    "board of the region."
                ),
                BUNDLE,
            ),
        ],
        deadline=deadline,
        deadline_text=_("Proposal of the region to BOLS") if deadline else "",
    )
