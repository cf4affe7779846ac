"""Keeping the files in which somebody signed: private, under their digest."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from allocation.services.usage_files import as_path
from consultation.services.focus_files import clean_name
from consultation.services.signatures import StoredFile

Judge = Callable[[Path, str], str]  # from a file and its name to its ending; Refused otherwise


def keep_file(upload: UploadedFile[Any], year: int, judge: Judge) -> StoredFile:
    """Checks a file and keeps it; the same file is kept once. Refused, and nothing kept, if `judge`
    refuses it."""
    name = clean_name(upload.name or "")
    with as_path(upload) as path:
        ending = judge(path, name)
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            place = f"signatures/{year}/{digest}{ending}"
            if not default_storage.exists(place):
                content.seek(0)
                # Settings give files mode 0600: readable by the portal alone.
                place = default_storage.save(place, File(content))
    return StoredFile(path=place, name=name, digest=digest)
