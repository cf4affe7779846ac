"""What the pages of a region share: the way back, the rules beside them, refusals on forms."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import BUNDLE, SIGN, may_divide
from consultation.selectors.regions import get_region

if TYPE_CHECKING:
    from allocation.models import Cycle, Region
    from consultation.models import RegionProposal

PAGES = "consultation/phase_3/regions/"
FORM_METHODS = ["GET", "HEAD", "POST"]


def for_coordinator(request: HttpRequest, year: int, key: str) -> "tuple[Cycle, Region]":
    """The region, for its coordinators: 404 when not visible, 403 when not permitted."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    may_divide(request.user, region).enforce()
    return cycle, region


def for_bureau(request: HttpRequest, year: int, key: str) -> "tuple[Cycle, Region]":
    """The region, for who runs the process: 404 when not visible, 403 when not permitted."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    may_run_process(request.user, cycle).enforce()
    return cycle, region


def put_refusal(form: forms.Form, refusal: Refused) -> None:
    """Puts what a service refused beside the fields; who and when are not for the form."""
    if isinstance(refusal, NotNow | NotPermitted):
        raise refusal
    if not isinstance(refusal, FaultyInput):
        form.add_error(None, str(refusal.message))
        return
    for fault in refusal.faults:
        form.add_error(fault.cell if fault.cell in form.fields else None, str(fault.message))


def crumbs(cycle: "Cycle", region: "Region", *more: Link) -> list[Link]:
    """Phase, region, and what follows."""
    phase = Link(_("Phase %(number)s") % {"number": "III"}, reverse("phase", args=[cycle.year, 3]))
    here = Link(str(region), reverse("region", args=[cycle.year, region.key]))
    return [phase, here, *more]


def version_crumb(proposal: "RegionProposal") -> Link:
    """The way to a version."""
    label = _("Version %(number)s") % {"number": proposal.number}
    return Link(label, address_of(proposal))


def address_of(proposal: "RegionProposal") -> str:
    """The page of a version."""
    return reverse(
        "region_proposal", args=[proposal.cycle.year, proposal.region.key, proposal.number]
    )


def help_note() -> Help:
    """The rules beside every page of a region's proposal."""
    adopts = _(
        "The coordinator bundles the proposals of the clusters. The general board meets at least "
        "once, adjusts where needed and adopts the whole, in principle by consensus."
    )
    signs = _("The administrators of all institutions involved sign the proposal.")
    return Help(rules=[Rule(adopts, BUNDLE), Rule(signs, SIGN)])
