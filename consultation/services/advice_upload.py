"""Uploading a filled-in form: it becomes the draft, and is filed on the page."""

from datetime import datetime

from django.db import transaction

from allocation.models import Specialism
from allocation.services.sheet_reading import Upload
from bols_portal.accounts.models import User
from consultation.models import Round
from consultation.permissions import may_file_advice
from consultation.policies.filings import may_file
from consultation.selectors.advice_changes import Change, changes_between
from consultation.selectors.advices import base_of, begun, draft_of, previous_advice
from consultation.selectors.filings import latest_of
from consultation.services.advice_reading import read_advice
from consultation.services.advices import save_advice_draft


def upload_advice(
    *,
    consultation: Round,
    specialism: Specialism,
    upload: Upload,
    seen: int,
    by: User,
    now: datetime,
) -> list[Change]:
    """Takes a filled-in form over as the draft; what it changes in what stood in the form.

    `seen`: the version of the draft that the page showed (0: none). Raises FaultyInput with every
    fault of the file, and Stale where a colleague saved in between; then nothing is stored.
    """
    may_file_advice(by, specialism).enforce()
    may_file(consultation, specialism, now).enforce()
    # Reading may take seconds, so it is done before anything is locked.
    content = read_advice(consultation=consultation, specialism=specialism, upload=upload)
    with transaction.atomic():
        draft = draft_of(consultation, specialism)
        filed = latest_of(consultation, specialism)
        before = begun(draft, filed, previous_advice(consultation, specialism))
        saved = save_advice_draft(
            consultation=consultation,
            specialism=specialism,
            content=content,
            seen=seen,
            by=by,
            now=now,
        )
    base = base_of(consultation.table, specialism)
    zeros = {key for key, cell in base.items() if cell.structural_zero}
    return changes_between(before, saved.content, zeros)
