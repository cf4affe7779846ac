"""What the pages of signing share: the sheet that one may read, the way to it, rules and help."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.deadline_parts import deadline_of
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import CLUSTERS, SIGN, may_read_sheet
from consultation.selectors.signing import normal_code, shown_code, state_of
from consultation.selectors.signing_content import number_of
from consultation.selectors.signing_people import find_sheet
from consultation.selectors.signing_texts import content_name

if TYPE_CHECKING:
    from django.http import QueryDict

    from allocation.models import Cycle
    from consultation.models import SigningSheet
    from consultation.selectors.signing import SheetState, SlotState

PAGES = "consultation/phase_3/signing/"
FORM_METHODS = ["GET", "HEAD", "POST"]


def the_sheet(request: HttpRequest, year: int, code: str) -> "tuple[Cycle, SheetState]":
    """The sheet with this code as it stands, for who may read it; Http404 otherwise."""
    cycle = get_cycle(request.user, year)
    sheet = find_sheet(cycle, normal_code(code))
    if sheet is None or not may_read_sheet(request.user, sheet):
        raise Http404
    return cycle, state_of(sheet)


def the_slot(
    request: HttpRequest, year: int, code: str, institution: str
) -> "tuple[Cycle, SheetState, SlotState]":
    """The place of an institution on a sheet that one may read; Http404 otherwise."""
    cycle, state = the_sheet(request, year, code)
    found = state.of(institution)
    if found is None:
        raise Http404
    found.slot.sheet = state.sheet
    return cycle, state, found


def sent_in(request: HttpRequest) -> "QueryDict | None":
    """What was posted, for a form; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def address(sheet: "SigningSheet") -> str:
    """The page of a sheet."""
    return reverse("sheet", args=[sheet.cycle.year, sheet.code])


def proposal_href(sheet: "SigningSheet") -> str:
    """The page of the version that is signed; empty without one."""
    year, key = sheet.cycle.year, sheet.region.key
    number = number_of(sheet)
    if number is None:
        return ""
    if sheet.specialism is not None:
        return reverse("cluster_version", args=[year, key, sheet.specialism.code, number])
    return reverse("region_proposal", args=[year, key, number])


def report_href(sheet: "SigningSheet") -> str:
    """The report of the cluster's version that is signed; empty for a region."""
    number = number_of(sheet)
    if sheet.specialism is None or number is None:
        return ""
    year, key = sheet.cycle.year, sheet.region.key
    return reverse("cluster_report", args=[year, key, sheet.specialism.code, number])


def crumbs(cycle: "Cycle", sheet: "SigningSheet | None" = None, *more: Link) -> list[Link]:
    """Phase, signatures, sheet, and what follows."""
    phase = Link(_("Phase %(number)s") % {"number": "III"}, reverse("phase", args=[cycle.year, 3]))
    way = [phase, Link(_("Signatures"), reverse("my_signatures", args=[cycle.year]))]
    if sheet is not None:
        way.append(Link(f"{content_name(sheet)} ({shown_code(sheet.code)})", address(sheet)))
    return [*way, *more]


def help_note(cycle: "Cycle") -> Help:
    """What holds for signing, and until when."""
    deadline = deadline_of(deadline_moment(cycle, "region_proposals"), timezone.now())
    return Help(
        rules=[
            Rule(_("All trainers of a cluster sign its proposal."), CLUSTERS),
            Rule(
                _(
                    "The administrators of all institutions involved sign the proposal of the "
                    "region."
                ),
                SIGN,
            ),
        ],
        deadline=deadline,
        deadline_text=_("Proposal of the region to BOLS") if deadline else "",
    )
