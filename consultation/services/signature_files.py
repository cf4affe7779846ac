"""Keeping the files in which somebody signed: private, under their digest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from allocation.services.kept_files import keep_under_digest
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
        place, digest = keep_under_digest(path, f"signatures/{year}", ending)
    return StoredFile(path=place, name=name, digest=digest)
