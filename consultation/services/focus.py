"""Writing focus points: drafts as typed with their files, and filed versions that never change.

Toewijzingsprotocol 2027, fase II 1.1.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused, Stale
from allocation.models import Region
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.enums import FilingKind
from consultation.models import Filing, FilingDraft, FocusPoint, Round
from consultation.permissions import may_file_focus
from consultation.selectors.filings import draft_in, latest_of, previous_of
from consultation.selectors.focus import filed_focus, files_in_draft, texts_in
from consultation.selectors.rounds import is_late
from consultation.services.filing_steps import hold_round, write_draft
from consultation.services.focus_attachments import add_files, carry_over, drop_file
from consultation.services.focus_content import (
    SOURCE,
    as_typed,
    digest_of,
    filled,
    warnings_of,
)

Uploads = Sequence[UploadedFile[Any]]


class UnreadWarning(Refused):
    """A text looks like a list of numbers, and the party has not said yet that it read that."""


@transaction.atomic
def save_focus_draft(
    *,
    consultation: Round,
    region: Region,
    texts: Mapping[str, str],
    seen: int,
    by: User,
    now: datetime,
    added: Uploads = (),
    removed: int | None = None,
) -> FilingDraft:
    """Keeps what was typed and added. `seen`: the version it was typed over (0: none).

    Raises Stale, and keeps the other's draft, where a colleague saved in between; FaultyInput with
    every file that can't be kept. `removed`: the number of an attachment that leaves the draft.
    """
    held = _begin(consultation, region, by, now)
    draft = draft_in(held, region)
    if (draft.version if draft else 0) != seen:
        raise Stale(
            _(
                "A colleague saved these focus points in the meantime. Compare, and save or file "
                "again."
            )
        )
    typed = as_typed(texts)
    if draft is None:
        # The form begins with the earlier entry, its files too.
        carry_over(previous_of(held, region), held, region)
    if removed is not None:
        drop_file(held, region, removed)
    add_files(held, region, added, by, now)
    read = draft.content.get("read", []) if draft else []
    return write_draft(draft, held, region, {"texts": typed, "read": read}, by, now)


def file_focus(
    *,
    consultation: Round,
    region: Region,
    texts: Mapping[str, str],
    seen: int,
    by: User,
    now: datetime,
    added: Uploads = (),
    confirmed: bool = False,
) -> Filing:
    """Files a version, which replaces the one before. `confirmed`: the warnings were read.

    What was typed and added is kept as the draft first, also where filing it is refused: no file
    has to be chosen again. Raises UnreadWarning once for each subject that lists numbers.
    """
    draft = save_focus_draft(
        consultation=consultation,
        region=region,
        texts=texts,
        seen=seen,
        by=by,
        now=now,
        added=added,
    )
    return _file(consultation, region, draft.version, confirmed, by, now)


@transaction.atomic
def file_focus_unchanged(*, consultation: Round, region: Region, by: User, now: datetime) -> Filing:
    """Files the focus points of an earlier round again, with their files."""
    held = _begin(consultation, region, by, now, files=True)
    earlier = filed_focus(previous_of(held, region))
    if earlier is None:
        raise Refused(_("There are no focus points of an earlier round to confirm."), rule=SOURCE)
    if latest_of(held, region) is not None:
        raise Refused(_("Focus points were filed in this round already."), rule=SOURCE)
    for file in files_in_draft(held, region):
        drop_file(held, region, file.pk)
    carry_over(earlier.filing, held, region)
    content = {"texts": as_typed(earlier.texts), "read": list(earlier.filing.warnings)}
    write_draft(draft_in(held, region), held, region, content, by, now)
    return _freeze(held, region, dict(earlier.texts), by, now, earlier.filing)


def _begin(
    consultation: Round, region: Region, by: User, now: datetime, *, files: bool = False
) -> Round:
    """Who, when, and the round that stays locked until the transaction ends."""
    may_file_focus(by, region).enforce()
    return hold_round(consultation, region, now, files=files)


@transaction.atomic
def _file(
    consultation: Round, region: Region, version: int, confirmed: bool, by: User, now: datetime
) -> Filing:
    held = _begin(consultation, region, by, now, files=True)
    draft = draft_in(held, region)
    if draft is None or draft.version != version:
        raise Stale(_("A colleague saved these focus points in the meantime. Compare and file."))
    texts = filled(texts_in(draft.content))
    if not texts:
        raise FaultyInput(
            _("The focus points can’t be filed yet. What you typed is kept as a draft."),
            [Fault(_("Write something under at least one subject."), column="spearheads")],
            rule=SOURCE,
        )
    warnings = warnings_of(texts)
    if confirmed:
        draft.content["read"] = warnings
        draft.save(update_fields=["content"])
    if set(warnings) - set(draft.content.get("read", [])):
        raise UnreadWarning(
            _("Read the warning and file again. What you typed is kept as a draft."), rule=SOURCE
        )
    _refuse_same(held, region, texts)
    return _freeze(held, region, texts, by, now)


def _refuse_same(held: Round, region: Region, texts: Mapping[str, str]) -> None:
    filed = filed_focus(latest_of(held, region))
    if filed is None or filed.texts != texts:
        return
    files = {(one.name, one.digest) for one in files_in_draft(held, region)}
    if files == {(one.name, one.digest) for one in filed.attachments}:
        raise Refused(_("Nothing differs from version %(n)s.") % {"n": filed.filing.number})


def _freeze(
    held: Round,
    region: Region,
    texts: dict[str, str],
    by: User,
    now: datetime,
    unchanged_from: Filing | None = None,
) -> Filing:
    before = latest_of(held, region)
    number = before.number + 1 if before else 1
    files = files_in_draft(held, region)
    filing = Filing.objects.create(
        round=held,
        kind=FilingKind.FOCUS,
        region=region,
        number=number,
        unchanged_from=unchanged_from,
        warnings=warnings_of(texts),
        late=is_late(held, region, now),
        digest=digest_of(held, region, number, texts, files),
        filed_at=now,
        filed_by=by,
    )
    FocusPoint.objects.bulk_create(
        FocusPoint(filing=filing, category=key, text=text) for key, text in texts.items()
    )
    filing.attachments.set(files)
    audit.write(
        "focus.confirmed" if unchanged_from else "focus.filed",
        by=by,
        now=now,
        subject=filing,
        label=str(region),
        cycle=held.cycle,
        round=held.number,
        number=number,
        late=filing.late,
        warnings=len(filing.warnings),
        files=len(files),
        digest=filing.digest,
    )
    return filing
