"""Keeping the files of a mediation: inspected, private, each with its digest."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, Refused
from allocation.services.usage_files import as_path
from bols_portal.accounts.models import User
from consultation.models import Mediation, MediationDocument
from consultation.services.focus_files import clean_name, judged

Uploads = Sequence[UploadedFile[Any]]
Kept = dict[str, Any]  # path, name, digest, size
MOST_IN_REQUEST = 10
MOST = 40  # in the file of one mediation


def stored(
    uploads: Uploads, year: int, there: Sequence[Mapping[str, Any]], most: int
) -> list[Kept]:
    """Keeps the uploads; one that is there already counts once.

    Raises FaultyInput with every file that can't be kept; then none is.
    """
    digests = {one["digest"] for one in there}
    faults: list[Fault] = []
    checked: list[tuple[UploadedFile[Any], str, str, str]] = []
    for upload in uploads:
        name = clean_name(upload.name or "")
        try:
            digest, ending = _checked(upload, name)
        except Refused as refusal:
            faults.append(Fault(f"{name}: {refusal.message}", column="files"))
            continue
        if digest not in digests:
            digests.add(digest)
            checked.append((upload, name, digest, ending))
    if len(there) + len(checked) > most:
        text = _("At most %(most)s files can be added. Leave some out.") % {"most": most}
        faults.append(Fault(text, column="files"))
    if faults:
        text = _("Not every file can be added. No file was saved.")
        raise FaultyInput(text, faults)
    return [_kept(*one, year) for one in checked]


def _checked(upload: UploadedFile[Any], name: str) -> tuple[str, str]:
    with as_path(upload) as path:
        kind = judged(path, name)
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest(), kind.endings[0]


def _kept(upload: UploadedFile[Any], name: str, digest: str, ending: str, year: int) -> Kept:
    upload.seek(0)
    # Settings give files mode 0600: readable by the portal alone. No two rows share a file.
    place = default_storage.save(f"mediations/{year}/{digest}{ending}", File(upload))
    return {"path": place, "name": name, "digest": digest, "size": upload.size or 0}


def forget(kept: Mapping[str, Any]) -> None:
    """Removes a file that was never sent, once the change that drops it holds."""
    transaction.on_commit(partial(default_storage.delete, str(kept["path"])))


def attach(
    mediation: Mediation, files: Sequence[Mapping[str, Any]], by: User, now: datetime
) -> None:
    """Puts kept files in the file of a mediation."""
    for one in files:
        MediationDocument.objects.create(
            mediation=mediation,
            file=one["path"],
            name=one["name"],
            digest=one["digest"],
            size=one["size"],
            added_at=now,
            added_by=by,
        )
