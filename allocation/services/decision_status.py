"""The one writer of the status of a decision."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from allocation.errors import Stale
from allocation.models import BoardDecision
from allocation.phases.transitions import DECISION
from allocation.services import audit
from bols_portal.accounts.models import User


def lock_decision(decision: BoardDecision) -> BoardDecision:
    """The row as it is now, held until the transaction ends."""
    BoardDecision.objects.select_for_update().get(pk=decision.pk)
    return BoardDecision.objects.select_related(
        "cycle", "table", "intake", "assignment", "replaces"
    ).get(pk=decision.pk)


def move_decision(
    decision: BoardDecision,
    action: str,
    *,
    by: User,
    now: datetime,
    reason: str = "",
    fields: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Makes one step of the table of transitions; `fields` are written with it.

    Raises NotNow where the table has no such step, Stale when somebody else was first.
    """
    edge = DECISION.step(decision.status, action, reason=reason)
    changed = BoardDecision.objects.filter(
        pk=decision.pk, status=edge.before, version=decision.version
    ).update(status=edge.after, version=F("version") + 1, **(fields or {}))
    if not changed:
        raise Stale(_("Somebody else changed this decision at the same moment. Look again."))
    decision.refresh_from_db()
    audit.write(
        f"decision.{action}",
        by=by,
        now=now,
        subject=decision,
        cycle=decision.cycle,
        reason=reason,
        number=decision.number,
        kind=decision.kind,
        digest=decision.digest,
        **facts,
    )
