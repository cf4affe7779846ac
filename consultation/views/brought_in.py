"""Serving a file that somebody brought in: to keep, never to open inside the portal."""

from typing import Protocol

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from consultation.services.focus_files import kind_named


class BroughtIn(Protocol):
    """A file under the name that somebody gave it, cleaned."""

    name: str
    file: FieldFile


def brought_in(kept: BroughtIn) -> FileResponse:
    """The file as it was brought in."""
    kind = kind_named(kept.name)
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type=kind.content_type if kind else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
