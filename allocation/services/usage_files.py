"""Keeping the delivered files: private, by their digest, read-only for everybody but the portal.

Notitie adherentieberekening 2026, vraag 14: only for the calculation, and not shared with others.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from allocation.errors import FaultyInput
from allocation.models import UsageImport
from allocation.selectors.workbook_faults import fault_of
from allocation.services.kept_files import keep_under_digest
from allocation.workbooks import LARGE, WorkbookFault
from allocation.workbooks.guard import refuse_at_sight


@contextmanager
def as_path(upload: UploadedFile[bytes]) -> Iterator[Path]:
    """An upload as a file on disk, for as long as the block lasts."""
    with tempfile.NamedTemporaryFile(prefix="bols-upload-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def keep_delivery(upload: UploadedFile[bytes], year: int) -> tuple[str, str]:
    """Stores an upload under its digest; returns the name in the storage and the digest.

    The same file twice is stored once. Raises FaultyInput for a file that is refused at sight: too
    large, empty, or no xlsx or csv at all.
    """
    with as_path(upload) as path:
        try:
            refuse_at_sight(path, LARGE)
        except WorkbookFault as fault:
            raise FaultyInput(_("The file can’t be used."), [fault_of(fault)]) from None
        return keep_under_digest(path, f"usage/{year}")


def keep_faults(usage_import: UsageImport, content: bytes) -> str:
    """Stores the workbook with all faults of a delivery; returns its name in the storage."""
    name = f"usage/{usage_import.cycle.year}/faults-{usage_import.pk}.xlsx"
    if default_storage.exists(name):  # an attempt that was broken off left it
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


@contextmanager
def delivery_path(usage_import: UsageImport) -> Iterator[Path]:
    """The delivered file on disk, also where the storage is elsewhere."""
    try:
        yield Path(usage_import.file.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(prefix="bols-delivery-") as file:
            for chunk in usage_import.file.chunks():
                file.write(chunk)
            file.flush()
            yield Path(file.name)
