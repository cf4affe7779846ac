"""Files that a page offers for download."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse

from allocation.selectors.recipients import Enclosure
from allocation.services.enclosures import PDF, content_of, type_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_file(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep, under this name."""
    return kept_file(content, name, XLSX)


def pdf_file(content: bytes, name: str, *, keep: bool = False) -> HttpResponse:
    """A pdf to read in the browser; with `keep` to keep under this name, as receipts are."""
    shown = "attachment" if keep else "inline"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'{shown}; filename="{name}"'},
    )


def enclosure_file(enclosure: Enclosure, language: str) -> HttpResponse:
    """What went with a message: a pdf to read in the browser, anything else to keep."""
    content = content_of(enclosure, language)
    if (kind := type_of(enclosure)) == PDF:
        return pdf_file(content, enclosure.name)
    return kept_file(content, enclosure.name, kind)


def kept_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep under this name, of a kind that nothing here opens."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def minutes_file(path: str | None, name: str) -> FileResponse:
    """Minutes as somebody attached them, to keep under this name; Http404 without them."""
    if not path or not default_storage.exists(path):
        raise Http404
    return FileResponse(
        default_storage.open(path, "rb"),
        as_attachment=True,
        filename=name,
        content_type="application/pdf",
    )
