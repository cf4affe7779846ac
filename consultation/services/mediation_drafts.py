"""Keeping a request for mediation as it is typed, with its files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Refused, Stale
from allocation.models import Cycle
from bols_portal.accounts.models import User
from consultation.models import MediationDraft
from consultation.permissions import may_ask_mediation
from consultation.policies.mediations import may_ask
from consultation.selectors.mediations import draft_of
from consultation.services.mediation_content import as_typed
from consultation.services.mediation_files import MOST_IN_REQUEST, Kept, Uploads, forget, stored


@transaction.atomic
def save_mediation_draft(
    *,
    cycle: Cycle,
    content: Mapping[str, Any],
    seen: int,
    by: User,
    now: datetime,
    added: Uploads = (),
    removed: str = "",
) -> MediationDraft:
    """Keeps what was typed and added. `seen`: the version it was typed over (0: none).

    `removed`: the digest of a file that leaves the draft. Raises Stale where the same person saved
    in another window, FaultyInput with every file that can't be kept.
    """
    may_ask_mediation(by, cycle).enforce()
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    may_ask(cycle, now).enforce()
    draft = draft_of(cycle, by) or MediationDraft(cycle=cycle, user=by, version=0)
    if draft.version != seen:
        raise Stale(_("You saved this request in another window. Look at it, and save it again."))
    files: list[Kept] = draft.content.get("files", [])
    if removed:
        files = _without(files, removed)
    files = files + stored(added, cycle.year, files, MOST_IN_REQUEST)
    draft.content = as_typed(content) | {"files": files}
    draft.version, draft.saved_at = draft.version + 1, now
    draft.save()
    return draft


def _without(files: list[Kept], digest: str) -> list[Kept]:
    dropped = [one for one in files if one["digest"] == digest]
    if not dropped:
        raise Refused(_("This file is not in the draft any more."))
    for one in dropped:
        forget(one)
    return [one for one in files if one["digest"] != digest]
