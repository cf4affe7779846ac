"""Keeping the files beside focus points: private, under their digest, at most five a region."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused
from allocation.models import Region
from allocation.services.kept_files import keep_under_digest
from allocation.services.usage_files import as_path
from bols_portal.accounts.models import User
from consultation.models import Attachment, Filing, Round
from consultation.selectors.focus import files_in_draft
from consultation.services.focus_files import clean_name, judged

MOST = 5  # files a region


def add_files(
    held: Round, region: Region, uploads: Sequence[UploadedFile[Any]], by: User, now: datetime
) -> None:
    """Adds files to the draft; a file that is there already counts once.

    Raises FaultyInput with every file that can't be kept; then none is.
    """
    there = {one.digest: one for one in files_in_draft(held, region)}
    faults: list[Fault] = []
    new: dict[str, Attachment] = {}
    for upload in uploads:
        try:
            one = _stored(held, region, upload, by, now)
        except Refused as refusal:
            shown = clean_name(upload.name or "")
            faults.append(Fault(f"{shown}: {refusal.message}", column="files"))
        else:
            if one.digest not in there:
                new[one.digest] = one
    if len(there) + len(new) > MOST:
        text = _("At most %(most)s files can go with focus points. Remove one first.")
        faults.append(Fault(text % {"most": MOST}, column="files"))
    if faults:
        raise FaultyInput(
            _("Not every file can be added. What you typed and the files were not saved."), faults
        )
    Attachment.objects.bulk_create(new.values())


def _stored(
    held: Round, region: Region, upload: UploadedFile[Any], by: User, now: datetime
) -> Attachment:
    """The file under its digest, with a row that is not saved yet."""
    name = clean_name(upload.name or "")
    with as_path(upload) as path:
        kind = judged(path, name)
        folder = f"focus_points/{held.cycle.year}/{region.key}"
        place, digest = keep_under_digest(path, folder, kind.endings[0])
        size = path.stat().st_size
    return Attachment(
        round=held,
        region=region,
        file=place,
        name=name,
        digest=digest,
        size=size,
        added_at=now,
        added_by=by,
    )


def drop_file(held: Round, region: Region, number: int) -> None:
    """Takes a file out of the draft. What was filed keeps it; what never was is removed."""
    found = Attachment.objects.filter(round=held, region=region, pk=number, dropped=False).first()
    if found is None:
        raise Refused(_("This file is not in the draft any more."))
    if found.filings.exists():
        found.dropped = True
        found.save(update_fields=["dropped"])
        return
    place = str(found.file.name)
    found.delete()
    if not Attachment.objects.filter(file=place).exists():
        transaction.on_commit(partial(default_storage.delete, place))


def carry_over(earlier: Filing | None, held: Round, region: Region) -> None:
    """The files of an earlier entry become files of this round's draft."""
    if earlier is None:
        return
    Attachment.objects.bulk_create(
        Attachment(
            round=held,
            region=region,
            file=one.file.name,
            name=one.name,
            digest=one.digest,
            size=one.size,
            added_at=one.added_at,
            added_by_id=one.added_by_id,
        )
        for one in earlier.attachments.order_by("pk")
    )
