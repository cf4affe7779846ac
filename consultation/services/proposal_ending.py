"""What becomes of a submitted proposal when the board has decided, in the board's transaction."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from allocation.errors import Stale
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import Proposal
from consultation.transitions import PROPOSAL


def end_proposal(
    *, proposal: Proposal, action: str, remark: str, by: User, now: datetime
) -> Proposal:
    """One step of the table of transitions: `return`, `decide` or `set_aside`.

    Raises NotNow where the table has no such step, Refused where it needs a remark and there is
    none, Stale when somebody moved the proposal first.
    """
    edge = PROPOSAL.step(proposal.status, action, reason=remark)
    moved = Proposal.objects.filter(
        pk=proposal.pk, status=edge.before, version=proposal.version
    ).update(status=edge.after, version=F("version") + 1, ended_at=now, remark=remark.strip())
    if not moved:
        raise Stale(_("Somebody else changed this proposal at the same moment. Look again."))
    proposal.refresh_from_db()
    audit.write(
        f"proposal.{action}",
        by=by,
        now=now,
        subject=proposal,
        cycle=proposal.cycle,
        reason=remark.strip(),
        number=proposal.number,
        digest=proposal.digest,
    )
    return proposal
