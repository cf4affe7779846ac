"""Reading decisions of the board: who may see which, the votes, and the framework in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from allocation.enums import DecisionKind, DecisionStatus, TableKind, VoteChoice
from allocation.models import AllocationTable, BoardDecision, BoardVote, Cycle, Membership
from allocation.roles import Right, Role
from allocation.selectors.rights import Person, has_right, held_on
from allocation.selectors.tables import OPEN_TO_ALL, tables_visible_to
from bols_portal.accounts.models import User

FRAMEWORK_KINDS = (DecisionKind.FRAMEWORK, DecisionKind.RECTIFICATION)
LIVING = (DecisionStatus.PREPARED, DecisionStatus.AT_BOARD)
# A proposal that the board sends back establishes nothing: that stays between the board and FMS.
ESTABLISHING = ~Q(kind=DecisionKind.DISTRIBUTION) | Q(table__kind=TableKind.DECIDED)


def decisions_visible_to(user: Person) -> QuerySet[BoardDecision]:
    """Bureau and auditors see all; board members what was put; other parties what was established.

    A decision that was withdrawn before it was put never came before the board. FMS also sees
    why its proposal was sent back.
    """
    adopted = Q(status__in=OPEN_TO_ALL)
    return BoardDecision.objects.filter(
        Q(cycle__in=held_on(user, Right.READ_CONFIDENTIAL, Cycle))
        | Q(cycle__in=held_on(user, Right.READ_DOSSIERS, Cycle), put_at__isnull=False)
        | Q(cycle__in=held_on(user, Right.COMPOSE, Cycle)) & adopted
        | Q(cycle__in=held_on(user, Right.READ_CYCLE, Cycle)) & adopted & ESTABLISHING
    ).select_related("cycle", "prepared_by", "put_by", "replaces")


def get_decision(user: Person, cycle: Cycle, number: int) -> BoardDecision:
    """The decision of this number that the person may see; raises Http404 otherwise."""
    found = (
        decisions_visible_to(user)
        .select_related("table", "intake", "assignment", "replaces__table", "table__created_by")
        .filter(cycle=cycle, number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def adopted_framework(cycle: Cycle) -> BoardDecision | None:
    """The decision by which the framework that is in force was established."""
    return (
        BoardDecision.objects.filter(
            cycle=cycle, kind__in=FRAMEWORK_KINDS, status=DecisionStatus.ADOPTED
        )
        .select_related("cycle", "table", "intake", "assignment")
        .first()
    )


def replacement_of(decision: BoardDecision) -> BoardDecision | None:
    """The adopted decision that replaced this one."""
    return decision.replacements.filter(status__in=OPEN_TO_ALL).first()


def living_decision(cycle: Cycle, kinds: Sequence[DecisionKind]) -> BoardDecision | None:
    """The decision of one of these kinds that is being prepared or lies before the board."""
    return (
        BoardDecision.objects.filter(cycle=cycle, kind__in=kinds, status__in=LIVING)
        .select_related("cycle", "table")
        .first()
    )


def adopted_decision(cycle: Cycle, kind: DecisionKind, table: TableKind) -> BoardDecision | None:
    """The last decision of this kind that was adopted with a table of this kind."""
    return (
        BoardDecision.objects.filter(
            cycle=cycle, kind=kind, status=DecisionStatus.ADOPTED, table__kind=table
        )
        .select_related("cycle", "table")
        .order_by("-number")
        .first()
    )


def board_members(cycle: Cycle, on: date) -> list[User]:
    """Who is a member of the board on a day, one row a person."""
    seats = (
        Membership.objects.filter(role=Role.BOARD, cycle=cycle, since__lte=on, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("user")
        .order_by("user__name", "user_id")
    )
    return list({seat.user_id: seat.user for seat in seats}.values())


@dataclass(frozen=True, slots=True)
class Tally:
    """How a decision stands: who said what, how many are needed, who can still vote."""

    votes: Sequence[BoardVote]
    needed: int
    waiting: Sequence[str]  # names of those who may vote and haven't

    @property
    def approvals(self) -> int:
        """How many said yes."""
        return sum(vote.choice == VoteChoice.APPROVE for vote in self.votes)

    @property
    def outcome(self) -> str | None:
        """`adopt` as soon as enough approve, `reject` once enough can't be reached, else None."""
        if self.approvals >= self.needed:
            return "adopt"
        if self.approvals + len(self.waiting) < self.needed:
            return "reject"
        return None


def can_vote(electorate: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The members of the electorate who may vote: those who didn't write the decision."""
    return [member for member in electorate if not member["author"]]


def tally_of(decision: BoardDecision) -> Tally:
    """The votes of a decision that was put, in the order in which they came."""
    votes = list(decision.votes.select_related("member"))
    voted = {vote.member_id for vote in votes}
    return Tally(
        votes=votes,
        needed=decision.needed or 0,
        waiting=[
            str(member["name"])
            for member in can_vote(decision.electorate)
            if member["user"] not in voted
        ],
    )


def open_tables(cycle: Cycle) -> QuerySet[AllocationTable]:
    """The tables that are open to all parties: those the board adopted, also when replaced."""
    return AllocationTable.objects.filter(
        cycle=cycle,
        pk__in=BoardDecision.objects.filter(
            cycle=cycle, status__in=OPEN_TO_ALL, items__table__isnull=False
        ).values("items__table"),
    )


def table_is_open_to(user: Person, table: AllocationTable) -> bool:
    """May this person see this table? Before adoption: bureau, auditors, and board once put."""
    return tables_visible_to(user, table.cycle).filter(pk=table.pk).exists()


def may_see_votes(user: Person, cycle: Cycle) -> bool:
    """Who voted what, with remarks, and the minutes: bureau, board and auditors."""
    return has_right(user, Right.READ_DOSSIERS, cycle)


def earlier_attempt(cycle: Cycle, kind: str) -> BoardDecision | None:
    """The latest decision of a kind that was rejected or withdrawn: it can be prepared again."""
    latest = BoardDecision.objects.filter(cycle=cycle, kind=kind).order_by("-number").first()
    given_up = (DecisionStatus.REJECTED, DecisionStatus.WITHDRAWN)
    return latest if latest and latest.status in given_up else None
