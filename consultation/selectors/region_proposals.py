"""Reading regions and their proposals (OOR-voorstellen): who may see which, and which one lives.

Until the preliminary proposal no region sees another's. Toewijzingsprotocol 2027, fase III 1.2.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.enums import DeadlineKind
from allocation.models import Cycle, Institution, Region
from allocation.roles import Right
from allocation.selectors.deadlines import closing_moment, deadline_moment
from allocation.selectors.rights import Person, has_right, held_on
from bols_portal.ui.formats import date_text
from consultation.enums import RegionStatus
from consultation.models import BoardMeeting, RegionLeave, RegionProposal
from consultation.selectors.recognitions import trains_in

DEADLINE = "region_proposals"  # its key in the protocol
LIVING = (RegionStatus.SIGNING, RegionStatus.SUBMITTED, RegionStatus.ESTABLISHED)
_BESIDE = (
    "cycle",
    "region",
    "table",
    "decided",
    "sheet",
    "adopted_by",
    "submitted_by",
)


def regions_visible_to(user: Person, cycle: Cycle) -> QuerySet[Region]:
    """Bureau, board members and auditors see every region, a coordinator the own ones."""
    regions = Region.objects.order_by("position")
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return regions
    return regions.filter(pk__in=held_on(user, Right.COORDINATE, Region))


def get_region(user: Person, cycle: Cycle, key: str) -> Region:
    """The region of this key that the person may see; raises Http404 otherwise."""
    found = regions_visible_to(user, cycle).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def versions_of(cycle: Cycle, region: Region) -> QuerySet[RegionProposal]:
    """All versions of a region, the latest first. Who may read them is for the caller to check."""
    found = RegionProposal.objects.filter(cycle=cycle, region=region)
    return found.select_related(*_BESIDE).order_by("-number")


def get_region_proposal(user: Person, cycle: Cycle, key: str, number: int) -> RegionProposal:
    """A version that the person may see, administrators who are asked to sign included.

    Raises Http404 otherwise.
    """
    region = Region.objects.filter(key=key).first()
    if region is None:
        raise Http404
    reads = regions_visible_to(user, cycle).filter(pk=region.pk).exists()
    if not reads and not trains_in(cycle, region, held_on(user, Right.SIGN, Institution)):
        raise Http404
    found = versions_of(cycle, region).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def living_proposal(cycle: Cycle, region: Region) -> RegionProposal | None:
    """The version that is being signed, lies with BOLS or was taken over; None without."""
    return versions_of(cycle, region).filter(status__in=LIVING).first()


def latest_proposals(cycle: Cycle) -> dict[str, RegionProposal]:
    """The living version of every region that has one, by region key; one query."""
    found = RegionProposal.objects.filter(cycle=cycle, status__in=LIVING)
    return {
        one.region.key: one
        for one in found.select_related(*_BESIDE).order_by("region__position", "number")
    }


def board_meetings_of(cycle: Cycle, region: Region) -> QuerySet[BoardMeeting]:
    """The meetings of the general board of a region, the latest first."""
    found = BoardMeeting.objects.filter(cycle=cycle, region=region).select_related("recorded_by")
    return found.order_by("-held_on", "-number")


def get_board_meeting(cycle: Cycle, region: Region, number: int) -> BoardMeeting:
    """The meeting of this number; raises Http404 otherwise."""
    found = board_meetings_of(cycle, region).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def leave_of(cycle: Cycle, region: Region) -> RegionLeave | None:
    """The leave to submit late that holds: the one that was given last."""
    found = RegionLeave.objects.filter(cycle=cycle, region=region).select_related("granted_by")
    return found.order_by("-pk").first()


def closes_for(cycle: Cycle, region: Region) -> datetime | None:
    """The first moment that is too late for this region, its leave included; None without a day."""
    deadline = deadline_moment(cycle, DEADLINE)
    closing = deadline.closes_at if deadline else None
    leave = leave_of(cycle, region)
    if closing is None or leave is None:
        return closing
    return max(closing, closing_moment(leave.until, DeadlineKind.AT_THE_LATEST))


def too_late_text(closing: datetime) -> str:
    """Until when a region could submit, and what it can do now."""
    last = timezone.localdate(closing - timedelta(seconds=1))
    return _(
        "Submitting was possible until and including %(day)s. Is there a good reason to submit "
        "late? Ask the bureau: it can still let your region do so."
    ) % {"day": date_text(last)}
