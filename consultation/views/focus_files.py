"""Files of focus points: attachments, receipts, and the form as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from allocation.errors import FaultyInput
from allocation.selectors.cycles import get_cycle
from allocation.views.files import pdf_file, xlsx_file
from consultation.forms.advices import seen_in
from consultation.forms.focus import texts_typed_in
from consultation.policies.filings import may_file
from consultation.selectors.focus import get_attachment, get_focus_filing
from consultation.services.focus_receipt import receipt_of_focus
from consultation.services.focus_workbook import focus_workbook, read_focus_workbook
from consultation.views.brought_in import brought_in
from consultation.views.focus import own_region
from consultation.views.focus_page import focus_page


@require_GET
def attachment(request: HttpRequest, year: int, key: str, number: int) -> HttpResponseBase:
    """An attachment, to keep and never to open inside the portal."""
    cycle = get_cycle(request.user, year)
    return brought_in(get_attachment(request.user, cycle, key, number))


@require_GET
def receipt_file(
    request: HttpRequest, year: int, key: str, round_number: int, number: int
) -> HttpResponse:
    """The receipt of a filed version, as pdf."""
    cycle = get_cycle(request.user, year)
    filing = get_focus_filing(request.user, cycle, key, round_number, number)
    name = f"ontvangstbewijs-{year}-{key}-ronde-{round_number}-versie-{number}.pdf"
    return pdf_file(receipt_of_focus(filing), name, keep=True)


@require_GET
def workbook(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The form to fill in off line, with what stands in it now; for the party alone."""
    _cycle, region, consultation = own_region(request, year, key)
    name = f"aandachtspunten-{year}-{key}-ronde-{consultation.number}.xlsx"
    return xlsx_file(focus_workbook(consultation, region), name)


@require_POST
def upload(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Shows what a filled-in form says, in the form of the page. Nothing is stored."""
    cycle, region, consultation = own_region(request, year, key)
    may_file(consultation, region, timezone.now()).enforce()
    typed, seen = texts_typed_in(request.POST), seen_in(request.POST)
    try:
        found = read_focus_workbook(
            consultation=consultation, region=region, upload=request.FILES.get("workbook")
        )
    except FaultyInput as faulty:
        return focus_page(request, cycle, region, typed=typed, seen=seen, faulty=faulty)
    return focus_page(
        request, cycle, region, typed=found, seen=seen, from_file=True, replaced=typed
    )
