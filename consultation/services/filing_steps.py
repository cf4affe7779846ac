"""What writing advices and writing focus points share: the locks, and the draft of a party."""

from datetime import datetime
from typing import Any

from allocation.models import Cycle
from bols_portal.accounts.models import User
from consultation.models import FilingDraft, Round
from consultation.policies.filings import may_file
from consultation.selectors.filings import of_party
from consultation.selectors.rounds import Party


def hold_round(consultation: Round, party: Party, now: datetime, *, files: bool = False) -> Round:
    """The round, locked until the transaction ends; NotNow where the party can't file now.

    Filing locks the cycle before it, as opening a round does: the log refers to the cycle, and in
    another order the two could wait for each other.
    """
    if files:
        Cycle.objects.select_for_update().get(pk=consultation.cycle_id)
    held = Round.objects.select_for_update().get(pk=consultation.pk)
    may_file(held, party, now).enforce()
    return held


def write_draft(
    draft: FilingDraft | None,
    held: Round,
    party: Party,
    content: dict[str, Any],
    by: User,
    now: datetime,
) -> FilingDraft:
    """Writes the draft of a party, or its first one (None), in a round that is held."""
    draft = draft or FilingDraft(round=held, version=0, **of_party(party))
    draft.content = content
    draft.version += 1
    draft.saved_at, draft.saved_by = now, by
    draft.save()
    return draft
