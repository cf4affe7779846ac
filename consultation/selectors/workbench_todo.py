"""What phase II asks of FMS: its proposal, once the advices are in or their time is over."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.enums import PhaseStatus
from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.cycles import protocol_of
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.enums import FilingKind, ProposalStatus
from consultation.models import Filing, Proposal, Round
from consultation.selectors.proposal_checks import lacking
from consultation.selectors.rounds import ADVICE, current_round

# A proposal that the board has before it, or took over, asks nothing of FMS.
ELSEWHERE = (ProposalStatus.SUBMITTED, ProposalStatus.DECIDED)


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item, while phase II is open and no proposal was submitted."""
    if not has_right(user, Right.COMPOSE, cycle):
        return
    consultation = current_round(cycle)
    if consultation is None or not cycle.phases.filter(number=2, status=PhaseStatus.OPEN).exists():
        return
    all_in = _all_in(consultation)
    if not all_in and not _time_is_over(cycle, now):
        return
    if _needs_nothing(cycle, now):
        return
    yield TodoItem(
        title=_("Compose the integral proposal"),
        detail=_why_now(cycle, all_in=all_in),
        deadline=deadline_moment(cycle, "integral_proposal"),
        url=reverse("workbench", args=[cycle.year]),
        button=_("To the workbench"),
        capacity=Role.FMS.label,
    )


def _why_now(cycle: Cycle, *, all_in: bool) -> str:
    """What FMS is to know: that the board sent its last version back, or why it can begin."""
    last = Proposal.objects.filter(cycle=cycle).order_by("-number").first()
    if last is not None and last.status == ProposalStatus.RETURNED:
        return _("The board sent version %(number)s back. Change it and submit a new version.") % {
            "number": last.number
        }
    return _("All advices are in.") if all_in else _("The time for advices is over.")


def _needs_nothing(cycle: Cycle, now: datetime) -> bool:
    """Whether a version lies elsewhere, or the last one can be submitted as it is."""
    proposals = Proposal.objects.filter(cycle=cycle).order_by("-number")
    if proposals.filter(status__in=ELSEWHERE).exists():
        return True
    last = proposals.select_related("cycle", "round", "base", "table").first()
    return last is not None and last.status == ProposalStatus.SAVED and not lacking(last, now)


def _time_is_over(cycle: Cycle, now: datetime) -> bool:
    last = deadline_moment(cycle, ADVICE)
    return last is not None and not last.is_open(now)


def _all_in(consultation: Round) -> bool:
    """Whether every specialism of the framework has an advice in this round."""
    needed = {one.code for one in protocol_of(consultation.cycle).framework_specialisms}
    filed = Filing.objects.filter(
        round=consultation, kind=FilingKind.ADVICE, specialism__code__in=needed
    )
    return filed.values("specialism").distinct().count() == len(needed)
