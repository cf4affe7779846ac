"""Files of focus points: attachments, and the receipt of a filed version."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from allocation.selectors.cycles import get_cycle
from consultation.selectors.focus import get_attachment, get_focus_filing
from consultation.services.focus_files import kind_named
from consultation.services.focus_receipt import receipt_of_focus


@require_GET
def attachment(request: HttpRequest, year: int, key: str, number: int) -> HttpResponseBase:
    """An attachment, to keep and never to open inside the portal."""
    cycle = get_cycle(request.user, year)
    found = get_attachment(request.user, cycle, key, number)
    kind = kind_named(found.name)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=kind.content_type if kind else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def receipt_file(
    request: HttpRequest, year: int, key: str, round_number: int, number: int
) -> HttpResponse:
    """The receipt of a filed version, as pdf."""
    cycle = get_cycle(request.user, year)
    filing = get_focus_filing(request.user, cycle, key, round_number, number)
    name = f"ontvangstbewijs-{year}-{key}-ronde-{round_number}-versie-{number}.pdf"
    return HttpResponse(
        receipt_of_focus(filing),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
