"""Reading versions of the integral proposal: who may see which, and which one lies with BOLS."""

from django.db.models import QuerySet
from django.http import Http404

from allocation.models import Cycle
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right
from consultation.enums import ProposalStatus
from consultation.models import Proposal


def proposals_visible_to(user: Person, cycle: Cycle) -> QuerySet[Proposal]:
    """FMS sees all its versions; bureau, board and auditors those that were ever submitted."""
    proposals = Proposal.objects.filter(cycle=cycle).select_related(
        "cycle", "round", "base", "table", "saved_by", "submitted_by"
    )
    if has_right(user, Right.COMPOSE, cycle):
        return proposals
    if has_right(user, Right.READ_DOSSIERS, cycle):
        return proposals.exclude(status=ProposalStatus.SAVED)
    return proposals.none()


def get_proposal(user: Person, cycle: Cycle, number: int) -> Proposal:
    """The version of this number that the person may see; raises Http404 otherwise."""
    found = proposals_visible_to(user, cycle).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def submitted_proposal(cycle: Cycle) -> Proposal | None:
    """The proposal that lies with BOLS now."""
    return (
        Proposal.objects.filter(cycle=cycle, status=ProposalStatus.SUBMITTED)
        .select_related("cycle", "round", "base", "table", "saved_by", "submitted_by")
        .first()
    )
