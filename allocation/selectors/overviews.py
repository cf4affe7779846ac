"""What the pages Tables and Documents list: what this person may see of a cycle, and no more."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from allocation.enums import DecisionStatus
from allocation.models import AllocationTable, BoardDecision, Cycle, DecisionItem, Message
from allocation.selectors.decisions import decisions_visible_to
from allocation.selectors.messages import messages_visible_to
from allocation.selectors.tables import tables_visible_to
from bols_portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class TableLine:
    """A version of a table: where it comes from, and what the board did with it."""

    table: AllocationTable
    calculation: int | None  # the number of the calculation that gave it
    decision: BoardDecision | None  # the latest decision about it that this person may see

    @property
    def in_force(self) -> bool:
        """Whether the board adopted it and no later decision replaced it."""
        return bool(self.decision and self.decision.status == DecisionStatus.ADOPTED)


def table_lines(user: User, cycle: Cycle) -> list[TableLine]:
    """The tables that the person may see, the latest first (two queries besides the rights)."""
    items = DecisionItem.objects.filter(
        table__isnull=False, decision__in=decisions_visible_to(user)
    ).select_related("decision")
    decided: dict[int, BoardDecision] = {}
    for item in items.filter(decision__cycle=cycle).order_by("decision__number"):
        decided[item.table_id or 0] = item.decision
    tables = (
        tables_visible_to(user, cycle)
        .select_related("calculation__request", "created_by")
        .order_by("-created_at", "-number")
    )
    return [TableLine(table, _number_of(table), decided.get(table.pk)) for table in tables]


def _number_of(table: AllocationTable) -> int | None:
    calculation = getattr(table, "calculation", None)
    return calculation.request.number if calculation else None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that the person got, as a document of the cycle."""

    pk: int
    subject: str
    at: datetime | None


def decision_lines(user: User, cycle: Cycle) -> list[BoardDecision]:
    """The decisions of the cycle that the person may see, the latest first."""
    items = Prefetch("items", DecisionItem.objects.order_by("pk"))
    return list(
        decisions_visible_to(user).filter(cycle=cycle).prefetch_related(items).order_by("-number")
    )


def letters_of(user: User, cycle: Cycle) -> list[Letter]:
    """The messages about the cycle that the person got, the latest first."""
    messages: list[Message] = list(messages_visible_to(user).filter(mailing__cycle=cycle))
    return [Letter(one.pk, one.subject, one.mailing.released_at) for one in messages]
