"""Keeping files that were brought in: private, and under their digest."""

from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage

from allocation.workbooks import digest_of


def keep_under_digest(path: Path, folder: str, ending: str = "") -> tuple[str, str]:
    """Stores a file under its SHA-256 in a folder of the storage; returns its name there, and the
    digest. The same file twice is stored once. Whether it may be kept is for the caller to judge.
    """
    digest = digest_of(path)
    name = f"{folder}/{digest}{ending}"
    if not default_storage.exists(name):
        with path.open("rb") as content:
            # Settings give files mode 0600: readable by the portal alone.
            name = default_storage.save(name, File(content))
    return name, digest
