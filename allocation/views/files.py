"""Files that a page offers for download."""

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_file(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep, under this name."""
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def pdf_file(content: bytes, name: str, *, keep: bool = False) -> HttpResponse:
    """A pdf to read in the browser; with `keep` to keep under this name, as receipts are."""
    shown = "attachment" if keep else "inline"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'{shown}; filename="{name}"'},
    )
