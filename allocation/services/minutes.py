"""Minutes of the board as pdf: checked, and kept under their digest."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused

LARGEST = 10 * 1024 * 1024
HEAD, TAIL = b"%PDF-", b"%%EOF"
NEAR_THE_END = 1024  # readers look for the end mark in the last kilobyte


@dataclass(frozen=True, slots=True)
class Minutes:
    """A checked pdf: where it is kept, how the bureau named it, and its SHA-256."""

    path: str
    name: str
    digest: str


def store_minutes(file: "UploadedFile[Any]", year: int) -> Minutes:
    """Checks that the file is a pdf of at most 10 MB and keeps it; the same file is kept once.

    Raises Refused, and keeps nothing, for anything else.
    """
    if (file.size or 0) > LARGEST:
        raise Refused(_("The minutes are larger than 10 MB. Make the pdf smaller."))
    content = file.read()
    if not content.startswith(HEAD) or TAIL not in content[-NEAR_THE_END:]:
        raise Refused(
            _("The minutes are not a complete pdf. Save the document as pdf and try again.")
        )
    digest = hashlib.sha256(content).hexdigest()
    path = f"minutes/{year}/{digest}.pdf"
    if not default_storage.exists(path):
        # Settings give files mode 0600: readable by the portal alone.
        path = default_storage.save(path, ContentFile(content))
    return Minutes(path=path, name=(file.name or "notulen.pdf")[:200], digest=digest)
